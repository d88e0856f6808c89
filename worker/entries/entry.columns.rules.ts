import { splitForWrap } from "../receipts/wrap.rules";

export interface EntryCell {
  text: string;
  blank: boolean;
}

/** A column of a table with its cell in every row. */
export interface EntryColumn {
  label: string;
  cells: readonly EntryCell[];
}

/** How a table stands on paper. */
export interface TablePlan {
  /** Side by side, widths in em, together the room there is; none when all of them are too long. */
  columns: readonly (EntryColumn & { width: number })[];
  /** What is too long to stand in a column goes under its row, label first. */
  notes: readonly EntryColumn[];
}

/** The width of a character as laid out, in em. */
export type MeasureChar = (char: string) => number;

/** Between two columns. */
const GAP_EM = 0.6;
/** A text column may be as narrow as this, and asks for as much as that. */
const LEAST_TEXT_EM = 6;
const WISHED_TEXT_EM = 14;
/** A cell that is longer would fill a page in a narrow column. */
const MAX_CELL_EM = 60;
const MAX_HEAD_LINE_EM = 5;
/** The columns that stay beside each other however little room there is. */
const LEAD_COLUMNS = 2;
/** No glyph of the face is wider than the three-em dash. */
const WIDEST_EM = 2.5;
/** Where a line may end though nothing says so: react-pdf takes the mark out again. */
const SOFT_BREAK = "\u00ad";

/** Han characters are an em wide, most others about half of one: near enough to share out a width. */
const guessEm = (text: string) =>
  Array.from(text, (char) => (char < "\u2e80" ? 0.6 : 1)).reduce((all, one) => all + one, 0);

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** A long head stands in two lines, its unit `（票）` in one of its own. */
export const splitHead = (label: string) => label.split(/(?=（)/);

function guessHeadEm(label: string): number {
  const lines = splitHead(label).map(guessEm);
  return Math.max(...lines.map((em) => (em > MAX_HEAD_LINE_EM ? Math.ceil(em / 2) : em)));
}

interface Sized {
  column: EntryColumn;
  /** Its longest cell on one line. */
  natural: number;
  least: number;
  wished: number;
}

function sizeColumn(column: EntryColumn): Sized {
  const head = guessHeadEm(column.label);
  const natural = Math.max(0, ...column.cells.map((cell) => guessEm(cell.text)));
  return {
    column,
    natural,
    least: Math.max(head, Math.min(natural, LEAST_TEXT_EM)) + GAP_EM,
    wished: Math.max(head, Math.min(natural, WISHED_TEXT_EM)) + GAP_EM,
  };
}

/** Columns as wide as they ask for while there is room; what is left over, or missing, is shared evenly. */
function shareRoom(kept: readonly Sized[], room: number): TablePlan["columns"] {
  const spare = room - sum(kept.map((one) => one.least));
  const asked = sum(kept.map((one) => one.wished - one.least));
  const part = asked === 0 ? 0 : Math.max(0, Math.min(1, spare / asked));
  const rest = (spare - part * asked) / kept.length;
  return kept.map((one) => ({
    ...one.column,
    width: one.least + (one.wished - one.least) * part + rest,
  }));
}

/** The longest column that may go under its row: the first ones say whose row it is. */
const findLongest = (kept: readonly Sized[]) =>
  kept
    .slice(LEAD_COLUMNS)
    .reduce<Sized | null>((best, one) => (best === null || one.natural > best.natural ? one : best), null);

/** Shares a room of `room` em among the columns of a table; the longest go under their row until the others fit. */
export function planTable(columns: readonly EntryColumn[], room: number): TablePlan {
  let kept = columns.map(sizeColumn).filter((one) => one.natural <= MAX_CELL_EM);
  let longest = findLongest(kept);
  while (longest !== null && sum(kept.map((one) => one.least)) > room) {
    const gone = longest;
    kept = kept.filter((one) => one !== gone);
    longest = findLongest(kept);
  }
  const inside = new Set(kept.map((one) => one.column));
  return { columns: shareRoom(kept, room), notes: columns.filter((one) => !inside.has(one)) };
}

/** A piece no wider than `room` in parts that are none of them wider. */
function cutPiece(piece: string, room: number, measure: MeasureChar): string[] {
  const chars = Array.from(piece);
  if (chars.length * WIDEST_EM <= room) return [piece];
  const parts: string[] = [];
  let [part, width] = ["", 0];
  for (const char of chars) {
    const em = measure(char);
    if (part !== "" && width + em > room) {
      parts.push(part);
      [part, width] = ["", 0];
    }
    part += char;
    width += em;
  }
  return [...parts, part];
}

const cutText = (text: string, room: number, measure: MeasureChar) =>
  splitForWrap(text).map((piece) => cutPiece(piece, room, measure));

/**
 * The text with a soft break inside every piece that is wider than a line of `room` em: a
 * word in a narrow column, or a thousand commas. Text that wraps by itself comes back as it is.
 */
export function softenText(text: string, room: number, measure: MeasureChar): string {
  return cutText(text, room, measure)
    .map((parts) => parts.join(SOFT_BREAK))
    .join("");
}

/** The lines of a text in a room of `room` em, for what is drawn and does not wrap by itself. */
export function fillLines(text: string, room: number, measure: MeasureChar): string[] {
  const lines: string[] = [];
  let [line, width] = ["", 0];
  for (const part of cutText(text, room, measure).flat()) {
    const em = sum(Array.from(part, measure));
    if (line !== "" && width + em > room) {
      lines.push(line);
      [line, width] = ["", 0];
    }
    line += part;
    width += em;
  }
  return [...lines, line];
}
