/** Real and hostile files for tests; the plain ones are those of the demo. */
import { type Bytes, concat, makeZip, OFFICE, XML } from "../../worker/demo/demo.files";

export { makeDocx, makeJpg, makePdf, makeZip } from "../../worker/demo/demo.files";

const utf8 = new TextEncoder();

/** A spreadsheet of one sheet. */
export function makeXlsx(): Bytes {
  return makeZip({
    "[Content_Types].xml": `${XML}<Types xmlns="${OFFICE}/package/2006/content-types"/>`,
    "xl/workbook.xml": `${XML}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main"/>`,
  });
}

/** The first bytes of an iPhone photo; enough to be told by, not to be seen. */
export function makeHeic(note: string): Bytes {
  const text = utf8.encode(`ftypheic\0\0\0\0mif1heic${note}`);
  return concat([Uint8Array.of(0, 0, 0, 24), text]);
}

/** An old Office compound file with the stream names given. */
export function makeCompound(...streams: string[]): Bytes {
  const magic = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
  const names = streams.map((name) =>
    Uint8Array.from([...name].flatMap((letter) => [letter.charCodeAt(0), 0])),
  );
  return concat([magic, new Uint8Array(504), ...names, new Uint8Array(512)]);
}
