/** What inspection says of a file. Labels name what was found, for the sentence of a refusal. */
import type { FileType } from "../../../schemas/artifact";

export type Verdict =
  | { kind: "known"; type: FileType }
  | { kind: "dangerous"; label: string }
  | { kind: "unknown"; label: string };

export const known = (type: FileType): Verdict => ({ kind: "known", type });
export const dangerous = (label: string): Verdict => ({ kind: "dangerous", label });
export const unknown = (label: string): Verdict => ({ kind: "unknown", label });

/** Gives a file by ranges; `read` returns what exists of the range, so less at the end of the file. */
export interface RangeReader {
  readonly bytes: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * encrypted: cannot be opened without a password · damaged: cut off, or its own directory is
 * wrong · scan: pages without text, 字数未核 · text_unread: has text that nobody here reads,
 * 字数未核 · unchecked: a part could not be looked into, so a script in it would go unseen.
 */
export type InspectionNote = "encrypted" | "damaged" | "scan" | "text_unread" | "unchecked";

export interface ImageSize {
  /** Pixels as stored, before `orientation` turns them. */
  width: number;
  height: number;
  /** As EXIF counts: 1 upright to 8. */
  orientation: number;
}

export interface Inspection {
  verdict: Verdict;
  pages: number | null;
  /** 字数 by rule C1; null where nobody could count. */
  chars: number | null;
  /** 字数 by rule C2. */
  han: number | null;
  /** Of a `text_unread`, both counts of what was read of it. */
  atLeast: { chars: number; han: number } | null;
  image: ImageSize | null;
  notes: InspectionNote[];
}

/** An inspection that found nothing but its verdict, and whatever `more` says. */
export function inspectionOf(verdict: Verdict, more: Partial<Omit<Inspection, "verdict">> = {}): Inspection {
  return { verdict, pages: null, chars: null, han: null, atLeast: null, image: null, notes: [], ...more };
}
