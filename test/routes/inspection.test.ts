import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { makeDocx, makePdf } from "../support/files";
import { layDocx, paragraph, picture } from "../support/hostile.zip";
import { layTable, listParts, NUMBERED } from "../support/text.pdf";
import { makeTusClient } from "../support/tus";
import { env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("summary", { accepts: ["docx", "pdf"], minChars: 1000, maxFiles: 0 }),
  makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 }),
]);

/** Numbers of glyphs in a font that has no map to text. */
const GLYPHS = "BT /F1 12 Tf 50 700 Td <00010002> Tj ET";

let world: World;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
});

const findRow = () =>
  env.DB.prepare("SELECT type, pages, chars, han, notes FROM files WHERE state = 'stored'").first();

async function sendByTus(bytes: Uint8Array<ArrayBuffer>, filename: string): Promise<Response> {
  const tus = makeTusClient(world);
  return tus.patch(await tus.create(bytes.length, { artifact: "summary", filename }), 0, bytes);
}

async function listKeys(): Promise<string[]> {
  return (await env.FILES.list()).objects.map((one) => one.key);
}

describe("what is found out about a file, whichever way it came", () => {
  test.each(["directly", "by tus"])("its characters are counted when it came %s", async (way) => {
    const bytes = makeDocx(`${"汉".repeat(20)}，abc 123`);
    await (way === "directly" ? sendFile(world, "summary", bytes, "小结.pdf") : sendByTus(bytes, "小结.pdf"));
    // 20 Han, one comma, two runs of letters and digits; the wrong ending is put right by what it is.
    expect(await findRow()).toMatchObject({ type: "docx", chars: 23, han: 20, notes: "[]" });
  });

  test("a PDF with text is counted, and told from one that is too short", async () => {
    const missing = async (bytes: Uint8Array<ArrayBuffer>) => {
      const answer = await sendFile(world, "summary", bytes, "小结.pdf");
      return ((await answer.json()) as { missing: string[] }).missing;
    };
    expect(await missing(makePdf("one two", 3))).toContain("summary");
    // Three pages of two words and the page's number.
    expect(await findRow()).toMatchObject({ type: "pdf", pages: 3, chars: 9, han: 0, notes: "[]" });
  });

  test("a Word document with a picture of a page is counted where its text suffices, and 字数未核 where not", async () => {
    const send = async (chars: number) => {
      const bytes = new Uint8Array(layDocx(paragraph("汉".repeat(chars)) + picture(21, 29.7)));
      const answer = await sendFile(world, "summary", bytes, "小结.docx");
      const row = await env.DB.prepare(
        "SELECT chars, notes FROM files ORDER BY started_at DESC, rowid DESC",
      ).first();
      return { ...row, missing: ((await answer.json()) as { missing: string[] }).missing };
    };
    expect(await send(200)).toEqual({
      chars: null,
      notes: '["text_unread"]',
      missing: expect.not.arrayContaining(["summary"]),
    });
    expect(await send(1200)).toMatchObject({ chars: 1200, notes: "[]" });
  });

  test("a PDF whose glyphs nobody can name is 字数未核 and never too short", async () => {
    const bytes = new Uint8Array(layTable(listParts({ content: GLYPHS, font: NUMBERED })));
    const answer = await sendFile(world, "summary", bytes, "小结.pdf");
    expect(((await answer.json()) as { missing: string[] }).missing).not.toContain("summary");
    expect(await findRow()).toMatchObject({ type: "pdf", pages: 1, chars: null, notes: '["text_unread"]' });
  });

  test.each(["directly", "by tus"])(
    "a document that is cut off is refused, and nothing stays, %s",
    async (way) => {
      const whole = makeDocx("小结".repeat(200));
      const bytes = whole.slice(0, whole.length - 60);
      const answer = await (way === "directly"
        ? sendFile(world, "summary", bytes, "a.docx")
        : sendByTus(bytes, "a.docx"));
      expect(((await answer.json()) as { code: string }).code).toBe("file.damaged");
      expect(await listKeys()).toEqual([]);
      expect(await checkInvariants(env)).toEqual([]);
    },
  );

  test("a document with macros is refused wherever they lie in it", async () => {
    const filler = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`word/media/${i}.bin`, new Uint8Array(30_000).fill(i)]),
    );
    const bytes = makeDocx("小结", { ...filler, "word/vbaProject.bin": "x" });
    const answer = await sendFile(world, "summary", bytes, "a.docx");
    expect(((await answer.json()) as { code: string }).code).toBe("file.dangerous");
    expect(await listKeys()).toEqual([]);
  });
});
