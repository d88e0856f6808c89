import { z } from "zod";
import { fileType } from "./artifact";

export * from "./upload.limits";

/** A stored file as the API answers with it. */
export const storedFile = z.object({
  id: z.string(),
  artifact: z.string(),
  version: z.int(),
  name: z.string(),
  type: fileType,
  bytes: z.int(),
  sha256: z.string(),
  receivedAt: z.string(),
});
export type StoredFile = z.infer<typeof storedFile>;

export const uploadAnswer = z.object({
  file: storedFile,
  /** True when these very bytes were already handed in here; then no new version was made. */
  already: z.boolean(),
  /** Keys of required artifacts still missing after this one. */
  missing: z.array(z.string()),
  complete: z.boolean(),
});
export type UploadAnswer = z.infer<typeof uploadAnswer>;
