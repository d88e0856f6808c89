import type { Bilingual } from "../../schemas/artifact";
import type { Lang } from "../../schemas/deadline";
import { text } from "../text";

/** Which artifact a later deadline is for; all of them unless one is chosen. */
export function ArtifactSelect(props: {
  lang: Lang;
  artifacts: readonly { key: string; title: Bilingual }[];
  chosen: string | undefined;
}) {
  const { lang, artifacts, chosen } = props;
  const t = text(lang).ask;
  return (
    <div class="field">
      <label for="artifact">{t.artifact}</label>
      <select class="input" id="artifact" name="artifact">
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
