import { describe, expect, test } from "vitest";
import { BoundedReader } from "../../worker/files/inspect/bounded.reader";
import { MAX_CODES, parseToUnicode } from "../../worker/files/inspect/pdf.cmap.rules";
import { lexPdfObject } from "../../worker/files/inspect/pdf.lexer.rules";
import { MAX_STREAMED_BYTES } from "../../worker/files/inspect/pdf.objects";
import { MAX_LEXED_BYTES, MAX_OBJECT_STREAM_BYTES, scanPdf } from "../../worker/files/inspect/pdf.scan";
import { readPdfText } from "../../worker/files/inspect/pdf.text";
import {
  MAX_STRING_BYTES,
  MAX_VALUES,
  PdfTokens,
  TextUnread,
} from "../../worker/files/inspect/pdf.value.rules";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { readerOf } from "../support/hostile.files";
import { layPdf, packObjects } from "../support/hostile.pdf";
import { layStream, layTable, listParts, type TextPdf } from "../support/text.pdf";

const scan = (bytes: Uint8Array) => scanPdf(new BoundedReader(readerOf(bytes)));

/** An object stream whose table is given, before `bytes` bytes without an object in them. */
function layObjectStream(table: string, bytes: number): string {
  const entries = `/Type /ObjStm /N ${table.split(" ").length / 2} /First ${table.length}`;
  return layStream(table + "1 ".repeat(bytes / 2), entries);
}

describe("tokenising a PDF ends within its budget", () => {
  test.each([
    [
      "that lie beyond every end before they lie at the beginning",
      `1 99999999999999999999 ${"2 0 ".repeat(200)}9 9 `,
    ],
    ["that all lie at the same place", "2 0 ".repeat(200)],
    ["that overlap", Array.from({ length: 200 }, (_, i) => `${i} ${200 - i} `).join("")],
  ])("where a stream claims objects %s", async (_what, table) => {
    const bytes = layPdf({ objects: [layObjectStream(table.trimEnd(), 4_000_000)] });
    const facts = await scan(bytes);
    expect(facts.unchecked).toBe(true);
    expect(facts.lexed).toBeGreaterThan(MAX_LEXED_BYTES);
    expect(facts.lexed).toBeLessThan(MAX_LEXED_BYTES + MAX_OBJECT_STREAM_BYTES);
  });

  test("where streams claim millions of objects that are not there", async () => {
    const table = `${"1 9999999 ".repeat(400_000)}1 0`;
    const { unchecked, lexed } = await scan(layPdf({ objects: [layObjectStream(table, 10)] }));
    expect(unchecked).toBe(true);
    expect(lexed).toBeLessThan(MAX_LEXED_BYTES);
  });

  test("and remembers no more brackets than a reader follows", () => {
    const brackets = (depth: number) => Buffer.from(`${"[".repeat(depth)}${"]".repeat(depth)} endobj`);
    expect(lexPdfObject(brackets(1000), 0, 10_000)).toMatchObject({ deep: false, closing: "object" });
    expect(lexPdfObject(brackets(1001), 0, 10_000)).toMatchObject({ deep: true });
  });

  test("where an object is nested too deep to say where it ends", async () => {
    const object = `<< /A ${"[".repeat(2000)}${"]".repeat(2000)} >>`;
    expect((await inspectStored(readerOf(layPdf({ objects: [object] })), "小结.pdf")).notes).toEqual([
      "unchecked",
    ]);
  });

  test("where many streams are bombs, all but some of which stay closed", async () => {
    const bomb = packObjects([[20, " ".repeat(MAX_OBJECT_STREAM_BYTES)]]);
    const { unchecked, unopened } = await scan(layPdf({ objects: Array.from({ length: 40 }, () => bomb) }));
    expect({ unchecked, unopened }).toEqual({ unchecked: true, unopened: 32 });
  });
});

describe("the text of a PDF is left unread before it costs too much", () => {
  const lay = (options: TextPdf) => layTable(listParts(options));
  const plain = layStream(`${"1 ".repeat(100)}re `.repeat(600), "/Subtype /Form", false);
  const empty = layStream("", "/Subtype /Form", false);
  const resources = "/XObject << /X1 60 0 R >>";

  test.each<[string, TextPdf]>([
    [
      "a form that is not packed, drawn again and again",
      { content: "/X1 Do ".repeat(500), resources, objects: [plain] },
    ],
    [
      "an empty form drawn again and again",
      { content: "/X1 Do ".repeat(60_000), resources, objects: [empty] },
    ],
    [
      "contents that name one stream a thousand times",
      { content: "", page: `/Contents [${"60 0 R ".repeat(1000)}]`, objects: [plain] },
    ],
    [
      "contents that name one stream as often as an object holds",
      { content: "", page: `/Contents [${"60 0 R ".repeat(140_000)}]`, objects: [plain] },
    ],
  ])("for %s", async (_what, options) => {
    const bytes = lay(options);
    const reader = new BoundedReader(readerOf(bytes));
    expect(await readPdfText(reader)).toBeNull();
    expect(reader.inflated).toBeLessThan(1.5 * MAX_STREAMED_BYTES);
    const { verdict, notes } = await inspectStored(readerOf(bytes), "小结.pdf");
    expect({ verdict, notes }).toEqual({ verdict: { kind: "known", type: "pdf" }, notes: ["text_unread"] });
  });
});

describe("a font's map to text", () => {
  const mapOf = (ranges: string) => parseToUnicode(Buffer.from(`${ranges} endbfrange `));

  test("names no more codes than its list and its range both have", () => {
    expect([...mapOf("<0001> <0009> [<0041> <0042>] <0010> <0011> [<0043> <0044> <0045>]")]).toEqual([
      [1, "A"],
      [2, "B"],
      [16, "C"],
      [17, "D"],
    ]);
  });

  test("may have empty ranges, but not without an end", () => {
    const block = `${"<0000><ffff>[]".repeat(100)} endbfrange `;
    expect(mapOf(block.repeat(MAX_CODES / 100)).size).toBe(0);
    expect(() => mapOf(block.repeat(MAX_CODES / 100 + 1))).toThrow(TextUnread);
  });
});

describe("a tokeniser holds a bounded number of values", () => {
  const readAll = (tokens: PdfTokens) => {
    while (tokens.next() !== undefined);
  };

  test.each([
    ["strings without an operator", "()"],
    ["lists without an operator", "[]"],
    ["dictionaries without an operator", "<<>>"],
    ["strings in lists without an operator", `[${"()".repeat(1000)}]`],
    ["words in a list without an end", "a ", "["],
    ["strings in a list without an end", "()", "["],
  ])("and gives up on %s", (_what, one, before = "") => {
    const tokens = new PdfTokens(before + one.repeat(8_000_000 / one.length));
    expect(() => readAll(tokens)).toThrow(TextUnread);
    expect(tokens.held).toBeLessThan(MAX_VALUES + 10);
    expect(tokens.at).toBeLessThan(3 * MAX_VALUES);
  });

  test.each([
    ["letters", "(", "a"],
    ["escapes", "(", "\\a"],
    ["hexadecimal digits", "<", "00"],
  ])("and gives up on a string of too many %s", (_what, begin, one) => {
    const lay = (bytes: number) => new PdfTokens(`${begin}${one.repeat(bytes)}${begin === "(" ? ")" : ">"}`);
    expect(() => readAll(lay(MAX_STRING_BYTES - 1))).not.toThrow();
    expect(() => readAll(lay(MAX_STRING_BYTES + 1))).toThrow(TextUnread);
  });

  test("and reads on without an end where operators take them", () => {
    expect(() => readAll(new PdfTokens("1 0 0 1 (a) [(b)] cm ".repeat(MAX_VALUES)))).not.toThrow();
  });

  test.each([
    ["strings", "()".repeat(7_000_000)],
    ["lists", "[]".repeat(7_000_000)],
    ["words of an image", `BI ${"a ".repeat(7_000_000)}ID x EI`],
  ])("so that a page of %s has no text", async (_what, content) => {
    const reader = new BoundedReader(readerOf(layTable(listParts({ content }))));
    expect(await readPdfText(reader)).toBeNull();
  });

  test("and so does whoever reads its objects, in all of them together", async () => {
    const notes = `[${"<< /Subtype /Link /Rect [0 0 0 0] >>".repeat(3000)}]`;
    const readPages = (lists: number) => {
      const parts = listParts({
        content: Array.from({ length: lists }, () => ""),
        objects: Array.from({ length: lists }, () => notes),
      });
      for (let i = 0; i < lists; i++)
        parts.set(10 + i, `<< /Type /Page /Contents ${30 + i} 0 R /Annots ${60 + i} 0 R >>`);
      return readPdfText(new BoundedReader(readerOf(layTable(parts))));
    };
    expect((await readPages(5))?.trim()).toBe("");
    expect(await readPages(20)).toBeNull();
  });
});
