import type { Artifact } from "../../schemas/artifact";
import { computeAsks, type ProfileName, type RoundDefinition } from "../../schemas/round";
import type { EditArtifact } from "../../web/pages/round_edit.model";
import type { ProfileView, TemplateView } from "../../web/pages/round_new.page";
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
  };
}
