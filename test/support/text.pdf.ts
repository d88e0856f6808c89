/** PDFs whose text is known: objects given one by one, with a plain table or with streams of objects. */
import { deflateSync } from "node:zlib";
import type { Bytes } from "./hostile.zip";

export type PdfParts = ReadonlyMap<number, string>;

const latin1 = (text: string) => Buffer.from(text, "latin1");

/** A stream object; packed where `entries` say so. */
export function layStream(data: string, entries = "", packed = true): string {
  const bytes = packed ? deflateSync(latin1(data)).toString("latin1") : data;
  const filter = packed ? "/Filter /FlateDecode" : "";
  return `<< ${entries} ${filter} /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
}

/** The objects under a plain table (ISO 32000-1, 7.5.4). */
export function layTable(parts: PdfParts, trailer = ""): Bytes {
  let file = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n";
  const rows = ["xref\n0 1\n0000000000 65535 f \n"];
  for (const [number, body] of parts) {
    rows.push(`${number} 1\n${String(file.length).padStart(10, "0")} 00000 n \n`);
    file += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const end = `trailer\n<< /Size 100 /Root 1 0 R ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return new Uint8Array(latin1(file + rows.join("") + end));
}

/** The same objects inside a stream, and a table that is a stream with a predictor (7.5.7 and 7.5.8). */
export function layStreams(parts: PdfParts): Bytes {
  const plain = [...parts].filter(([, body]) => !body.includes("stream\n"));
  let file = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n";
  const rows: number[][] = Array.from({ length: 92 }, () => [0, 0, 0, 0]);
  const place = (number: number, body: string) => {
    rows[number] = [1, file.length >> 8, file.length & 255, 0];
    file += `${number} 0 obj\n${body}\nendobj\n`;
  };
  for (const [number, body] of parts) if (body.includes("stream\n")) place(number, body);
  let at = 0;
  const pairs = plain.map(([number, body], index) => {
    rows[number] = [2, 0, 90, index];
    const pair = `${number} ${at}`;
    at += body.length + 1;
    return pair;
  });
  const head = `${pairs.join(" ")}\n`;
  const data = head + plain.map(([, body]) => body).join("\n");
  place(90, layStream(data, `/Type /ObjStm /N ${plain.length} /First ${head.length}`));
  const start = file.length;
  rows[91] = [1, start >> 8, start & 255, 0];
  const filtered = rows.flatMap((row, i) => [
    2,
    ...row.map((byte, column) => (byte - (rows[i - 1]?.[column] ?? 0)) & 255),
  ]);
  const entries = "/Type /XRef /Size 92 /W [1 2 1] /Root 1 0 R /DecodeParms << /Predictor 12 /Columns 4 >>";
  file += `91 0 obj\n${layStream(String.fromCharCode(...filtered), entries)}\nendobj\n`;
  return new Uint8Array(latin1(`${file}startxref\n${start}\n%%EOF\n`));
}

export interface TextPdf {
  /** What is drawn; a list is a page each. */
  content: string | readonly string[];
  /** The font dictionary F1 in place of plain Helvetica. */
  font?: string;
  /** Further objects, from number 60 on. */
  objects?: readonly string[];
  /** Further resources of each page. */
  resources?: string;
  /** Further entries of each page. */
  page?: string;
}

export const HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

export function listParts(options: TextPdf): Map<number, string> {
  const pages = typeof options.content === "string" ? [options.content] : options.content;
  const parts = new Map([
    [1, "<< /Type /Catalog /Pages 2 0 R >>"],
    [
      2,
      `<< /Type /Pages /Kids [${pages.map((_, i) => `${10 + i} 0 R`).join(" ")}] /Count ${pages.length} /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> ${options.resources ?? ""} >> >>`,
    ],
    [4, options.font ?? HELVETICA],
  ]);
  for (const [i, content] of pages.entries()) {
    parts.set(10 + i, `<< /Type /Page /Parent 2 0 R /Contents ${30 + i} 0 R ${options.page ?? ""} >>`);
    parts.set(30 + i, layStream(content));
  }
  for (const [i, body] of (options.objects ?? []).entries()) parts.set(60 + i, body);
  return parts;
}

const hex4 = (code: number) => code.toString(16).padStart(4, "0");

/** `text` as codes of a font that numbers its glyphs from 1 on in order of their first use. */
export class GlyphCodes {
  readonly #codes = new Map<string, number>();

  write(text: string): string {
    for (const letter of text) this.#codes.set(letter, this.#codes.get(letter) ?? this.#codes.size + 1);
    return `<${[...text].map((letter) => hex4(this.#codes.get(letter) ?? 0)).join("")}>`;
  }

  /** The map back, without what is `left` out of it. */
  layToUnicode(left = ""): string {
    const rows = [...this.#codes]
      .filter(([letter]) => !left.includes(letter))
      .map(
        ([letter, code]) => `<${hex4(code)}> <${Buffer.from(letter, "utf16le").swap16().toString("hex")}>`,
      );
    const blocks = Array.from({ length: Math.ceil(rows.length / 100) }, (_, i) =>
      rows.slice(i * 100, i * 100 + 100),
    );
    const body = blocks
      .map((block) => `${block.length} beginbfchar\n${block.join("\n")}\nendbfchar\n`)
      .join("");
    return layStream(
      `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${body}endcmap\nend end`,
    );
  }
}

/** A font of numbered glyphs, as offices embed Chinese ones; its map to text is object 60. */
export const NUMBERED =
  "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+FangSong /Encoding /Identity-H /ToUnicode 60 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+FangSong /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>] >>";
