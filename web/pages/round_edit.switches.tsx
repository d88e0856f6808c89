import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { RadioGroup, TextArea, TextField } from "../ui/controls";
import type { EditArtifact, EditLevel, FormTexts, RoundEditProps } from "./round_edit.model";

interface PartProps {
  lang: Lang;
  form: FormTexts;
  findings: RoundEditProps["findings"];
}

const errorsAt = ({ findings, lang }: PartProps, name: string) =>
  findings.filter((one) => one.path === name).map((one) => one[lang]);

/** Yes or no; both are sent, so that leaving the page out of a post changes nothing. */
function Choice(props: PartProps & { name: string; label: string; hint?: string; no: string; yes: string }) {
  const { form, name, label, hint, no, yes } = props;
  const options = [
    { value: "no", label: no },
    { value: "yes", label: yes },
  ];
  return <RadioGroup name={name} label={label} hint={hint} value={form[name] ?? "no"} options={options} />;
}

/** What the notice leaves open for one artifact, folded away: most keep it as it is. */
export function ArtifactSwitches(props: PartProps & { artifact: EditArtifact; fixed: boolean }) {
  const { lang, form, artifact, fixed } = props;
  const { key, kept, several } = artifact;
  const t = text(lang).round.switches;
  const handling = [
    { value: "collect", label: t.collect },
    { value: "declare", label: t.declare },
  ];
  return (
    <details class="more">
      <summary>{t.more}</summary>
      {kept && !fixed && (
        <RadioGroup
          name={`handling.${key}`}
          label={t.handling}
          hint={t.handlingHint}
          value={form[`handling.${key}`] ?? "collect"}
          options={handling}
        />
      )}
      {several && (
        <TextField
          name={`entries.${key}`}
          label={t.entries}
          hint={t.entriesHint}
          type="number"
          width="short"
          value={form[`entries.${key}`] ?? "0"}
          errors={errorsAt(props, `entries.${key}`)}
        />
      )}
      <Choice {...props} name={`nothing.${key}`} label={t.nothing} no={t.nothingNo} yes={t.nothingYes} />
    </details>
  );
}

/** What the notice leaves open for the whole round; each stands as asking for less unless switched on. */
export function Switches(props: RoundEditProps) {
  const { lang, form, levels, amend } = props;
  const t = text(lang).round.switches;
  return (
    <>
      <h2>{t.title}</h2>
      <section class="card">
        <p class="hint">{t.hint}</p>
        <Choice
          {...props}
          name="private"
          label={t.private}
          hint={t.privateHint}
          no={t.privateNo}
          yes={t.privateYes}
        />
        <Choice {...props} name="selfVote" label={t.selfVote} no={t.selfVoteNo} yes={t.selfVoteYes} />
        {amend === null && (
          <TextField
            name="grades"
            label={t.grades}
            hint={t.gradesHint}
            width="medium"
            value={form.grades ?? ""}
            errors={errorsAt(props, "grades")}
          />
        )}
        <TextArea
          name="aspects"
          label={t.aspects}
          hint={t.aspectsHint}
          rows={4}
          value={form.aspects ?? ""}
          errors={errorsAt(props, "aspects")}
        />
        {levels.length > 0 && <Levels lang={lang} form={form} levels={levels} />}
      </section>
    </>
  );
}

const LEVELS = ["block", "warn", "inform", "off"] as const;

/** The checks that this round takes harder or softer than usual. */
function Levels(props: { lang: Lang; form: FormTexts; levels: readonly EditLevel[] }) {
  const { lang, form, levels } = props;
  return (
    <>
      <h3 class="field">{text(lang).round.switches.levels}</h3>
      {levels.map((one) => (
        <LevelChoice key={one.code} lang={lang} level={one} value={form[`level.${one.code}`] ?? ""} />
      ))}
    </>
  );
}

function LevelChoice({ lang, level, value }: { lang: Lang; level: EditLevel; value: string }) {
  const t = text(lang).round.switches;
  const { code, form, source, usual } = level;
  const name = `level.${code}`;
  const facts = [source, usual !== null && t.usual(t.level[usual]), form !== null && code];
  return (
    <div class="field">
      <label for={name}>{form?.[lang] ?? code}</label>
      <div class="hint" id={`${name}-hint`}>
        {facts.filter(Boolean).join(" · ")}
      </div>
      <select class="input medium" name={name} id={name} aria-describedby={`${name}-hint`}>
        <option value="usual">{t.asUsual}</option>
        {LEVELS.map((one) => (
          <option key={one} value={one} selected={one === value}>
            {t.level[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
