import type { Bilingual } from "../../schemas/artifact";
import type { Lang } from "../../schemas/deadline";
import type { ProfileName } from "../../schemas/round";
import { text } from "../text";
import { TextArea } from "../ui/controls";
import { ProblemSummary } from "../ui/problems";
import { CommitteeFrame, type StaffView } from "./committee.frame";

/** What one profile of a template asks for. */
export interface ProfileView {
  name: ProfileName;
  required: readonly Bilingual[];
  optional: readonly Bilingual[];
}

export interface TemplateView {
  id: string;
  title: Bilingual;
  profiles: readonly ProfileView[];
  note: string | null;
}

export interface RoundNewProps {
  lang: Lang;
  staff: StaffView;
  templates: readonly TemplateView[];
  /** The pasted definition, kept when it is refused. */
  json: string;
  problems: readonly { zh: string; en: string }[];
  /** Why the text is no JSON at all; null when it is. */
  notJson: string | null;
}

export function RoundNewPage({ lang, staff, templates, json, problems, notJson }: RoundNewProps) {
  const t = text(lang).committee.create;
  const broken = (of: Lang) => text(of).committee.create.notJson(notJson ?? "");
  const listed = notJson === null ? problems : [{ zh: broken("zh"), en: broken("en") }];
  return (
    <CommitteeFrame lang={lang} staff={staff} title={t.title} section="rounds" wide={false}>
      <h1>{t.title}</h1>
      <p class="soft">{t.what}</p>
      {listed.length > 0 && (
        <ProblemSummary
          lang={lang}
          title={t.badJson}
          findings={listed.map((one) => ({ path: "json", ...one }))}
        />
      )}
      <h2>{t.fromTemplate}</h2>
      {templates.map((one) => (
        <TemplateCard key={one.id} lang={lang} template={one} />
      ))}
      <h2>{t.fromJson}</h2>
      <form method="post" action="/committee/rounds" encType="multipart/form-data" class="card">
        <TextArea
          name="json"
          label={t.json}
          hint={t.jsonHint}
          value={json}
          rows={8}
          attrs={{ spellcheck: false, autocomplete: "off" }}
        />
        <div class="field">
          <label for="file">{t.jsonFile}</label>
          <input type="file" id="file" name="file" accept=".json,application/json" />
        </div>
        <p class="do">
          <button class="btn" type="submit">
            {t.jsonGo}
          </button>
        </p>
      </form>
    </CommitteeFrame>
  );
}

/** One notice, both of its profiles side by side in words: what each requires decides which one fits. */
function TemplateCard({ lang, template }: { lang: Lang; template: TemplateView }) {
  const t = text(lang).committee;
  return (
    <form method="post" action="/committee/rounds" class="card">
      <h3>{template.title[lang]}</h3>
      <input type="hidden" name="template" value={template.id} />
      <fieldset class="field">
        <legend class="sr">{t.create.profile}</legend>
        {template.profiles.map((one, index) => (
          <ProfileChoice key={one.name} lang={lang} profile={one} first={index === 0} />
        ))}
      </fieldset>
      {template.note !== null && <p class="hint">{template.note}</p>}
      <p class="do">
        <button class="btn" type="submit">
          {t.create.go}
          <span class="sr">{template.title[lang]}</span>
        </button>
      </p>
    </form>
  );
}

function ProfileChoice({ lang, profile, first }: { lang: Lang; profile: ProfileView; first: boolean }) {
  const t = text(lang);
  const { create, profiles } = t.committee;
  const list = (items: readonly Bilingual[]) => items.map((one) => one[lang]).join(t.common.separator);
  return (
    <div class="profile">
      <label class="choice">
        <input type="radio" name="profile" value={profile.name} checked={first} />
        <span>
          <strong>{profiles[profile.name]}</strong>
          {t.common.colon}
          {create.requires(profile.required.length)}
        </span>
      </label>
      <div class="profile-list small">
        <p class="soft">{profile.name === "literal" ? create.literalWhat : create.fullWhat}</p>
        {profile.required.length > 0 && (
          <p>
            {t.committee.asks.required}
            {t.common.colon}
            {list(profile.required)}
          </p>
        )}
        {profile.optional.length > 0 && (
          <p>
            {t.committee.asks.optional}
            {t.common.colon}
            {list(profile.optional)}
          </p>
        )}
      </div>
    </div>
  );
}
