import { z } from "zod";
import { artifactKey, bilingual, fileType, isoInstant } from "./artifact";

/** What one amendment changed of a round, item by item; the words for it stand in web/text. */

const due = isoInstant.nullable();
const of = { artifact: artifactKey };
const fileCounts = z.strictObject({ min: z.int(), max: z.int().nullable() });
const paperWanted = z.strictObject({
  copies: z.int().nullable(),
  sealed: z.boolean(),
  deliverTo: z.string().nullable(),
});
const ruleWords = z.strictObject({ text: bilingual, enforce: z.enum(["block", "warn", "inform"]) });

export const change = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("added"), ...of, required: z.boolean() }),
  /** No longer asked; `required` is what it was. */
  z.strictObject({ what: z.literal("withdrawn"), ...of, required: z.boolean() }),
  z.strictObject({ what: z.literal("required"), ...of }),
  z.strictObject({ what: z.literal("optional"), ...of }),
  z.strictObject({ what: z.literal("due"), ...of, from: due, to: due }),
  z.strictObject({ what: z.literal("length"), ...of, from: z.int().nullable(), to: z.int().nullable() }),
  z.strictObject({ what: z.literal("files"), ...of, from: fileCounts, to: fileCounts }),
  z.strictObject({ what: z.literal("accepts"), ...of, from: z.array(fileType), to: z.array(fileType) }),
  z.strictObject({ what: z.literal("paper"), ...of, from: paperWanted, to: paperWanted }),
  z.strictObject({ what: z.literal("title"), ...of, from: bilingual, to: bilingual }),
  /** Any other field of an artifact, by its name in the definition. */
  z.strictObject({ what: z.literal("detail"), ...of, field: z.string() }),
  z.strictObject({
    what: z.literal("rule"),
    rule: artifactKey,
    appliesTo: z.array(artifactKey),
    from: ruleWords.nullable(),
    to: ruleWords.nullable(),
  }),
  z.strictObject({ what: z.literal("milestone"), title: bilingual, from: due, to: due }),
  z.strictObject({ what: z.literal("closes"), from: due, to: due }),
  z.strictObject({ what: z.literal("late"), to: z.enum(["accept", "refuse"]) }),
  z.strictObject({ what: z.literal("theme"), from: z.string(), to: z.string() }),
  /** Any other field of the round, by its name in the definition. */
  z.strictObject({ what: z.literal("setting"), field: z.string() }),
]);
export type Change = z.infer<typeof change>;
/** A change of one artifact. */
export type ArtifactChange = Extract<Change, { artifact: string }>;

/** What made a version out of the one before; frozen with it. */
export const amendment = z.strictObject({
  of: z.int().min(1),
  /** What the committee says of it to the branches; "" for nothing. */
  note: z.string(),
  changes: z.array(change),
});
export type Amendment = z.infer<typeof amendment>;

export const MAX_AMENDMENT_NOTE_CHARS = 500;
