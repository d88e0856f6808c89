import { problem } from "../../schemas/problem";
import {
  type Asks,
  computeAsks,
  type ProfileName,
  type RoundDefinition,
  roundDefinition,
} from "../../schemas/round";
import { describeIssues } from "../../schemas/round.problems";
import { type AppContext, dbOf, nowOf, refuse, refuseWith } from "../http";
import { computeProfile } from "./round.rules";
import { insertRound, type RoundRow, updateDraft } from "./round.store";
import { findTemplate } from "./templates";

/** What a draft is made of, whichever door it came by. */
export interface DraftSource {
  definition: RoundDefinition;
  asks: Asks;
  /** Of the draft of an amendment: what branches will be told; left out, it stays. */
  note?: string;
}

/** A template with one of its profiles. Problem: `round.invalid`. */
export function readTemplate(id: string, profile: ProfileName): DraftSource {
  const template = findTemplate(id);
  if (template === null) return refuse("round.invalid", { reason: "template" });
  return { definition: template.definition, asks: computeAsks(template.definition, profile) };
}

export type ParsedDefinition = { definition: RoundDefinition } | { problems: string[] };

/** Unknown JSON as a round definition, or what is wrong with it in sentences. */
export function parseDefinition(value: unknown): ParsedDefinition {
  const parsed = roundDefinition.safeParse(value);
  return parsed.success ? { definition: parsed.data } : { problems: describeIssues(parsed.error, value) };
}

/** The same for a program: a refusal with a finding per issue. Problem: `round.invalid`. */
export function getDefinition(value: unknown): RoundDefinition {
  const parsed = parseDefinition(value);
  if ("definition" in parsed) return parsed.definition;
  const findings = parsed.problems.map((zh) => ({
    path: "definition",
    level: "block" as const,
    code: "round.invalid",
    zh,
    en: zh,
  }));
  return refuseWith(problem("round.invalid", { reason: parsed.problems[0] ?? "" }, findings));
}

/** Stores a new draft of the signed-in committee. @returns its id */
export function createRound(c: AppContext, { definition, asks }: DraftSource): Promise<string> {
  const { committeeId, staffId } = c.get("staff");
  const profile = computeProfile(definition, asks);
  return insertRound(dbOf(c), { committeeId, definition, asks, profile }, { staffId, now: nowOf(c) });
}

/** Stores a draft over the one that was read; false when that one is no longer there. */
export function saveDraft(c: AppContext, row: RoundRow, source: DraftSource): Promise<boolean> {
  const profile = computeProfile(source.definition, source.asks);
  return updateDraft(
    dbOf(c),
    row,
    { ...source, profile },
    { staffId: c.get("staff").staffId, now: nowOf(c) },
  );
}
