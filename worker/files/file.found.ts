import type { FileType } from "../../schemas/artifact";
import { refuse, refuseWith } from "../http";
import type { Ingested } from "./file.readback";
import { checkVerdict } from "./file.rules";
import type { Inspection, RangeReader } from "./inspect/inspection";
import { inspectStored, printStored } from "./inspect/stored.inspect";

/** What was found out about a file that may stay. */
export interface Found extends Pick<Inspection, "pages" | "chars" | "han" | "image"> {
  type: FileType;
  /** Those of the inspection; untouched: it says what a template says that the round gives out. */
  notes: (Inspection["notes"][number] | "untouched")[];
}

/** A template that the round gives out, by its type and the digest of what a person sees of it. */
export interface GivenOut {
  type: string;
  print: string | null;
}

type Stored = Pick<Ingested, "etag" | "bytes" | "whole">;

/** Pictures and films are shown as far as they go; of a document nobody can tell what is missing. */
const SHOWN_IN_PART: ReadonlySet<FileType> = new Set(["jpg", "png", "heic", "mp4", "mov"]);

/** A stored object by ranges; out of memory where its bytes are still there. */
function openRange(bucket: R2Bucket, key: string, object: Stored): RangeReader {
  const { whole } = object;
  return {
    bytes: object.bytes,
    async read(offset, length) {
      if (whole !== null) return whole.slice(offset, offset + length);
      const wanted = Math.min(length, object.bytes - offset);
      if (wanted <= 0) return new Uint8Array(0);
      const range = { offset, length: wanted };
      const part = await bucket.get(key, { range, onlyIf: { etagMatches: object.etag } });
      if (part === null || !("body" in part)) throw new Error("a stored object is missing or changed");
      return new Uint8Array(await part.arrayBuffer());
    },
  };
}

/**
 * Looks into a file that lies in R2, by ranges; the last word on what it is. Problems:
 * `file.dangerous`, `file.wrong_type`, `file.encrypted` (the office could not open it),
 * `file.damaged` (a document that is cut off).
 */
export async function inspectFile(
  bucket: R2Bucket,
  key: string,
  object: Stored,
  place: {
    name: string;
    types: readonly FileType[];
    blanks: readonly GivenOut[];
    /** What the notice asks of its text; null where it asks nothing. */
    minChars: number | null;
  },
): Promise<Found> {
  const found = countEnough(await inspectStored(openRange(bucket, key, object), place.name), place.minChars);
  const { verdict, notes, pages, chars, han, image } = found;
  if (verdict.kind !== "dangerous" && notes.includes("encrypted")) refuse("file.encrypted");
  const inPart = verdict.kind === "known" && SHOWN_IN_PART.has(verdict.type);
  if (verdict.kind !== "dangerous" && notes.includes("damaged") && !inPart) refuse("file.damaged");
  const wrong = checkVerdict(verdict, place.types);
  if (wrong !== null) refuseWith(wrong);
  if (verdict.kind !== "known") throw new Error("a file of no known type was let through");
  const { type } = verdict;
  const told = await isGivenOut(openRange(bucket, key, object), type, place.blanks);
  return { type, notes: told ? [...notes, "untouched"] : notes, pages, chars, han, image };
}

/** What was read is long enough by itself: what may stand in the pictures beside it need not be known. */
function countEnough(found: Inspection, minChars: number | null): Inspection {
  const { atLeast, notes } = found;
  if (atLeast === null || minChars === null || atLeast.chars < minChars) return found;
  return { ...found, ...atLeast, notes: notes.filter((note) => note !== "text_unread") };
}

/** Reads nothing where no template of this type is given out. */
async function isGivenOut(
  reader: RangeReader,
  type: FileType,
  blanks: readonly GivenOut[],
): Promise<boolean> {
  const prints = blanks.flatMap((one) => (one.type === type && one.print !== null ? [one.print] : []));
  const print = prints.length === 0 ? null : await printStored(reader, type);
  return print !== null && prints.includes(print);
}

/** The digest of what a person sees of a stored template; null where nobody here reads it. */
export const findPrint = (bucket: R2Bucket, key: string, object: Stored, type: FileType) =>
  printStored(openRange(bucket, key, object), type);
