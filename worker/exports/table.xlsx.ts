import { buildBytesEntry, planZip, planZipRange } from "../bundles/bundle.rules";
import type { Table } from "./table.rules";
import {
  buildSheetNames,
  renderContentTypes,
  renderRootRelations,
  renderStyles,
  renderWorkbook,
  renderWorkbookRelations,
} from "./xlsx.parts.rules";
import { computeFilterRange, renderSharedTexts, renderSheet, SharedTexts } from "./xlsx.sheet.rules";

/** The parts of a workbook by their paths, in the order they are packed. */
function renderParts(tables: readonly Table[]): [path: string, xml: string][] {
  const names = buildSheetNames(tables.map((table) => table.name));
  const texts = new SharedTexts();
  const sheets = tables.map((table, i): [string, string] => [
    `xl/worksheets/sheet${i + 1}.xml`,
    renderSheet(table, texts, i === 0),
  ]);
  const listed = tables.map((table, i) => ({
    name: names[i] ?? table.name,
    filter: table.header.length === 0 ? "" : computeFilterRange(table),
  }));
  return [
    ["[Content_Types].xml", renderContentTypes(tables.length)],
    ["_rels/.rels", renderRootRelations()],
    ["xl/workbook.xml", renderWorkbook(listed)],
    ["xl/_rels/workbook.xml.rels", renderWorkbookRelations(tables.length)],
    ["xl/styles.xml", renderStyles()],
    ...sheets,
    ["xl/sharedStrings.xml", renderSharedTexts(texts.list())],
  ];
}

/**
 * A workbook with a sheet for each table: header bold, frozen and with filters, numbers as
 * numbers, every text as text (one that begins with "=" is no formula). The same tables and
 * stamp give the same bytes on any machine and day; parts are stored, for compressors differ.
 *
 * @param stamp ISO instant written as the time of every part
 * @throws RangeError without a table, or when `stamp` is no instant
 */
export async function renderXlsx(tables: readonly Table[], stamp: string): Promise<Uint8Array<ArrayBuffer>> {
  if (tables.length === 0) throw new RangeError("a workbook has at least one sheet");
  const encoder = new TextEncoder();
  const plan = planZip(
    renderParts(tables).map(([path, xml]) => buildBytesEntry(path, encoder.encode(xml), stamp)),
  );
  const workbook = new Uint8Array(plan.length);
  let at = 0;
  for (const slice of planZipRange(plan, 0, plan.length)) {
    if (slice.kind !== "bytes") throw new RangeError("a part of the workbook is not at hand");
    workbook.set(slice.data, at);
    at += slice.data.length;
  }
  return workbook;
}
