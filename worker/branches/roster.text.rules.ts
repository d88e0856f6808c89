export const MAX_ROSTER_BYTES = 1_500_000;

/**
 * The text of a roster file. Excel's "Unicode text" is UTF-16 with a mark, WPS and new
 * Excel write UTF-8, old Chinese Excel writes GB18030, which is what is left when the
 * bytes are no UTF-8. Null for a workbook (a ZIP or an old compound file): it has no text to read.
 */
export function decodeRosterText(bytes: Uint8Array): string | null {
  const [a = 0, b = 0] = bytes;
  if ((a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf)) return null;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

const DELIMITERS = ["\t", ",", "，", ";", "；", "、", "|"] as const;

/** The delimiter the first lines agree on most; a tab wins because no name holds one. */
export function sniffDelimiter(text: string): string {
  const head = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  if (head.some((line) => line.includes("\t"))) return "\t";
  const linesWith = (mark: string) => head.filter((line) => line.includes(mark)).length;
  return DELIMITERS.reduce<string>((best, mark) => (linesWith(mark) > linesWith(best) ? mark : best), ",");
}

/** One line of a list, cells as they stood. */
export interface RawLine {
  line: number;
  cells: string[];
  /** A quote was opened and never closed. */
  broken: boolean;
}

/** Splits by RFC 4180: a quoted cell may hold the delimiter, line breaks and doubled quotes. */
export function splitCells(text: string, delimiter: string): RawLine[] {
  const lines: RawLine[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endLine = (broken: boolean) => {
    lines.push({ line: startLine, cells: [...cells, cell], broken });
    cells = [];
    cell = "";
    startLine = line;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === "\n") line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (char === "\n") endLine(false);
    else if (char !== "\r") cell += char;
  }
  if (cell !== "" || cells.length > 0 || quoted) endLine(quoted);
  return lines.filter((one) => one.broken || one.cells.some((text) => text.trim() !== ""));
}

/** Full-width letters and digits as plain ones, odd spaces gone; names keep their own punctuation. */
export function cleanCell(text: string): string {
  return text
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d\uff0e\uff3f]/g, (char) =>
      String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    )
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (/\s/.test(sign) ? " " : ""))
    .replace(/[\s\u3000]+/g, " ")
    .trim()
    .normalize("NFC");
}
