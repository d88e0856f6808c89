/** Words of the committee's pages. */
export const zhCommittee = {};
