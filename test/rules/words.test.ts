import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { en } from "../../web/text/en";
import { zh } from "../../web/text/zh";

const WEB = join(import.meta.dirname, "../../web");

const listFiles = (room: string): string[] =>
  readdirSync(join(WEB, room), { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .map((file) => join(file.parentPath, file.name));

/** Comments may say anything; words in them are nobody's to read on a page. */
const withoutComments = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");

/** Every place of a word list by its path, with what stands there. */
function flatten(value: unknown, path = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === "" ? key : `${path}.${key}`),
  );
}

describe("every word a person sees", () => {
  const rooms = ["pages", "ui", "islands"].flatMap(listFiles);

  test("stands in web/text, not in a page, a component or an island", () => {
    const strays = rooms.filter((file) => /[一-鿿]/.test(withoutComments(readFileSync(file, "utf8"))));
    expect(strays.map((file) => file.slice(WEB.length + 1))).toEqual([]);
  });

  test("is no English written straight into the markup either", () => {
    const strays = rooms.flatMap((file) => {
      if (!file.endsWith("x")) return [];
      const found =
        withoutComments(readFileSync(file, "utf8")).match(/>\s*[A-Z][a-z]+ [a-z][^<>{}=;]*</g) ?? [];
      return found.map((text) => `${file.slice(WEB.length + 1)}: ${text}`);
    });
    expect(strays).toEqual([]);
  });

  test("is there in both languages, of the same kind, and not empty", () => {
    const words = new Map(flatten(en));
    for (const [path, value] of flatten(zh)) {
      expect(typeof words.get(path), path).toBe(typeof value);
      if (typeof value === "string" && !/gap$/.test(path)) expect(value, path).not.toBe("");
    }
    expect([...words.keys()].sort()).toEqual(
      flatten(zh)
        .map(([path]) => path)
        .sort(),
    );
  });

  test("is no Chinese among the English, but for names of things", () => {
    const chinese = flatten(en).filter(([, value]) => typeof value === "string" && /[一-鿿]/.test(value));
    // Files of a bundle and what stands in their names are Chinese in every language.
    const named = chinese.filter(([path]) => !/^bundle\.(parts|tokens)\./.test(path));
    expect(named.map(([path]) => path)).toEqual(["common.otherLanguage"]);
  });
});
