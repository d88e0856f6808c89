import { describe, expect, test } from "vitest";
import { computeShortfall } from "../../schemas/answered";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { readerOf } from "../support/hostile.files";
import { layDocx, paragraph, picture, vmlPicture } from "../support/hostile.zip";

const inspect = (body: string) => inspectStored(readerOf(layDocx(body)), "小结.docx");
const heading = paragraph("第一季度组织生活会小结");
const object = (id: string) =>
  `<w:p><w:r><w:object>${vmlPicture("60pt", "40pt")}<o:OLEObject Type="Embed" ProgID="${id}" r:id="rId5"/></w:object></w:r></w:p>`;
const textBox = (text: string) =>
  `<w:p><w:r><w:drawing><wp:extent cx="7000000" cy="9000000"/><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:txbx><w:txbxContent>${paragraph(text)}</w:txbxContent></wps:txbx></a:graphicData></w:drawing></w:r></w:p>`;

describe("a Word document that may say more than its text is 字数未核 and never too short", () => {
  test.each([
    ["pictures alone", picture(14.6, 19.5).repeat(2), "scan"],
    ["small pictures alone", picture(5, 4).repeat(9), "scan"],
    ["pictures as old programs write them", vmlPicture("200pt", "100pt"), "scan"],
    ["a heading over pictures of whole pages", heading + picture(21, 29.7).repeat(2), "text_unread"],
    [
      "a heading over a photo of a page that Word fitted between the margins",
      heading + picture(14.64, 19.5),
      "text_unread",
    ],
    ["a heading over an old picture of a page", heading + vmlPicture("415.2pt", "587pt"), "text_unread"],
    ["a heading over an old picture in other units", heading + vmlPicture("15cm", "212mm"), "text_unread"],
    ["a piece of another document", `<w:altChunk r:id="rId7"/>${heading}`, "text_unread"],
    ["a document as an object", object("Word.Document.12"), "text_unread"],
    ["a heading over a workbook as an object", heading + object("Excel.Sheet.12"), "text_unread"],
  ])("%s", async (_what, body, note) => {
    const { verdict, chars, han, notes } = await inspect(body);
    expect({ verdict, chars, han, notes }).toEqual({
      verdict: { kind: "known", type: "docx" },
      chars: null,
      han: null,
      notes: [note],
    });
    expect(computeShortfall({ kind: "file", minChars: 1000 }, { chars })).toBe(0);
  });

  test.each([
    ["photos of an activity", heading + picture(14.64, 10.98).repeat(3), 11],
    ["a stamp of an old program", heading + vmlPicture("120pt", "120pt"), 11],
    ["a formula", heading + object("Equation.3"), 11],
    ["a text box as large as a page", textBox("支部小结"), 4],
    ["a picture that was deleted", `${heading}<w:del>${picture(21, 29.7)}</w:del>`, 11],
    ["nothing at all", "<w:p/>", 0],
  ])("but %s keeps nobody from counting", async (_what, body, count) => {
    expect(await inspect(body)).toMatchObject({ chars: count, notes: [] });
  });
});

describe("the text of a Word document", () => {
  test("of more than two million characters, or of runs without an end, is nobody's to count, however little is sent", async () => {
    for (const body of [
      paragraph("支".repeat(2_000_001)),
      "<w:br/>".repeat(2_000_001),
      "<w:r>".repeat(1_000_000),
    ])
      expect(await inspect(body)).toMatchObject({ chars: null, notes: ["text_unread"] });
    expect((await inspect(paragraph("支".repeat(1_999_000)))).chars).toBe(1_999_000);
  });

  const hidden = (text: string, mark = "<w:vanish/>") =>
    `<w:p><w:r><w:rPr><w:b/>${mark}</w:rPr><w:t>${text}</w:t></w:r><w:r><w:t>明</w:t></w:r></w:p>`;

  test.each([
    ["a hidden run is left out", hidden("暗处"), 1],
    ["what is said not to be hidden counts", hidden("暗处", '<w:vanish w:val="0"/>'), 3],
    [
      "a hidden mark at the end of a paragraph hides no text",
      `<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>明</w:t></w:r></w:p>`,
      1,
    ],
    [
      "a text box in a hidden run is hidden, what follows is not",
      `<w:p><w:r><w:rPr><w:vanish/></w:rPr>${textBox("暗处")}</w:r><w:r><w:t>明</w:t></w:r></w:p>`,
      1,
    ],
    [
      "a hidden run in a text box hides that run alone",
      `<w:p><w:r>${textBox("").replace("<w:t xml", "<w:rPr><w:vanish/></w:rPr><w:t xml")}<w:t>明处</w:t></w:r></w:p>`,
      2,
    ],
  ])("%s", async (_what, body, count) => {
    expect(await inspect(body)).toMatchObject({ chars: count, notes: [] });
  });
});
