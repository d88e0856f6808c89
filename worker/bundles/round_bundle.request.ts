/** What the page and the API ask of a round's bundle, in the words of a request. */
import { type AppContext, nowOf, originOf, refuse } from "../http";
import type { PlanOptions } from "./round_bundle.plan";
import { prepareBundle } from "./round_bundle.prepare";
import type { BundleFilter } from "./round_bundle.rules";
import type { Bundle } from "./round_bundle.store";

/** Problem: `round.not_published`. */
export function requirePublished(c: AppContext): void {
  if (c.get("round").state === "draft") refuse("round.not_published");
}

export const planOptions = (c: AppContext, filter: BundleFilter): PlanOptions => ({
  filter,
  committee: c.get("staff").committeeName,
  origin: originOf(c),
});

/** Where a prepared bundle is taken. */
export const buildBundleHref = (bundle: Bundle) => `/api/rounds/${bundle.roundId}/bundles/${bundle.id}`;

/** Problems: `round.not_published` and those of `prepareBundle`. */
export function prepareChosen(c: AppContext, filter: BundleFilter): Promise<Bundle> {
  requirePublished(c);
  const options = { ...planOptions(c, filter), staffId: c.get("staff").staffId, now: nowOf(c) };
  return prepareBundle(c.env, c.get("round"), options);
}
