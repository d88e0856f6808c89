/** The XML of one sheet of a workbook (ECMA-376, SpreadsheetML), as strict readers want it. */
import { type Cell, listLines, type Table } from "./table.rules";
import { escapeXml, STYLES } from "./xlsx.parts.rules";

/** Excel's own limit of one cell, in UTF-16 units. */
const MAX_CELL_CHARS = 32_767;
const MIN_WIDTH = 6;
const MAX_WIDTH = 40;
/** A longer header is broken into lines. */
const MAX_HEADER_WIDTH = 18;
const FILTER_MARK_WIDTH = 3;
/** In points. */
const LINE_HEIGHT = 15;
const MAX_HEADER_LINES = 6;
/** A wider sheet is printed on pages side by side: made to fit one, it could not be read. */
const MAX_PRINTED_WIDTH = 180;

/** Han, kana, full-width forms and their punctuation take the room of two digits. */
const WIDE =
  /[\u1100-\u115f\u2014\u2018-\u201d\u2026\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud800-\udbff][\udc00-\udfff]/g;

/** The texts of all sheets, each kept once, in the order of their first use. */
export class SharedTexts {
  private readonly places = new Map<string, number>();

  place(text: string): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    const place = this.places.size;
    this.places.set(text, place);
    return place;
  }

  list(): string[] {
    return [...this.places.keys()];
  }
}

/** "A", "Z", "AA"… of a column counted from 0. */
export function nameColumn(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : nameColumn(Math.floor(index / 26) - 1) + letter;
}

/** `A1:F500`: header and lines, without the totals. */
export const computeFilterRange = ({ header, rows }: Table): string =>
  `A1:${nameColumn(Math.max(0, header.length - 1))}${rows.length + 1}`;

export function renderSheet(table: Table, texts: SharedTexts, isFirst: boolean): string {
  const { header, rows, totals } = table;
  const widths = computeWidths(table);
  const fits = widths.reduce((sum, width) => sum + width, 0) <= MAX_PRINTED_WIDTH;
  const lines = [
    renderRow(header, 1, texts, STYLES.header, STYLES.header, computeHeaderLines(header, widths)),
    ...rows.map((row, i) => renderRow(row, i + 2, texts, STYLES.text, STYLES.number)),
    totals === undefined
      ? ""
      : renderRow(totals, rows.length + 2, texts, STYLES.totalText, STYLES.totalNumber),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<sheetPr><pageSetUpPr fitToPage="${fits ? 1 : 0}"/></sheetPr>`,
    `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ""} workbookViewId="0">`,
    `${renderPane(table.frozenColumns ?? 0)}</sheetView></sheetViews>`,
    `<sheetFormatPr defaultRowHeight="${LINE_HEIGHT}"/>${renderColumns(widths)}<sheetData>${lines.join("")}</sheetData>`,
    header.length === 0 ? "" : `<autoFilter ref="${computeFilterRange(table)}"/>`,
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>',
  ].join("");
}

/** The header stays in sight, and the columns that say whose line it is. */
function renderPane(columns: number): string {
  const pane = columns > 0 ? "bottomRight" : "bottomLeft";
  const split = columns > 0 ? ` xSplit="${columns}"` : "";
  const corner = `${nameColumn(columns)}2`;
  return `<pane${split} ySplit="1" topLeftCell="${corner}" activePane="${pane}" state="frozen"/><selection pane="${pane}" activeCell="${corner}" sqref="${corner}"/>`;
}

function renderColumns(widths: readonly number[]): string {
  if (widths.length === 0) return "";
  const columns = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<cols>${columns.join("")}</cols>`;
}

/** The width of each column in digits: its longest cell within reason, and room for its header. */
export function computeWidths(table: Table): number[] {
  const lines = listLines(table);
  return table.header.map((title, i) => {
    const head = Math.min(MAX_HEADER_WIDTH, measure(title) + FILTER_MARK_WIDTH);
    const widest = lines.reduce((most, line) => Math.max(most, measure(line[i] ?? "") + 1), head);
    return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, widest));
  });
}

/** Not every program makes room for a broken header by itself. */
function computeHeaderLines(header: readonly string[], widths: readonly number[]): number {
  const lines = header.map((title, i) =>
    Math.ceil((measure(title, 200) + FILTER_MARK_WIDTH) / (widths[i] ?? 1)),
  );
  return Math.min(MAX_HEADER_LINES, Math.max(1, ...lines));
}

function measure(cell: Cell, maxChars = MAX_WIDTH): number {
  if (cell === null) return 0;
  return String(cell).slice(0, maxChars).replace(WIDE, "xx").length;
}

function renderRow(
  cells: readonly Cell[],
  row: number,
  texts: SharedTexts,
  textStyle: number,
  numberStyle: number,
  textLines = 1,
): string {
  const height = textLines === 1 ? "" : ` ht="${textLines * LINE_HEIGHT}" customHeight="1"`;
  const parts = cells.map((cell, i) => {
    const place = `r="${nameColumn(i)}${row}"`;
    if (typeof cell === "number" && Number.isFinite(cell)) {
      return `<c ${place} s="${numberStyle}"><v>${cell}</v></c>`;
    }
    if (typeof cell !== "string" || cell === "") return "";
    return `<c ${place} s="${textStyle}" t="s"><v>${texts.place(cell)}</v></c>`;
  });
  return `<row r="${row}"${height}>${parts.join("")}</row>`;
}

/** All texts of the workbook. A text is data here, whatever it begins with: no cell holds a formula. */
export function renderSharedTexts(texts: readonly string[]): string {
  const items = texts.map((text) => {
    const said = text.slice(0, MAX_CELL_CHARS);
    const keep = /^\s|\s$|\n/.test(said) ? ' xml:space="preserve"' : "";
    return `<si><t${keep}>${escapeXml(said)}</t></si>`;
  });
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return `${head}<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="${texts.length}">${items.join("")}</sst>`;
}
