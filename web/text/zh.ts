import { zhBranch } from "./zh.branch";
import { zhCommittee } from "./zh.committee";
import { zhCommon } from "./zh.common";

/** zh-CN is what the product speaks; `en` must have the same keys. */
export const zh = { common: zhCommon, branch: zhBranch, committee: zhCommittee };

export type Words = typeof zh;
