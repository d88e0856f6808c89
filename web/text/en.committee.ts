import type { zhCommittee } from "./zh.committee";

export const enCommittee: typeof zhCommittee = {};
