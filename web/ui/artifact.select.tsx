import type { Bilingual } from "../../schemas/artifact";
import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { ControlNotes } from "./controls";

/** Which artifact a later deadline is for; all of them unless one is chosen. */
export function ArtifactSelect(props: {
  lang: Lang;
  artifacts: readonly { key: string; title: Bilingual }[];
  chosen: string | undefined;
  errors?: readonly string[];
}) {
  const { lang, artifacts, chosen, errors = [] } = props;
  const bad = errors.length > 0;
  const t = text(lang).ask;
  return (
    <div class={bad ? "field bad" : "field"}>
      <label for="artifact">{t.artifact}</label>
      <ControlNotes name="artifact" errors={errors} />
      <select
        class="input"
        id="artifact"
        name="artifact"
        aria-invalid={bad ? "true" : undefined}
        aria-describedby={bad ? "artifact-error" : undefined}
      >
        <option value="">{t.all}</option>
        {artifacts.map((one) => (
          <option key={one.key} value={one.key} selected={one.key === chosen}>
            {one.title[lang]}
          </option>
        ))}
      </select>
    </div>
  );
}
