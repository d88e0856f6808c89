import type { EntryValue } from "../../schemas/forms/vocabulary";
import { makeSummary } from "./entry.builders";

/** A fixture as a branch types it: its headings cut it into the sections of the form. */
export function splitSummary(text: string, overrides: EntryValue = {}): EntryValue {
  const parts = text.split(/\n(?=[一二三四五]、)/);
  const [opening = "", prep = "", meeting = "", problems = "", rectify = "", ...rest] = parts;
  return {
    ...makeSummary(`${opening}\n${prep}`),
    meeting,
    problems,
    rectify,
    good_practice: rest.join("\n") || undefined,
    signed_on: "2026-12-14",
    ...overrides,
  };
}
