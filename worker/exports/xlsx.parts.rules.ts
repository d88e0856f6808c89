/** The parts of a workbook beside its sheets: names, styles, and what refers to what. */
import { cleanNamePart } from "../filename.rules";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Places in `cellXfs` of the styles part. */
export const STYLES = { number: 0, text: 1, header: 2, totalNumber: 3, totalText: 4 } as const;

const MAX_SHEET_NAME_CHARS = 31;
/** Control characters beside tab and line breaks, and what is no character at all. */
const NO_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;
const XML_SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Text for XML: well formed, without what XML 1.0 cannot hold, line breaks as line feeds. What
 * Excel would read as an escaped character (`_x003D_` for "=") is escaped to stay as typed.
 */
export function escapeXml(text: string): string {
  const plain = text.toWellFormed().replace(NO_XML, "").replace(/\r\n?/g, "\n");
  return plain
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(/[&<>"]/g, (sign) => XML_SIGNS[sign] ?? sign);
}

/**
 * Names that Excel and WPS take for sheets: at most 31 characters, none of `[]:*?/\`, no
 * apostrophe at an end, and no two the same in either case. In the order given.
 */
export function buildSheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = cleanNamePart(name)
      .replace(/[[\]]/g, "_")
      .replace(/^'+|'+$/g, "");
    // Excel keeps "History" for itself.
    const base = clean === "" || foldName(clean) === "history" ? `表_${clean}` : clean;
    for (let number = 1; ; number++) {
      const tail = number === 1 ? "" : `(${number})`;
      const found = cutName(base, MAX_SHEET_NAME_CHARS - tail.length) + tail;
      if (taken.has(foldName(found))) continue;
      taken.add(foldName(found));
      return found;
    }
  });
}

const foldName = (name: string) => name.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();

function cutName(name: string, chars: number): string {
  const cut = name.slice(0, chars);
  return cut.replace(/[\ud800-\udbff]$/, "").replace(/['. ]+$/, "");
}

export function renderContentTypes(sheets: number): string {
  const parts = [
    ["/xl/workbook.xml", "sheet.main"],
    ...Array.from({ length: sheets }, (_, i) => [`/xl/worksheets/sheet${i + 1}.xml`, "worksheet"]),
    ["/xl/styles.xml", "styles"],
    ["/xl/sharedStrings.xml", "sharedStrings"],
  ];
  const lines = parts.map(
    ([path, kind]) => `<Override PartName="${path}" ContentType="${TYPE}.${kind}+xml"/>`,
  );
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${lines.join("")}</Types>`;
}

const renderRelations = (targets: readonly (readonly [kind: string, target: string])[]) => {
  const lines = targets.map(
    ([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${lines.join("")}</Relationships>`;
};

export const renderRootRelations = () => renderRelations([["officeDocument", "xl/workbook.xml"]]);

export const renderWorkbookRelations = (sheets: number) =>
  renderRelations([
    ...Array.from({ length: sheets }, (_, i) => ["worksheet", `worksheets/sheet${i + 1}.xml`] as const),
    ["styles", "styles.xml"],
    ["sharedStrings", "sharedStrings.xml"],
  ]);

/**
 * Filters need a hidden name beside the sheet's own mark; the header is printed on every page.
 *
 * @param sheets safe names, each with what its filter covers ("A1:F500"), empty for none
 */
export function renderWorkbook(sheets: readonly { name: string; filter: string }[]): string {
  const listed = sheets.map(
    ({ name }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  const names = sheets.flatMap(({ name, filter }, i) => {
    if (filter === "") return [];
    const sheet = escapeXml(`'${name.replaceAll("'", "''")}'`);
    const range = filter.replace(/([A-Z]+)(\d+)/g, "$$$1$$$2");
    const scope = `localSheetId="${i}"`;
    return [
      `<definedName name="_xlnm._FilterDatabase" ${scope} hidden="1">${sheet}!${range}</definedName>`,
      `<definedName name="_xlnm.Print_Titles" ${scope}>${sheet}!$1:$1</definedName>`,
    ];
  });
  const defined = names.length === 0 ? "" : `<definedNames>${names.join("")}</definedNames>`;
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${listed.join("")}</sheets>${defined}</workbook>`;
}

/** Text cells have the format of text (49), so that a text typed over stays one too. */
export function renderStyles(): string {
  const font = (bold: string) =>
    `<font>${bold}<sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font>`;
  const cell = (format: number, fontId: number, more = "") =>
    `<xf numFmtId="${format}" fontId="${fontId}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"${more}`;
  const wrapped = ' applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>';
  const cells = [
    cell(0, 0, "/>"),
    cell(49, 0, "/>"),
    cell(49, 1, wrapped),
    cell(0, 1, "/>"),
    cell(49, 1, "/>"),
  ];
  return [
    `${HEAD}<styleSheet xmlns="${MAIN}">`,
    `<fonts count="2">${font("")}${font("<b/>")}</fonts>`,
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
    "</styleSheet>",
  ].join("");
}
