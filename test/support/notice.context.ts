import type { EntryContext } from "../../schemas/forms/vocabulary";
import { findTemplate } from "../../worker/rounds/templates";
import { makeEntryContext } from "./entry.builders";

/** The context of an entry in a round made from one of the five notices: its own rules, lines and levels. */
export function makeNoticeContext(
  id: string,
  overrides: Parameters<typeof makeEntryContext>[0] = {},
): EntryContext {
  const template = findTemplate(id);
  if (template === null) throw new Error(`no template ${id}`);
  const { rules, checkLevels } = template.definition;
  const round = {
    rules: rules.map(({ id: rule, enforce, source }) => ({ id: rule, enforce, line: source })),
    checkLevels,
    ...overrides.round,
  };
  return makeEntryContext({ ...overrides, round });
}
