import { enBranch } from "./en.branch";
import { enCommittee } from "./en.committee";
import { enCommon } from "./en.common";
import { enVerify } from "./en.verify";
import type { Words } from "./zh";

export const en: Words = { common: enCommon, branch: enBranch, committee: enCommittee, verify: enVerify };
