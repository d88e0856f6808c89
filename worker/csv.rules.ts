export type CsvCell = string | number | null;

/**
 * A spreadsheet runs a cell that begins like this as a formula; the full-width signs
 * count too in Chinese editions. Line breaks and tabs in front hide one.
 */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A CSV file that Excel and WPS open right: UTF-8 with a byte order mark, CRLF, quoted by
 * RFC 4180, text that could run as a formula led by an apostrophe. Numbers stay numbers;
 * null is an empty cell. The mark is the first character of the text.
 */
export function buildCsv(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  let text = `\uFEFF${buildLine(header)}`;
  for (const row of rows) text += buildLine(row);
  return text;
}

function buildLine(cells: readonly CsvCell[]): string {
  return `${cells.map(buildCell).join(",")}\r\n`;
}

function buildCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = cell.toWellFormed().replaceAll("\0", "");
  const inert = FORMULA_START.test(text) ? `'${text}` : text;
  return /[",\r\n]|^ | $/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
