import { enAmendment } from "./en.amendment";
import { enAsk } from "./en.ask";
import { enBlanks } from "./en.blanks";
import { enBranch } from "./en.branch";
import { enBundle } from "./en.bundle";
import { enBundleIndex } from "./en.bundle_index";
import { enCommittee } from "./en.committee";
import { enCommon } from "./en.common";
import { enEvents } from "./en.events";
import { enReceipt } from "./en.receipt";
import { enReview } from "./en.review";
import { enRound } from "./en.round";
import { enUpload } from "./en.upload";
import { enVerify } from "./en.verify";
import type { Words } from "./zh";

export const en: Words = {
  common: enCommon,
  branch: enBranch,
  upload: enUpload,
  committee: enCommittee,
  verify: enVerify,
  bundle: enBundle,
  bundleIndex: enBundleIndex,
  blanks: enBlanks,
  review: enReview,
  receipt: enReceipt,
  events: enEvents,
  ask: enAsk,
  round: enRound,
  amendment: enAmendment,
};
