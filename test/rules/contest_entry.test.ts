import { describe, expect, it } from "vitest";
import { canonicalEntry, checkEntry, computeEntryFigures } from "../../schemas/entry";
import { contestEntry } from "../../schemas/forms/contest_entry";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeContestEntry } from "../support/entries.discussion";
import { makeEntryContext } from "../support/entry.builders";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeEntryContext()) =>
  checkEntry(contestEntry, makeContestEntry(overrides), ctx);
const says = (overrides: EntryValue, ctx?: EntryContext) =>
  check(overrides, ctx).map(({ path, level, code }) => [path, level, code]);

describe("a contest entry", () => {
  it("has nothing to say about a whole one, with its text typed or sent as a file", () => {
    expect(check()).toEqual([]);
    expect(check({ body: "" })).toEqual([]);
  });

  it.each([
    ["title", "title"],
    ["author", "author.name"],
    ["phone", "phone"],
  ])("asks for %s", (key, path) => {
    expect(says({ [key]: "" })).toEqual([[path, "block", "field.required"]]);
  });

  it("has a title of at most 60 characters", () => {
    expect(check({ title: "题".repeat(60) })).toEqual([]);
    expect(says({ title: "题".repeat(61) })).toEqual([["title", "block", "field.too_long"]]);
  });

  it("is refused until somebody declares the work original", () => {
    expect(says({ original: false })).toEqual([["original", "block", "contest_entry.original_missing"]]);
    expect(says({ original: undefined })).toEqual([["original", "block", "contest_entry.original_missing"]]);
    expect(says({ original: "否" })[0]?.[1]).toBe("block");
  });

  it.each([
    ["123456", "field.too_short"],
    ["1".repeat(21), "field.too_long"],
    ["打电话给组织委员", "contest_entry.phone_unreadable"],
  ])("refuses %s as a phone, saying it once", (phone, code) => {
    expect(says({ phone })).toEqual([["phone", "block", code]]);
  });

  it.each(["0000-1234567", "1".repeat(20), "００００-１２３４５６７"])("takes %s as a phone", (phone) => {
    expect(check({ phone })).toEqual([]);
  });

  it("knows its activity and its unit, which nobody types", () => {
    const ctx = makeEntryContext({
      artifact: { title: { zh: "“我为创新名城建设献一策”", en: "One suggestion" } },
    });
    const { auto } = computeEntryFigures(contestEntry, makeContestEntry({ body: "一二三，四五。" }), ctx);
    expect(auto).toEqual({
      activity: "“我为创新名城建设献一策”",
      unit: "霁川区松屿九年一贯制学校党支部",
      char_count: "7字（含标点；仅汉字5字）",
    });
    expect(computeEntryFigures(contestEntry, { body: " " }, ctx, "en").auto.char_count).toBe(
      "No text was typed",
    );
    const typed = canonicalEntry(contestEntry, makeContestEntry({ activity: "别的活动", unit: "别的支部" }));
    expect(typed).not.toHaveProperty("activity");
    expect(typed).not.toHaveProperty("unit");
  });
});

describe("千字文", () => {
  const ctx = makeEntryContext({
    artifact: { title: { zh: "“解放思想我先行”千字文征文", en: "Essay entries" } },
  });

  it.each([
    [799, "contest_entry.too_short"],
    [1201, "contest_entry.too_long"],
  ])("of %i characters is taken with a warning", (chars, code) => {
    const [finding] = check({ body: "字".repeat(chars) }, ctx);
    expect(finding).toMatchObject({ path: "body", level: "warn", code });
    expect(finding?.zh).toBe(`正文${chars}字；“千字文”一般在800到1200字之间`);
  });

  it.each([800, 1000, 1200])("of %i characters is taken without a word", (chars) => {
    expect(check({ body: "字".repeat(chars) }, ctx)).toEqual([]);
  });

  it("is not measured when it came as a file, nor is any other entry", () => {
    expect(check({ body: "" }, ctx)).toEqual([]);
    expect(check({ body: "短" })).toEqual([]);
  });
});
