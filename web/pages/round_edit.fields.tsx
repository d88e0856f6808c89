import type { Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { text } from "../text";
import { RadioGroup, TextField } from "../ui/controls";
import type { EditArtifact, FormTexts, RoundEditProps } from "./round_edit.model";
import { ArtifactSwitches } from "./round_edit.switches";

interface PartProps {
  lang: Lang;
  form: FormTexts;
  findings: readonly Finding[];
}

const errorsAt = (findings: readonly Finding[], lang: Lang, name: string) =>
  findings.filter((one) => one.path === name).map((one) => one[lang]);

function Field(
  props: PartProps & {
    name: string;
    label: string;
    hint?: string;
    type?: "text" | "date" | "number";
    width?: "short" | "medium" | "full";
  },
) {
  const { form, findings, lang, name, ...rest } = props;
  return <TextField {...rest} name={name} value={form[name] ?? ""} errors={errorsAt(findings, lang, name)} />;
}

function DateAndTime(
  props: PartProps & { prefix: string; id: string; dateLabel: string; timeLabel: string },
) {
  const { prefix, id, dateLabel, timeLabel, ...part } = props;
  return (
    <>
      <Field {...part} name={`${prefix}_date.${id}`} label={dateLabel} type="date" width="short" />
      <TimeField {...part} name={`${prefix}_time.${id}`} label={timeLabel} />
    </>
  );
}

function TimeField({ form, findings, lang, name, label }: PartProps & { name: string; label: string }) {
  return (
    <TextField
      name={name}
      label={label}
      value={form[name] ?? ""}
      width="short"
      errors={errorsAt(findings, lang, name)}
      attrs={{ type: "time" }}
    />
  );
}

export function Artifacts(props: RoundEditProps) {
  const { lang, form, findings, artifacts } = props;
  const t = text(lang).committee;
  return (
    <>
      <h2>{t.edit.artifacts}</h2>
      <p class="hint">{t.edit.artifactsHint}</p>
      <p class="hint">{t.edit.dueTimeHint}</p>
      {artifacts.map((one) => (
        <ArtifactFields
          key={one.key}
          lang={lang}
          form={form}
          findings={findings}
          artifact={one}
          fixed={props.amend !== null}
        />
      ))}
    </>
  );
}

function ArtifactFields({
  artifact,
  fixed,
  ...part
}: PartProps & { artifact: EditArtifact; fixed: boolean }) {
  const { lang, form } = part;
  const t = text(lang).committee;
  const { key } = artifact;
  const marks = [
    t.kinds[artifact.kind],
    artifact.sealed ? t.edit.sealed : "",
    artifact.inferred ? t.edit.inferred : "",
  ].filter(Boolean);
  return (
    <section class="card artifact-edit" aria-labelledby={`title.${key}`}>
      <h3 id={`title.${key}`}>
        {artifact.title[lang]} <span class="soft small">{marks.join(" · ")}</span>
      </h3>
      {artifact.source !== null && (
        <p class="hint">
          {t.edit.source}
          {text(lang).common.colon}“{artifact.source}”
        </p>
      )}
      <AskChoice
        lang={lang}
        name={`ask.${key}`}
        value={form[`ask.${key}`] ?? "off"}
        title={artifact.title[lang]}
      />
      <div class="fields">
        <DateAndTime {...part} prefix="due" id={key} dateLabel={t.edit.dueDate} timeLabel={t.edit.dueTime} />
        {artifact.countsChars && (
          <Field {...part} name={`chars.${key}`} label={t.edit.minChars} type="number" width="short" />
        )}
        {artifact.kind === "paper" && (
          <>
            <Field {...part} name={`copies.${key}`} label={t.edit.copies} type="number" width="short" />
            <Field {...part} name={`deliver.${key}`} label={t.edit.deliverTo} width="medium" />
          </>
        )}
      </div>
      <ArtifactSwitches {...part} artifact={artifact} fixed={fixed} />
    </section>
  );
}

/** Three radios in a row: whether the artifact is asked for. */
function AskChoice({ lang, name, value, title }: { lang: Lang; name: string; value: string; title: string }) {
  const t = text(lang).committee;
  return (
    <fieldset class="ask">
      <legend class="sr">{`${title} ${t.edit.ask}`}</legend>
      {(["required", "optional", "off"] as const).map((choice) => (
        <label class="choice" key={choice}>
          <input type="radio" name={name} value={choice} checked={value === choice} />
          <span>{t.asks[choice]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** First of all: a template brings the dates of its own year. */
export function Shift(part: PartProps) {
  const t = text(part.lang).committee.edit;
  return (
    <section class="card">
      <Field {...part} name="shiftTo" label={t.shiftTo} hint={t.shiftHint} type="date" width="short" />
      <p class="do">
        <button class="btn" type="submit" name="action" value="shift">
          {t.shiftGo}
        </button>
      </p>
    </section>
  );
}

export function Milestones(props: RoundEditProps) {
  const { lang, form, findings, milestones } = props;
  const t = text(lang).committee.edit;
  if (milestones.length === 0) return null;
  return (
    <>
      <h2>{t.milestones}</h2>
      {milestones.map((one) => (
        <fieldset class="card" key={one.key}>
          <legend class="label">{one.title[lang]}</legend>
          {one.dueText !== null && <p class="hint">“{one.dueText}”</p>}
          <div class="fields">
            <DateAndTime
              lang={lang}
              form={form}
              findings={findings}
              prefix="milestone"
              id={one.key}
              dateLabel={t.dueDate}
              timeLabel={t.dueTime}
            />
          </div>
        </fieldset>
      ))}
    </>
  );
}

export function NoticeFields(part: PartProps) {
  const t = text(part.lang).committee.edit;
  return (
    <>
      <h2>{t.notice}</h2>
      <section class="card">
        <Field {...part} name="notice.title" label={t.noticeTitle} />
        <Field {...part} name="notice.number" label={t.number} width="medium" />
        <Field {...part} name="notice.issuer" label={t.issuer} />
        <Field {...part} name="notice.issuedOn" label={t.issuedOn} type="date" width="short" />
        <Field {...part} name="theme" label={t.theme} />
      </section>
      <h2>{t.contact}</h2>
      <section class="card">
        <p class="hint">{t.contactHint}</p>
        <div class="fields">
          <Field {...part} name="contact.name" label={t.contactName} width="medium" />
          <Field {...part} name="contact.office" label={t.office} width="medium" />
          <Field {...part} name="contact.phone" label={t.phone} width="medium" />
          <Field {...part} name="contact.hours" label={t.hours} width="medium" />
        </div>
      </section>
    </>
  );
}

export function EndFields(part: PartProps) {
  const t = text(part.lang).committee.edit;
  return (
    <>
      <h2>{t.rules}</h2>
      <section class="card">
        <RadioGroup
          name="late"
          label={t.late}
          value={part.form.late ?? "accept"}
          options={[
            { value: "accept", label: t.lateAccept },
            { value: "refuse", label: t.lateRefuse },
          ]}
        />
        <p class="hint closes-hint">{t.closesHint}</p>
        <div class="fields">
          <DateAndTime {...part} prefix="closes" id="at" dateLabel={t.closes} timeLabel={t.closesTime} />
        </div>
        <Field {...part} name="retainUntil" label={t.retain} hint={t.retainHint} type="date" width="short" />
      </section>
    </>
  );
}
