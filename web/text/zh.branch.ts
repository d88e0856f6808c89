/** Words of the public pages and of the branch's own. */
export const zhBranch = {};
