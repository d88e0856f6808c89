import { describe, expect, test } from "vitest";
import { en } from "../../web/text/en";
import { zh } from "../../web/text/zh";
import { describeFileChars } from "../../web/ui/count";

const asked = { kind: "file", minChars: 1000 };

describe("the count of a file", () => {
  test.each([
    [979, "979 字"],
    [980, "980 字（仅汉字 860 字）"],
    [1020, "1\u202f020 字（仅汉字 860 字）"],
    [1021, "1\u202f021 字"],
  ])("of %i for 1000 asked says %s", (chars, said) => {
    expect(describeFileChars(zh.branch.status, { chars, han: 860 }, asked)).toBe(said);
    expect(describeFileChars(zh.committee.submission, { chars, han: 860 }, asked)).toBe(said);
  });

  test("names Han alone in English too, and not where no length is asked or nobody counted it", () => {
    const words = en.branch.status;
    expect(describeFileChars(words, { chars: 1000, han: 860 }, asked)).toBe(
      "1\u202f000 characters (860 Han)",
    );
    for (const [han, artifact] of [
      [860, { kind: "file", minChars: null }],
      [860, { kind: "paper", minChars: 1000 }],
      [null, asked],
    ] as const) {
      expect(describeFileChars(words, { chars: 1000, han }, artifact)).toBe("1\u202f000 characters");
    }
  });
});
