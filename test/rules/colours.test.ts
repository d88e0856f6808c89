import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const WEB = resolve(import.meta.dirname, "../../web");
const TOKENS = join("styles", "tokens.css");
/** What no stylesheet reaches: a page that is a file on somebody's disk, and what is drawn on a canvas. */
const APART = [
  join("pages", "bundle_index.style.ts"),
  join("islands", "receipt.ts"),
  join("islands", "lib", "picture.ts"),
];

const read = (file: string) => readFileSync(join(WEB, file), "utf8");

/** Raw colours where a value stands: `#abc`, `rgb(…)`, and names that a browser knows. */
const COLOUR =
  /(?<=[\s:("'])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![\w-])|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|(?<=(?:color|background|border|outline|fill|stroke)[\w-]*:[^;{}]*\s)(?:white|black|red|green|blue|gr[ae]y|orange|silver|navy)\b/g;

const listColours = (file: string) => read(file).match(COLOUR) ?? [];

const FILES = readdirSync(WEB, { recursive: true, encoding: "utf8" }).filter((one) =>
  /\.(css|tsx?)$/.test(one),
);

test("every colour of the pages stands in one file", () => {
  const elsewhere = FILES.filter((one) => one !== TOKENS && !APART.includes(one)).flatMap((one) =>
    listColours(one).map((colour) => `${one}: ${colour}`),
  );
  expect(listColours(TOKENS).length).toBeGreaterThan(15);
  expect(elsewhere).toEqual([]);
});

test("what no stylesheet reaches has no colour that the pages have not", () => {
  const known = new Set(listColours(TOKENS));
  for (const file of APART) {
    expect(listColours(file).length, file).toBeGreaterThan(0);
    expect(listColours(file).filter((one) => !known.has(one))).toEqual([]);
  }
});

test("no colour is given that nothing names", () => {
  const named = new Set(FILES.flatMap((one) => read(one).match(/(?<=var\()--[\w-]+/g) ?? []));
  const given = read(TOKENS).match(/--[\w-]+(?=:)/g) ?? [];
  expect(given.filter((one) => !named.has(one))).toEqual([]);
});
