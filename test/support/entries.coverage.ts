import type { EntryValue } from "../../schemas/forms/vocabulary";

/** 22 members, 21 of them at the meeting, everybody appraised. */
export const makeCoverageRow = (overrides: EntryValue = {}): EntryValue => ({
  branch: "霁川区松屿九年一贯制学校党支部",
  members: 22,
  held_on: "2026-12-09",
  should_attend: 22,
  attended: 21,
  appraised: 22,
  not_appraised: 0,
  ...overrides,
});

export const makeCoverageTable = (overrides: EntryValue = {}): EntryValue => ({
  rows: [makeCoverageRow()],
  ...overrides,
});
