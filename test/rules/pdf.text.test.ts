import { readFileSync } from "node:fs";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { countC1 } from "../../schemas/count";
import { BoundedReader } from "../../worker/files/inspect/bounded.reader";
import { readPdfText } from "../../worker/files/inspect/pdf.text";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { readerOf } from "../support/hostile.files";
import { layPdf } from "../support/hostile.pdf";
import {
  GlyphCodes,
  HELVETICA,
  layStream,
  layStreams,
  layTable,
  listParts,
  NUMBERED,
  type TextPdf,
} from "../support/text.pdf";

const read = (bytes: Uint8Array) => readPdfText(new BoundedReader(readerOf(bytes)));
const lay = (options: TextPdf) => layTable(listParts(options));
const draw = (options: TextPdf) => read(lay(options));

/** The text by pdf.js, a reader that knows nothing of this one; lines end where it says. */
async function readElsewhere(bytes: Uint8Array): Promise<string> {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS });
  const pdf = await loading.promise;
  let text = "";
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    text += items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
    text += "\n";
  }
  await loading.destroy();
  return text;
}

const SUMMARY = readFileSync(new URL("../fixtures/summary-1000.txt", import.meta.url), "utf8");

/** The summary as an office prints it: lines that are paragraphs here, 40 to a page. */
function laySummary(text = SUMMARY, left = ""): TextPdf {
  const codes = new GlyphCodes();
  const lines = text.split("\n").filter((line) => line !== "");
  const pages = Array.from({ length: Math.ceil(lines.length / 40) }, (_, i) =>
    lines.slice(i * 40, i * 40 + 40),
  );
  const content = pages.map(
    (page) => `BT /F1 1 Tf 3 TL 50 800 Td ${page.map((line) => `${codes.write(line)} Tj T*`).join(" ")} ET`,
  );
  return { content, font: NUMBERED, objects: [codes.layToUnicode(left)] };
}

describe("the text of a PDF", () => {
  test.each([
    ["a plain table", layTable],
    ["streams of objects", layStreams],
  ])("is counted to the character under %s, as another reader counts it", async (_what, layOut) => {
    const bytes = layOut(listParts(laySummary()));
    const { chars, han, notes } = await inspectStored(readerOf(bytes), "小结.pdf");
    expect({ chars, han, notes }).toEqual({ chars: 1000, han: 879, notes: [] });
    expect(countC1(await readElsewhere(bytes))).toBe(1000);
  });

  test.each<[string, TextPdf, string]>([
    [
      "WinAnsi letters and escapes",
      { content: "BT /F1 12 Tf 50 700 Td (a\\(b\\) caf\\351 \\\\) Tj ET" },
      "a(b) café \\",
    ],
    ["kerned letters as one word", { content: "BT /F1 12 Tf 50 700 Td [(Hui) 40 (zhi)] TJ ET" }, "Huizhi"],
    ["a wide step as a blank", { content: "BT /F1 12 Tf 50 700 Td [(Hui) -600 (zhi)] TJ ET" }, "Hui zhi"],
    ["lines as divided", { content: `BT /F1 12 Tf 14 TL 50 700 Td (a) Tj (b) ' 0 0 (c) " ET` }, "a\nb\nc"],
    [
      "what a form draws",
      {
        content: "/X1 Do",
        resources: "/XObject << /X1 60 0 R >>",
        objects: [
          layStream(
            "BT /F1 12 Tf 50 700 Td (within) Tj ET",
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842]",
          ),
        ],
      },
      "within",
    ],
    [
      "names of glyphs",
      {
        content: "BT /F1 12 Tf 50 700 Td (\\001\\002\\003) Tj ET",
        font: "<< /Type /Font /Subtype /TrueType /BaseFont /X /Encoding << /Differences [1 /uni515A /A /emdash] >> >>",
      },
      "党A—",
    ],
    [
      "glyphs drawn by procedures, in a measure of their own",
      {
        content: "BT /F1 12 Tf 50 700 Td (12) Tj 12 0 Td (3) Tj 30 0 Td (4) Tj ET",
        font: "<< /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 49 /Widths [50 50 50 50] /Encoding << /Differences [49 /one /two /three /four] >> >>",
      },
      "123 4",
    ],
    [
      "codes that are Unicode already",
      {
        content: "BT /F1 12 Tf 50 700 Td <515a652f0041> Tj ET",
        font: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [] >>",
      },
      "党支A",
    ],
    [
      "codes of GBK",
      {
        content: "BT /F1 12 Tf 50 700 Td <b5b3d6a74131> Tj ET",
        font: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [] >>",
      },
      "党支A1",
    ],
    [
      "ranges of codes",
      {
        content: "BT /F1 12 Tf 50 700 Td <000100020005> Tj ET",
        font: NUMBERED,
        objects: [
          layStream(
            "1 beginbfrange <0001> <0003> <515a> endbfrange 1 beginbfrange <0005> <0006> [<652f> <90e8>] endbfrange",
          ),
        ],
      },
      "党兛支",
    ],
    [
      "text beside a small picture",
      {
        content:
          "BT /F1 12 Tf 50 700 Td (seal) Tj ET q 80 0 0 80 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q",
      },
      "seal",
    ],
  ])("reads %s", async (_what, options, text) => {
    expect((await draw(options))?.trim()).toBe(text);
  });

  test("agrees with another reader on Latin words set in pieces", async () => {
    const content =
      "BT /F1 12 Tf 50 700 Td [(Plan)-20( 2026)] TJ 0 -14 Td (12) Tj ( items) Tj 200 0 Td (left) Tj ET BT /F1 9 Tf 1 0 0 1 50 600 Tm (end) Tj ET";
    const widths = `/FirstChar 32 /LastChar 126 /Widths [${"500 ".repeat(95)}]`;
    const bytes = lay({ content, font: HELVETICA.replace(">>", `${widths} >>`) });
    expect(countC1((await read(bytes)) ?? "")).toBe(countC1(await readElsewhere(bytes)));
  });

  test("follows the last of several revisions", async () => {
    const first = Buffer.from(lay({ content: "BT /F1 12 Tf 50 700 Td (first) Tj ET" }));
    const at = first.length;
    const object = `30 0 obj\n${layStream("BT /F1 12 Tf 50 700 Td (second) Tj ET")}\nendobj\n`;
    const before = /startxref\n(\d+)/.exec(first.toString("latin1"))?.[1];
    const table = `xref\n30 1\n${String(at).padStart(10, "0")} 00000 n \ntrailer\n<< /Root 1 0 R /Prev ${before} >>\nstartxref\n${at + object.length}\n%%EOF\n`;
    expect((await read(Buffer.concat([first, Buffer.from(object + table, "latin1")])))?.trim()).toBe(
      "second",
    );
  });
});

describe("the text of a PDF is nobody's to say", () => {
  const shown = "BT /F1 12 Tf 50 700 Td (shown) Tj ET";
  const image =
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\nx\nendstream";
  const pictured = { resources: "/XObject << /Im0 60 0 R >>", objects: [image] };

  test.each<[string, TextPdf]>([
    ["one glyph has no text", laySummary(SUMMARY, "会")],
    [
      "a font of numbered glyphs has no map",
      { ...laySummary(), font: NUMBERED.replace("/ToUnicode 60 0 R", "") },
    ],
    ["its map says what is no text", laySummary("支部\ue123")],
    [
      "its codes are those of a program",
      {
        content: shown,
        font: "<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor << /Flags 4 /FontFile2 70 0 R >> >>",
      },
    ],
    [
      "it lies unseen under a scan",
      { content: "BT /F1 12 Tf 3 Tr 50 700 Td (guessed) Tj ET q 595 0 0 842 0 0 cm /Im0 Do Q", ...pictured },
    ],
    ["a scan carries a line of it", { content: `q 595 0 0 842 0 0 cm /Im0 Do Q ${shown}`, ...pictured }],
    ["one page of several is a picture", { content: [shown, "q 300 0 0 300 0 0 cm /Im0 Do Q"], ...pictured }],
    ["one page of several is drawn in outlines", { content: [shown, "0 0 m 10 0 10 10 0 10 c f"] }],
    ["a field was filled in", { content: shown, page: "/Annots [<< /Subtype /Widget /FT /Tx /V (x) >>]" }],
    [
      "its content is packed otherwise",
      {
        content: shown,
        page: "/Contents 60 0 R",
        objects: ["<< /Filter /LZWDecode /Length 1 >>\nstream\nx\nendstream"],
      },
    ],
    [
      "forms draw each other without an end",
      {
        content: "/X1 Do",
        resources: "/XObject << /X1 60 0 R >>",
        objects: [layStream("/X1 Do", "/Subtype /Form")],
      },
    ],
    ["its pages are in circles", { content: shown, page: "/Kids [2 0 R]" }],
  ])("where %s", async (_what, options) => {
    const bytes = lay(options);
    expect(await read(bytes)).toBeNull();
    expect((await inspectStored(readerOf(bytes), "小结.pdf")).chars).toBeNull();
  });

  test("where it is locked against change", async () => {
    const parts = listParts({ content: shown });
    expect(await read(layTable(parts, "/Encrypt << /Filter /Standard /R 3 >>"))).toBeNull();
  });

  test("where the file's table points elsewhere", async () => {
    const bytes = Buffer.from(lay({ content: shown }));
    const moved = bytes.toString("latin1").replace("4 0 obj", "5 0 obj");
    expect(await read(Buffer.from(moved, "latin1"))).toBeNull();
  });

  test("and a scan alone has none", async () => {
    expect((await read(layPdf({ scan: true })))?.trim()).toBe("");
  });

  test.each([
    ["a bomb", { content: "BT /F1 12 Tf ET ".repeat(3_000_000) }],
    [
      "drawing without an end",
      {
        content: "/X1 Do ".repeat(3000),
        resources: "/XObject << /X1 60 0 R >>",
        objects: [layStream("q Q ".repeat(3000), "/Subtype /Form")],
      },
    ],
    [
      "text without an end",
      { content: "BT /F1 12 Tf 50 700 Td (aaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET ".repeat(200_000) },
    ],
    ["brackets without an end", { content: "[".repeat(1_000_000) }],
  ])("for %s, within a second or two", async (_what, options) => {
    const begun = Date.now();
    expect(await draw(options)).toBeNull();
    expect(Date.now() - begun).toBeLessThan(6000);
  });
});
