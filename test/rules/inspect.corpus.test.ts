import { describe, expect, test } from "vitest";
import type { Inspection } from "../../worker/files/inspect/inspection";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { HOSTILE_FILES, readerOf } from "../support/hostile.files";

function describeVerdict({ verdict }: Inspection): string {
  if (verdict.kind === "known") return `known ${verdict.type}`;
  return verdict.kind === "dangerous" ? `dangerous ${verdict.label}` : "unknown";
}

describe("a hostile or odd file", () => {
  test("is one of at least a hundred, each another", () => {
    expect(HOSTILE_FILES.length).toBeGreaterThanOrEqual(100);
    expect(new Set(HOSTILE_FILES.map((one) => one.what)).size).toBe(HOSTILE_FILES.length);
  });

  test.each(HOSTILE_FILES)("$what ($name): $expected", async ({ bytes, name, expected, notes }) => {
    const inspection = await inspectStored(readerOf(bytes), name);
    expect(describeVerdict(inspection)).toBe(expected);
    expect(inspection.notes).toEqual(notes ?? []);
  });
});
