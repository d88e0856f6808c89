import { zhBranch } from "./zh.branch";
import { zhCommittee } from "./zh.committee";
import { zhCommon } from "./zh.common";
import { zhVerify } from "./zh.verify";

/** zh-CN is what the product speaks; `en` must have the same keys. */
export const zh = { common: zhCommon, branch: zhBranch, committee: zhCommittee, verify: zhVerify };

export type Words = typeof zh;
