import { ACROSS } from "../../schemas/across";
import { type AmendmentPlan, checkAmendment } from "../../schemas/amendment";
import type { Artifact } from "../../schemas/artifact";
import type { Change } from "../../schemas/change";
import { FORMS } from "../../schemas/forms";
import type { FormCheck, FormDefinition } from "../../schemas/forms/vocabulary";
import { type Asks, computeAsks, type ProfileName, type RoundDefinition } from "../../schemas/round";
import type { AmendView, EditArtifact, EditLevel, SubmittersView } from "../../web/pages/round_edit.model";
import type { ProfileView, TemplateView } from "../../web/pages/round_new.page";
import { handsInForBranches, planUnits, type RosterLine, type SubmitterLevel } from "../branches/units.rules";
import type { RoundTemplate } from "./templates";

function buildProfileView(definition: RoundDefinition, name: ProfileName): ProfileView {
  const asks = computeAsks(definition, name);
  const titles = (ask: string) =>
    definition.artifacts.filter((one) => asks[one.key] === ask).map((one) => one.title);
  return { name, required: titles("required"), optional: titles("optional") };
}

/** A template as the page of new rounds explains it: what either profile makes a condition of the receipt. */
export function buildTemplateView({ id, title, definition }: RoundTemplate): TemplateView {
  const profiles = (["literal", "online_full"] as const).map((name) => buildProfileView(definition, name));
  return { id, title, profiles, note: definition.profiles.note };
}

/** Who would hand in for whom if the round were published now; a name that is the committee's own is no unit. */
export function buildSubmitters(
  roster: readonly RosterLine[],
  level: SubmitterLevel,
  committeeName: string,
): SubmittersView {
  const { submitters, unknown } = planUnits(roster, level);
  const namesOf = (lines: readonly RosterLine[]) => lines.map((one) => one.name);
  const units = submitters.filter((one) => one.branches.length > 0);
  return {
    links: submitters.length,
    units: handsInForBranches(level)
      ? units.map(({ unit, branches }) => ({
          code: unit.code,
          name: unit.name,
          branches: namesOf(branches),
        }))
      : null,
    unknown: unknown
      .filter((one) => one.under !== committeeName)
      .map(({ under, lines }) => ({ under, branches: namesOf(lines) })),
  };
}

/** What a draft would make of a published round, for the page that shows it before it is published. */
export function buildAmendView(
  { before, after }: AmendmentPlan,
  draft: { definition: RoundDefinition; asks: Asks },
): AmendView {
  return {
    version: before.version,
    changes: after.amendment?.changes ?? [],
    faults: checkAmendment(before, draft.definition, draft.asks).map(({ zh, en }) => ({ zh, en })),
    titles: Object.fromEntries(after.artifacts.map((one) => [one.key, one.title])),
  };
}

/** Whether an amendment asks for this anew or moves its deadline. */
export const namedByChanges = (changes: readonly Change[], key: string): boolean =>
  changes.some((one) => (one.what === "added" || one.what === "due") && one.artifact === key);

/** A form's own checks and those across artifacts. */
const listChecks = (form: FormDefinition): readonly FormCheck[] => [
  ...form.checks,
  ...(Object.hasOwn(ACROSS, form.id) ? (ACROSS[form.id] ?? []) : []),
];

/** The checks whose level a draft sets, with what is known of them. */
export function buildEditLevels({ checkLevels }: Pick<RoundDefinition, "checkLevels">): EditLevel[] {
  const known = Object.values(FORMS).flatMap((form) => listChecks(form).map((check) => ({ form, check })));
  return Object.keys(checkLevels).map((code) => {
    const found = known.find(({ check }) => check.code === code);
    return {
      code,
      form: found?.form.title ?? null,
      source: found?.check.source ?? null,
      usual: found?.check.level ?? null,
    };
  });
}

export function buildEditArtifact(one: Artifact): EditArtifact {
  const { key, title, kind, inferred, sealed, source } = one;
  return {
    key,
    title,
    kind,
    inferred,
    sealed,
    source,
    countsChars: kind !== "file" || one.minChars !== null,
    kept: one.obligation === "keep",
    several: one.repeat === "entries",
  };
}
