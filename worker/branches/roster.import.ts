import { type Finding, problem } from "../../schemas/problem";
import { type AppContext, dbOf, nowOf, refuseWith } from "../http";
import { joinBranches } from "../rounds/publish";
import { type ParsedRoster, planRoster, type RosterPlan } from "./roster.rules";
import { importRoster, listBranches } from "./roster.store";

export interface ImportResult {
  plan: RosterPlan;
  /** Branches that joined the round because it is already published. */
  joined: number;
}

export const hasBlocks = (findings: readonly Finding[]) => findings.some((one) => one.level === "block");

/** What a list would change, against the roster as it stands. */
export async function planImport(c: AppContext, parsed: ParsedRoster): Promise<RosterPlan> {
  return planRoster(await listBranches(dbOf(c), c.get("staff").committeeId), parsed.rows);
}

/**
 * Takes a list whole, or refuses it whole with `roster.invalid` and a finding per line. A
 * round that is already published takes the new branches in at once.
 */
export async function takeRoster(c: AppContext, parsed: ParsedRoster): Promise<ImportResult> {
  const blocks = parsed.findings.filter((one) => one.level === "block");
  if (blocks.length > 0) refuseWith(problem("roster.invalid", { count: blocks.length }, parsed.findings));
  const { committeeId, staffId } = c.get("staff");
  const by = { staffId, now: nowOf(c) };
  const plan = await planImport(c, parsed);
  await importRoster(dbOf(c), committeeId, plan, by);
  const round = c.get("round");
  const joined = round.state === "draft" ? 0 : await joinBranches(c.env, round, by);
  return { plan, joined };
}
