import type { zhBranch } from "./zh.branch";

export const enBranch: typeof zhBranch = {};
