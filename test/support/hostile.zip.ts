/** Archives made part by part, so that any field can lie. */
import { crc32, deflateRawSync } from "node:zlib";
import { OFFICE, XML } from "../../worker/demo/demo.files";

export type Bytes = Uint8Array;

export interface ZipPart {
  name: string;
  data: string | Uint8Array;
  /** Stored as it is; deflated otherwise. */
  stored?: boolean;
  /** Unix mode, with the file's kind. */
  mode?: number;
  /** General purpose flags; bit 0 says locked. */
  flags?: number;
  method?: number;
  /** What the directory claims it unpacks to, when that is a lie. */
  claims?: number;
  /** Where the directory says the local header stands, when that is a lie. */
  offset?: number;
  /** The name in the local header, when it is another. */
  localName?: string;
}

export interface ZipOptions {
  comment?: string;
  /** Bytes in front of the archive; its offsets know nothing of them. */
  before?: Uint8Array;
  zip64?: boolean;
  /** The number of entries the end record claims. */
  count?: number;
}

const u16 = (value: number) => [value & 0xff, (value >> 8) & 0xff];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(Math.floor(value / 0x10000) & 0xffff)];
const u64 = (value: number) => [...u32(value % 0x1_0000_0000), ...u32(Math.floor(value / 0x1_0000_0000))];

const asBytes = (data: string | Uint8Array) =>
  typeof data === "string" ? Buffer.from(data) : Buffer.from(data);

interface Laid {
  local: Buffer;
  central: Buffer;
}

function layPart(part: ZipPart, at: number, zip64: boolean): Laid {
  const data = asBytes(part.data);
  const packed = part.stored ? data : deflateRawSync(data);
  const method = part.method ?? (part.stored ? 0 : 8);
  const name = Buffer.from(part.name);
  const localName = Buffer.from(part.localName ?? part.name);
  const claims = part.claims ?? data.length;
  const shared = [
    ...u16(part.flags ?? 0x800),
    ...u16(method),
    ...u16(0),
    ...u16(0x5c21),
    ...u32(crc32(data)),
  ];
  const sizes = [...u32(packed.length), ...u32(claims)];
  const offset = part.offset ?? at;
  const wide = zip64 ? [...u16(1), ...u16(24), ...u64(claims), ...u64(packed.length), ...u64(offset)] : [];
  const full = [0xff, 0xff, 0xff, 0xff];
  return {
    local: Buffer.concat([
      Buffer.from([0x50, 0x4b, 3, 4, ...u16(20), ...shared, ...sizes, ...u16(localName.length), ...u16(0)]),
      localName,
      packed,
    ]),
    central: Buffer.concat([
      Buffer.from([0x50, 0x4b, 1, 2, 20, 3, ...u16(20), ...shared]),
      Buffer.from(zip64 ? [...full, ...full] : sizes),
      Buffer.from([...u16(name.length), ...u16(wide.length), ...u16(0), ...u16(0), ...u16(0), ...u16(0)]),
      Buffer.from([...u16(part.mode ?? 0o100644), ...(zip64 ? full : u32(offset))]),
      name,
      Buffer.from(wide),
    ]),
  };
}

function layEnd(count: number, bytes: number, at: number, options: ZipOptions): Buffer {
  const comment = Buffer.from(options.comment ?? "");
  const wide = options.zip64 === true;
  const record = [
    ...[0x50, 0x4b, 6, 6, ...u64(44), ...u16(45), ...u16(45), ...u32(0), ...u32(0)],
    ...[...u64(count), ...u64(count), ...u64(bytes), ...u64(at)],
    ...[0x50, 0x4b, 6, 7, ...u32(0), ...u64(at + bytes), ...u32(1)],
  ];
  const short = wide ? [...u16(0xffff), ...u16(0xffff), ...u32(0xffffffff), ...u32(0xffffffff)] : [];
  const plain = [...u16(count), ...u16(count), ...u32(bytes), ...u32(at)];
  return Buffer.concat([
    Buffer.from(wide ? record : []),
    Buffer.from([0x50, 0x4b, 5, 6, 0, 0, 0, 0, ...(wide ? short : plain), ...u16(comment.length)]),
    comment,
  ]);
}

/** An archive of exactly these parts. */
export function layZip(parts: readonly ZipPart[], options: ZipOptions = {}): Bytes {
  let at = 0;
  const laid = parts.map((part) => {
    const one = layPart(part, at, options.zip64 === true);
    at += one.local.length;
    return one;
  });
  const directory = Buffer.concat(laid.map((one) => one.central));
  const end = layEnd(options.count ?? parts.length, directory.length, at, options);
  const before = options.before ?? Buffer.alloc(0);
  return new Uint8Array(Buffer.concat([before, ...laid.map((one) => one.local), directory, end]));
}

const WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
export const SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/** The table of an office archive: its main part, its type, and whatever else is declared. */
export function contentTypes(part: string, type: string, more = ""): ZipPart {
  const data = `${XML}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="${type}"/>${more}</Types>`;
  return { name: "[Content_Types].xml", data };
}

export const wordTypes = (more = "") => contentTypes("/word/document.xml", WORD_MAIN, more);
export const sheetTypes = (more = "") => contentTypes("/xl/workbook.xml", SHEET_MAIN, more);

/** The main part of a Word document around a body of markup. */
export const wordDocument = (body: string): ZipPart => ({
  name: "word/document.xml",
  data: `${XML}<w:document xmlns:w="${OFFICE}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
});

export const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

const EMU_PER_CM = 360_000;

/** A picture in a line of text, so large as it is shown. */
export function picture(widthCm: number, heightCm: number): string {
  const extent = `<wp:extent cx="${widthCm * EMU_PER_CM}" cy="${heightCm * EMU_PER_CM}"/>`;
  const graphic = `<a:graphic><a:graphicData uri="${OFFICE}/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="rId4"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>`;
  return `<w:p><w:r><w:drawing><wp:inline>${extent}${graphic}</wp:inline></w:drawing></w:r></w:p>`;
}

/** A picture as old programs write it. */
export const vmlPicture = (width: string, height: string) =>
  `<w:p><w:r><w:pict><v:shape id="_x1" style="position:absolute;width:${width};height:${height};z-index:1"><v:imagedata r:id="rId4"/></v:shape></w:pict></w:r></w:p>`;

/** A Word document as office programs lay it: types first, everything deflated, pages in app.xml. */
export function layDocx(body: string, more: readonly ZipPart[] = [], options: ZipOptions = {}): Bytes {
  const app = { name: "docProps/app.xml", data: `${XML}<Properties><Pages>3</Pages></Properties>` };
  const rels = { name: "_rels/.rels", data: `${XML}<Relationships/>` };
  return layZip([wordTypes(), rels, wordDocument(body), app, ...more], options);
}

/** A workbook of one empty sheet. */
export function layXlsx(more: readonly ZipPart[] = [], types = sheetTypes()): Bytes {
  const workbook = { name: "xl/workbook.xml", data: `${XML}<workbook><sheets/></workbook>` };
  const sheet = { name: "xl/worksheets/sheet1.xml", data: `${XML}<worksheet/>` };
  return layZip([types, workbook, sheet, ...more]);
}

/** A fixed-layout document of Chinese offices (GB/T 33190) of two pages. */
export function layOfd(more: readonly ZipPart[] = []): Bytes {
  const pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="a.xml"/><ofd:Page ID="2" BaseLoc="b.xml"/></ofd:Pages>';
  return layZip([
    { name: "OFD.xml", data: `${XML}<ofd:OFD><ofd:DocBody/></ofd:OFD>` },
    { name: "Doc_0/Document.xml", data: `${XML}<ofd:Document>${pages}</ofd:Document>` },
    ...more,
  ]);
}
