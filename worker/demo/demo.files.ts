/** Small real files, made here: every reader opens them, and no two are the same bytes unless asked to be. */
import { buildBytesEntry, planZip, planZipRange } from "../bundles/bundle.rules";

const utf8 = new TextEncoder();
export type Bytes = Uint8Array<ArrayBuffer>;

export function concat(parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A ZIP of named texts or bytes: the container of docx, xlsx and ofd. */
export function makeZip(entries: Readonly<Record<string, string | Uint8Array>>): Bytes {
  const made = Object.entries(entries).map(([path, data]) => {
    const bytes = typeof data === "string" ? utf8.encode(data) : new Uint8Array(data);
    return buildBytesEntry(path, bytes, "2026-01-01T00:00:00.000Z");
  });
  const plan = planZip(made);
  const slices = [...planZipRange(plan, 0, plan.length)];
  return concat(slices.map((slice) => (slice.kind === "bytes" ? slice.data : new Uint8Array(0))));
}

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
export const OFFICE = "http://schemas.openxmlformats.org";

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

/** A Word document with one paragraph per line of `text`. */
export function makeDocx(text: string, more: Readonly<Record<string, string | Uint8Array>> = {}): Bytes {
  const paragraphs = text
    .split("\n")
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${escapeXml(line)}</w:t></w:r></w:p>`);
  return makeZip({
    "[Content_Types].xml": `${XML}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `${XML}<w:document xmlns:w="${OFFICE}/wordprocessingml/2006/main"><w:body>${paragraphs.join("")}</w:body></w:document>`,
    ...more,
  });
}

/** A PDF of `pages` pages, each with one line of Latin text. */
export function makePdf(text: string, pages = 1): Bytes {
  const kids = Array.from({ length: pages }, (_, i) => `${4 + i * 2} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  for (let page = 1; page <= pages; page++) {
    const line = `BT /F1 18 Tf 72 760 Td (${text.replace(/[()\\]/g, "")} ${page}) Tj ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${3 + page * 2} 0 R >>`,
      `<< /Length ${line.length} >>\nstream\n${line}\nendstream`,
    );
  }
  let file = "%PDF-1.4\n";
  const offsets = objects.map((body, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Uint8Array.from(file, (letter) => letter.charCodeAt(0) & 0xff);
}

const TINY_JPEG =
  "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z";

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** A JPEG that decodes, made at least `bytes` long and unlike any other by comment segments holding `comment`. */
export function makeJpg(comment: string, bytes = 0): Bytes {
  const image = fromBase64(TINY_JPEG);
  const segment = (data: Uint8Array) =>
    concat([Uint8Array.of(0xff, 0xfe, (data.length + 2) >> 8, (data.length + 2) & 0xff), data]);
  const parts: Uint8Array[] = [image.slice(0, 2), segment(utf8.encode(comment))];
  for (let left = bytes - image.length; left > 0; left -= 65_000) {
    parts.push(segment(new Uint8Array(Math.min(65_000, left)).fill(0x20)));
  }
  return concat([...parts, image.slice(2)]);
}
