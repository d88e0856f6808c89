import type { Words } from "./zh";

export const enEvents: Words["events"] = {
  "link.rotated": "new link",
  "entry.draft_begun": "entry begun",
  "paper.recorded": "paper recorded",
  "submission.branches_added": "branches added",
  "receipt.issued": "receipt issued",
  "file.stored": "file received",
  "file.replaced": "file replaced",
  "entry.handed_in": "entry handed in",
  "review.accepted": "accepted",
  "review.returned": "returned",
  "review.filed": "filed for the record",
  "review.waived": "waived",
  "review.reopened": "decision taken back",
  "extension.granted": "extension granted",
  "file.struck": "file struck out",
  "request.made": "the branch asked",
  "request.answered": "the branch was answered",
};
