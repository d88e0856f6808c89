/** PDFs made object by object, with a table of places or with streams of objects. */
import { deflateSync } from "node:zlib";
import type { Bytes } from "./hostile.zip";

export interface PdfOptions {
  /** Replaces the catalog's entries beyond its type and pages. */
  catalog?: string;
  /** What the page tree claims. */
  count?: string;
  /** Further objects, from number 10 on. */
  objects?: readonly string[];
  /** Entries of the trailer beyond size and root. */
  trailer?: string;
  /** A scan has no fonts. */
  scan?: boolean;
  header?: string;
}

const latin1 = (text: string) => Buffer.from(text, "latin1");
const bytesOf = (text: string): Bytes => new Uint8Array(latin1(text));

function listObjects(options: PdfOptions): [number, string][] {
  const { catalog = "", count = "1", objects = [], scan = false } = options;
  const resources = scan ? "<< /XObject << /Im0 4 0 R >> >>" : "<< /Font << /F1 4 0 R >> >>";
  const line = scan ? "q 595 0 0 842 0 0 cm /Im0 Do Q" : "BT /F1 18 Tf 72 760 Td (summary) Tj ET";
  return [
    [1, `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`],
    [2, `<< /Type /Pages /Kids [3 0 R] /Count ${count} >>`],
    [3, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${resources} /Contents 5 0 R >>`],
    [
      4,
      scan
        ? "<< /Subtype /Image /Width 1 /Height 1 >>"
        : "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ],
    [5, `<< /Length ${line.length} >>\nstream\n${line}\nendstream`],
    ...objects.map((body, i): [number, string] => [10 + i, body]),
  ];
}

/** A PDF with a table of places (ISO 32000-1, 7.5.4). */
export function layPdf(options: PdfOptions = {}): Bytes {
  let file = options.header ?? "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n";
  const rows: string[] = [];
  for (const [number, body] of listObjects(options)) {
    rows.push(`${number} 1\n${String(file.length).padStart(10, "0")} 00000 n \n`);
    file += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const at = file.length;
  file += `xref\n0 1\n0000000000 65535 f \n${rows.join("")}`;
  return bytesOf(
    `${file}trailer\n<< /Size 40 /Root 1 0 R ${options.trailer ?? ""} >>\nstartxref\n${at}\n%%EOF\n`,
  );
}

/** An object stream: the objects given, packed together (7.5.7). */
export function packObjects(objects: readonly [number, string][], filter = "/FlateDecode"): string {
  let at = 0;
  const table = objects.map(([number, body]) => {
    const pair = `${number} ${at}`;
    at += body.length + 1;
    return pair;
  });
  const head = `${table.join(" ")}\n`;
  const plain = latin1(head + objects.map(([, body]) => body).join("\n"));
  const data = filter === "/FlateDecode" ? deflateSync(plain) : plain;
  const entries = `/Type /ObjStm /N ${objects.length} /First ${head.length} /Filter ${filter} /Length ${data.length}`;
  return `<< ${entries} >>\nstream\n${data.toString("latin1")}\nendstream`;
}

/** The same document as newer programs write it: everything in an object stream, the table a stream too. */
export function layPackedPdf(options: PdfOptions = {}, filter = "/FlateDecode"): Bytes {
  const objects = listObjects(options);
  const packed = objects.filter(([, body]) => !body.includes("stream"));
  let file = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n";
  for (const [number, body] of objects.filter(([, body]) => body.includes("stream"))) {
    file += `${number} 0 obj\n${body}\nendobj\n`;
  }
  file += `30 0 obj\n${packObjects(packed, filter)}\nendobj\n`;
  const at = file.length;
  const table = deflateSync(Buffer.alloc(60)).toString("latin1");
  const entries = `/Type /XRef /Size 40 /W [1 2 1] /Root 1 0 R ${options.trailer ?? ""} /Filter /FlateDecode /Length ${table.length}`;
  file += `31 0 obj\n<< ${entries} >>\nstream\n${table}\nendstream\nendobj\n`;
  return bytesOf(`${file}startxref\n${at}\n%%EOF\n`);
}

/** A later revision appended to a PDF: objects that replace or add (7.5.6). */
export function revisePdf(pdf: Bytes, objects: readonly string[]): Bytes {
  return new Uint8Array(
    Buffer.concat([pdf, latin1(`${objects.join("\n")}\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n`)]),
  );
}
