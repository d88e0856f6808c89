import { expect, it } from "vitest";
import { keepPdf } from "../../worker/receipts/pdf.kept";

const MIB = 1024 * 1024;
const rendered: string[] = [];

/** Asks for a PDF of so many bytes; notes when it had to be rendered. */
function ask(key: string, bytes = MIB): Promise<Uint8Array> {
  return keepPdf(key, async () => {
    rendered.push(key);
    return new Uint8Array(bytes).fill(key.charCodeAt(0));
  });
}

/** What had to be rendered for these, in this order. */
async function askAll(...keys: string[]): Promise<string> {
  rendered.length = 0;
  for (const key of keys) expect((await ask(key))[0]).toBe(key.charCodeAt(0));
  return rendered.join("");
}

it("a PDF that was made is at hand for the next who asks, until others took its room", async () => {
  expect(await askAll("a", "b", "c", "d", "a", "d", "c", "b")).toBe("abcd");
  expect(await askAll("e", "b", "c", "d")).toBe("e");
  // The one that nobody had asked for the longest was let go.
  expect(await askAll("a")).toBe("a");
});

it("one that fails is not kept, and two who ask at once for the same count once", async () => {
  await expect(keepPdf("f", () => Promise.reject(new Error("no font")))).rejects.toThrow("no font");
  await Promise.all([ask("f"), ask("f"), ask("f")]);
  expect(await askAll("f", "g", "h", "i", "f", "g", "h", "i")).toBe("ghi");
});

it("one larger than all the room is given and not kept", async () => {
  expect((await ask("j", 5 * MIB)).length).toBe(5 * MIB);
  expect(await askAll("j", "k", "j")).toBe("jk");
});
