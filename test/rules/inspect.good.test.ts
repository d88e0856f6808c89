import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { countC1, countC2 } from "../../schemas/count";
import { inspectHead } from "../../worker/files/file.inspect";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { layCompound, layDoc, layWordStream, layWorkbook, layXls } from "../support/hostile.compound";
import { readerOf } from "../support/hostile.files";
import { exifSegment, goodJpg, layFilm, layHeic, layJpg, layPng } from "../support/hostile.media";
import { layPackedPdf, layPdf, revisePdf } from "../support/hostile.pdf";
import {
  type Bytes,
  layDocx,
  layOfd,
  layXlsx,
  layZip,
  paragraph,
  sheetTypes,
  wordDocument,
  wordTypes,
} from "../support/hostile.zip";
import { layStreams, layTable, listParts } from "../support/text.pdf";

const inspect = (bytes: Uint8Array, name = "小结") => inspectStored(readerOf(bytes), name);

const GOOD: [string, string, Bytes][] = [
  ["pdf", "小结.pdf", layPdf()],
  ["pdf", "小结.pdf", layPackedPdf()],
  ["docx", "小结.docx", layDocx(paragraph("小结"))],
  ["docx", "小结.docx", layDocx(paragraph("小结"), [], { zip64: true })],
  ["xlsx", "台账.xlsx", layXlsx()],
  ["ofd", "小结.ofd", layOfd()],
  ["doc", "小结.doc", layDoc()],
  ["wps", "小结.wps", layDoc()],
  ["xls", "台账.xls", layXls()],
  ["et", "台账.et", layXls([0, 0, 2])],
  ["xls", "台账.xls", layCompound([{ name: "Workbook", data: layWorkbook([0, 0, 2]), small: true }])],
  ["jpg", "会议.jpg", goodJpg()],
  ["png", "会议.png", layPng(1200, 900)],
  ["heic", "会议.heic", layHeic(4032, 3024)],
  ["heic", "会议.heic", layHeic(4032, 3024, 0, "mif1")],
  ["mp4", "会议.mp4", layFilm()],
  ["mov", "会议.mov", layFilm("qt  ")],
];

describe("a good file", () => {
  test.each(GOOD)("of the type %s is known as %s", async (type, name, bytes) => {
    const { verdict, notes } = await inspect(bytes, name);
    expect(verdict).toEqual({ kind: "known", type });
    expect(notes.filter((note) => note !== "text_unread")).toEqual([]);
    expect(inspectHead(bytes, name)).toEqual(verdict);
  });

  test("is told by its bytes where its ending says something else", async () => {
    expect((await inspect(layPdf(), "小结.docx")).verdict).toEqual({ kind: "known", type: "pdf" });
    expect((await inspect(layXlsx(), "台账.docx")).verdict).toEqual({ kind: "known", type: "xlsx" });
    expect((await inspect(layDoc(), "台账.xls")).verdict).toEqual({ kind: "known", type: "doc" });
  });

  test("may embed a workbook, carry backslashes, or call its main part otherwise", async () => {
    const embedded = layDocx(paragraph("x"), [
      { name: "word/embeddings/Sheet1.xlsx", data: layXlsx(), stored: true },
    ]);
    const types = {
      name: "[Content_Types].xml",
      data: `${wordTypes().data}`.replace("document.xml", "document2.xml"),
    };
    const renamed = layZip([types, { ...wordDocument(paragraph("小结")), name: "word\\document2.xml" }]);
    for (const bytes of [embedded, renamed]) {
      expect(await inspect(bytes)).toMatchObject({ verdict: { kind: "known", type: "docx" }, notes: [] });
    }
    expect((await inspect(renamed)).chars).toBe(2);
  });

  test("is the document that holds another one, and what its first bytes leave open is not refused", async () => {
    const inner = { name: "xl/embeddings/a.docx", data: layDocx(paragraph("x")), stored: true };
    const early = (flags: number) =>
      layZip([{ ...inner, flags }, sheetTypes(), { name: "xl/workbook.xml", data: "<workbook/>" }]);
    expect((await inspect(early(0x800), "台账.xlsx")).verdict).toEqual({ kind: "known", type: "xlsx" });
    expect(inspectHead(early(0x800), "台账.xlsx")).toEqual({ kind: "known", type: "xlsx" });
    // The length of a part may be said behind it only.
    const { kind } = inspectHead(early(0x808), "台账.xlsx");
    expect(kind).toBe("unknown");
  });

  test("is what lies in the root of an old container, whatever it embeds", async () => {
    const embed = (name: string, data: Uint8Array) => [
      { name: "ObjectPool" },
      { name: "_1234", inside: true },
      { name, data, inside: true },
    ];
    const doc = layDoc(embed("Workbook", layWorkbook([0])));
    const xls = layXls([0], embed("WordDocument", layWordStream()));
    for (const [bytes, name, type] of [
      [doc, "小结.doc", "doc"],
      [doc, "小结.wps", "wps"],
      [doc, "小结", "doc"],
      [xls, "台账.xls", "xls"],
      [xls, "台账.doc", "xls"],
    ] as const) {
      expect((await inspect(bytes, name)).verdict).toEqual({ kind: "known", type });
    }
    expect(inspectHead(doc, "小结.doc")).toEqual({ kind: "known", type: "doc" });
    expect(inspectHead(xls, "台账.xls")).toEqual({ kind: "known", type: "xls" });
    expect(inspectHead(doc, "小结").kind).toBe("unknown");
  });

  test("is a PDF also behind a byte order mark or blank lines", async () => {
    for (const before of ["\ufeff", "\r\n\r\n"]) {
      const bytes = Buffer.concat([Buffer.from(before), layPdf()]);
      expect((await inspect(bytes)).verdict).toEqual({ kind: "known", type: "pdf" });
    }
  });

  test("is a photo with a film behind it, as phones make them", async () => {
    const note = Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GCamera:MotionPhoto='1'/>");
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, note.length + 2]), note]);
    const bytes = Buffer.concat([layJpg(4000, 3000, [segment]), layFilm(), Buffer.alloc(100_000)]);
    expect(await inspect(bytes)).toMatchObject({ verdict: { type: "jpg" }, notes: [] });
  });

  test("is a photo of 200 megapixels when it has the bytes of one", async () => {
    const large = Buffer.concat([
      layJpg(16_320, 12_240).subarray(0, -2),
      Buffer.alloc(20_000_000),
      Buffer.from([0xff, 0xd9]),
    ]);
    expect((await inspect(large)).verdict).toEqual({ kind: "known", type: "jpg" });
  });
});

describe("pages", () => {
  test("of a PDF are those of its last page tree", async () => {
    expect((await inspect(layPdf({ count: "12" }))).pages).toBe(12);
    expect((await inspect(layPackedPdf({ count: "7" }))).pages).toBe(7);
    const revised = revisePdf(layPdf(), ["2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 4 >>\nendobj"]);
    expect((await inspect(revised)).pages).toBe(4);
  });

  test("of a PDF may be told by a number apart, and the file is whole", async () => {
    const tree = "<< /Type /Pages /Kids [3 0 R] /Count 8 0 R >>";
    const parts = listParts({ content: "BT /F1 12 Tf (a) Tj ET" }).set(2, tree).set(8, "23");
    for (const bytes of [layTable(parts), layStreams(parts)])
      expect(await inspect(bytes)).toMatchObject({ pages: 23, notes: ["text_unread"] });
    const endless = listParts({ content: "" }).set(2, tree).set(8, "2000000000");
    expect((await inspect(layTable(endless))).verdict.kind).toBe("dangerous");
  });

  test("of a Word document are those its program noted, of an OFD those of its list", async () => {
    expect((await inspect(layDocx(paragraph("x")))).pages).toBe(3);
    expect((await inspect(layZip([wordTypes(), wordDocument(paragraph("x"))]))).pages).toBeNull();
    expect((await inspect(layOfd())).pages).toBe(2);
    expect((await inspect(layXlsx())).pages).toBeNull();
  });
});

describe("字数", () => {
  const fixture = readFileSync(new URL("../fixtures/summary-1000.txt", import.meta.url), "utf8");
  const escapeXml = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  test("of a Word document is that of its text", async () => {
    const { chars, han } = await inspect(layDocx(fixture.split("\n").map(escapeXml).map(paragraph).join("")));
    expect({ chars, han }).toEqual({ chars: 1000, han: 879 });
  });

  test("holds for long texts that unpack in many pieces", async () => {
    const { chars, han } = await inspect(layDocx(paragraph(escapeXml(fixture)).repeat(200)));
    expect({ chars, han }).toEqual({ chars: 200_000, han: 175_800 });
  });

  test.each([
    [
      "a run split over tags is one word",
      "<w:p><w:r><w:t>Hui</w:t></w:r><w:r><w:t>zhi</w:t></w:r></w:p>",
      "Huizhi",
    ],
    [
      "a tab and a break divide words",
      "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>",
      "a b c",
    ],
    ["paragraphs divide words", `${paragraph("a")}${paragraph("b")}`, "a b"],
    [
      "deleted text does not count",
      '<w:p><w:del w:id="1"><w:r><w:delText>删</w:delText><w:t>除</w:t></w:r></w:del><w:r><w:t>留</w:t></w:r></w:p>',
      "留",
    ],
    [
      "the mark of a deleted paragraph's end opens nothing",
      "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>留</w:t></w:r></w:p>",
      "留",
    ],
    [
      "text moved away does not count twice",
      "<w:p><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移</w:t></w:r></w:moveTo></w:p>",
      "移",
    ],
    [
      "a text box counts once",
      "<w:p><mc:AlternateContent><mc:Choice><w:t>框</w:t></mc:Choice><mc:Fallback><w:t>框</w:t></mc:Fallback></mc:AlternateContent></w:p>",
      "框",
    ],
    [
      "text of drawings and formulas has other names",
      "<w:p><a:t>图</a:t><m:t>x</m:t><w:instrText>PAGE</w:instrText></w:p>",
      "",
    ],
    ["references are resolved", "<w:p><w:r><w:t>&#20826;&#x652F;&amp;&lt;</w:t></w:r></w:p>", "党支"],
    [
      "comments and sections of characters are read as XML says",
      "<w:p><w:r><w:t><!-- a > b --><![CDATA[支<部>]]></w:t></w:r></w:p>",
      "支部",
    ],
  ])("%s", async (_what, body, text) => {
    const { chars, han } = await inspect(layDocx(body));
    expect({ chars, han }).toEqual({ chars: countC1(text), han: countC2(text) });
  });

  test("counts under any prefix, and in UTF-16", async () => {
    const xml =
      '<?xml version="1.0"?><ns0:document><ns0:body><ns0:p><ns0:t>支部</ns0:t></ns0:p></ns0:body></ns0:document>';
    for (const data of [xml, Buffer.from(`\ufeff${xml}`, "utf16le")]) {
      expect((await inspect(layZip([wordTypes(), { name: "word/document.xml", data }]))).chars).toBe(2);
    }
  });

  test("of headers, footers and notes is left out", async () => {
    const notes = ["header1", "footer1", "footnotes"].map((name) => ({
      ...wordDocument(paragraph("页眉")),
      name: `word/${name}.xml`,
    }));
    expect((await inspect(layDocx(paragraph("正文"), notes))).chars).toBe(2);
  });

  test("is nobody's to say where the text unpacks to more than the cap", async () => {
    const noise = Array.from({ length: 700_000 }, (_, i) => `<w:t>${(i * 7919) % 99_991}</w:t>`).join("  ");
    const { chars, notes } = await inspect(layDocx(noise.repeat(2)));
    expect({ chars, notes }).toEqual({ chars: null, notes: ["text_unread"] });
  });

  test("counts one text of megabytes, and nothing where a tag of megabytes hides the rest", async () => {
    const long = `${"支部&amp;&#x20;".repeat(200_000)}`;
    expect((await inspect(layDocx(paragraph(long)))).chars).toBe(400_000);
    const hiding = await inspect(layDocx(`${paragraph("支部")}<w:p a="${"支".repeat(1_200_000)}">`));
    expect(hiding).toMatchObject({ chars: null, notes: ["text_unread"] });
    expect((await inspect(layDocx(`${paragraph("支部")}<!-- no end`))).chars).toBeNull();
  });

  test("is unread in old documents, read in a PDF with fonts, and a PDF without is a scan", async () => {
    expect(await inspect(layDoc(), "小结.doc")).toMatchObject({ chars: null, notes: ["text_unread"] });
    expect(await inspect(layPdf())).toMatchObject({ chars: 1, notes: [] });
    expect(await inspect(layPdf({ scan: true }))).toMatchObject({ chars: null, notes: ["scan"] });
    expect(await inspect(layPackedPdf({ scan: true }))).toMatchObject({ chars: null, notes: ["scan"] });
  });
});

describe("the size of a picture", () => {
  test.each([
    ["a JPEG", layJpg(4032, 3024), { width: 4032, height: 3024, orientation: 1 }],
    [
      "a JPEG turned by its camera",
      layJpg(4032, 3024, [exifSegment(6)]),
      { width: 4032, height: 3024, orientation: 6 },
    ],
    [
      "a JPEG of the other byte order",
      layJpg(64, 48, [exifSegment(8, false)]),
      { width: 64, height: 48, orientation: 8 },
    ],
    [
      "a JPEG whose orientation is none",
      layJpg(64, 48, [exifSegment(99)]),
      { width: 64, height: 48, orientation: 1 },
    ],
    ["a PNG", layPng(1200, 900), { width: 1200, height: 900, orientation: 1 }],
    ["a HEIC of tiles", layHeic(4032, 3024), { width: 4032, height: 3024, orientation: 1 }],
    ["a HEIC turned a quarter", layHeic(4032, 3024, 3), { width: 4032, height: 3024, orientation: 6 }],
  ])("is read of %s", async (_what, bytes, image) => {
    expect((await inspect(bytes)).image).toEqual(image);
  });

  test("is none of a document", async () => {
    expect((await inspect(layPdf())).image).toBeNull();
    expect((await inspect(layCompound([{ name: "WordDocument", data: layWordStream() }]))).image).toBeNull();
  });
});
