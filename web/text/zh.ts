import { zhAmendment } from "./zh.amendment";
import { zhAsk } from "./zh.ask";
import { zhBlanks } from "./zh.blanks";
import { zhBranch } from "./zh.branch";
import { zhBundle } from "./zh.bundle";
import { zhBundleIndex } from "./zh.bundle_index";
import { zhCommittee } from "./zh.committee";
import { zhCommon } from "./zh.common";
import { zhEvents } from "./zh.events";
import { zhReceipt } from "./zh.receipt";
import { zhReview } from "./zh.review";
import { zhRound } from "./zh.round";
import { zhUpload } from "./zh.upload";
import { zhVerify } from "./zh.verify";

/** zh-CN is what the product speaks; `en` must have the same keys. */
export const zh = {
  common: zhCommon,
  branch: zhBranch,
  upload: zhUpload,
  committee: zhCommittee,
  verify: zhVerify,
  bundle: zhBundle,
  bundleIndex: zhBundleIndex,
  blanks: zhBlanks,
  review: zhReview,
  receipt: zhReceipt,
  events: zhEvents,
  ask: zhAsk,
  round: zhRound,
  amendment: zhAmendment,
};

export type Words = typeof zh;
