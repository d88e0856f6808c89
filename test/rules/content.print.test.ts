import { describe, expect, test } from "vitest";
import { printStored } from "../../worker/files/inspect/stored.inspect";
import { readerOf } from "../support/hostile.files";
import { layDocx, layXlsx, paragraph } from "../support/hostile.zip";

const ofSheet = (data: string, name = "xl/worksheets/sheet2.xml") =>
  printStored(readerOf(layXlsx([{ name, data }])), "xlsx");

describe("what is said by a template", () => {
  test("of more cells or texts than any has is nobody's to say", async () => {
    const cells = (count: number) => `<s>${"<c><v>1</v></c>".repeat(count)}</s>`;
    expect(await ofSheet(cells(1000))).not.toBeNull();
    expect(await ofSheet(cells(200_001))).toBeNull();
    expect(await ofSheet(`<sst>${"<si/>".repeat(200_002)}</sst>`, "xl/sharedStrings.xml")).toBeNull();
  });

  test("of more than two million characters in its parts together is nobody's to say", async () => {
    const of = (parts: number) => {
      const more = Array.from({ length: parts }, (_, i) => ({
        name: `word/header${i}.xml`,
        data: `<w:hdr>${paragraph("支".repeat(900_000))}</w:hdr>`,
      }));
      return printStored(readerOf(layDocx(paragraph("小结"), more)), "docx");
    };
    expect(await of(2)).not.toBeNull();
    expect(await of(3)).toBeNull();
  });
});
