/** Closing marks (GB/T 15834) and the fixed space, which may not begin a line. */
const NO_LINE_START = "\u00a0　，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}%％";
/** Opening marks, which may not end a line. */
const NO_LINE_END = "（《〈「『【〔“‘([{";
/** A word, number, time or date up to this length stays in one piece. */
const MAX_WHOLE_RUN_CHARS = 16;

const UNITS = /[A-Za-z0-9]+(?:[-:.,/_][A-Za-z0-9]+)*|\P{M}\p{M}*|\p{M}+/gu;
const PARTS_OF_RUN = /[A-Za-z0-9]+[-:.,/_]?/g;

const sticksToNext = (unit: string) => NO_LINE_END.includes(unit);
const sticksToLast = (unit: string) => NO_LINE_START.includes(unit);

/**
 * The pieces between which a line may break, in order; joined they are `text` again.
 * Chinese breaks between any two characters, save before a closing and after an opening
 * mark; words and numbers stay whole, long runs, of hashes as of marks, break anywhere.
 */
export function splitForWrap(text: string): string[] {
  const units = (text.match(UNITS) ?? []).flatMap(splitLongRun);
  const pieces: string[] = [];
  let glued = false;
  for (const unit of units) {
    const last = pieces.length - 1;
    const joins = (glued || sticksToLast(unit)) && (pieces[last]?.length ?? 0) < MAX_WHOLE_RUN_CHARS;
    if (last >= 0 && joins) pieces[last] += unit;
    else pieces.push(unit);
    glued = sticksToNext(unit);
  }
  return pieces;
}

/** Long runs break after a joining mark (URLs, file names), and anywhere where there is none (hashes). */
function splitLongRun(unit: string): string[] {
  if (unit.length <= MAX_WHOLE_RUN_CHARS) return [unit];
  const parts = unit.match(PARTS_OF_RUN) ?? [];
  return parts.flatMap((part) => (part.length > MAX_WHOLE_RUN_CHARS ? Array.from(part) : [part]));
}

/**
 * A text people wrote, fit to be set on one line: no control or direction characters (a name
 * must not read backwards), no variation selectors, single spaces.
 */
export function cleanText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\p{Variation_Selector}+/gu, "")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}
