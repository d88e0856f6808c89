import type { Bilingual } from "../../schemas/artifact";
import type { Decision } from "../../schemas/completeness";
import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { ArtifactSelect } from "../ui/artifact.select";
import { Callout } from "../ui/callout";
import { CheckBox, TextArea, TextField } from "../ui/controls";
import type { ArtifactView, SubmissionProps } from "./submission.model";

interface ReviewProps {
  lang: Lang;
  /** Where the forms of this branch post to. */
  base: string;
  artifact: ArtifactView;
  refused: SubmissionProps["refused"];
}

/** What the committee decided of an artifact, what rules say of it, and what it may decide. */
export function ReviewSection(props: ReviewProps) {
  const { lang, artifact } = props;
  const t = text(lang).review;
  const { told, pending } = artifact.review;
  return (
    <>
      {told !== null && (
        <p>
          {t.told[told.decision](formatInstant(told.at, "short", lang), told.by)}
          {told.number !== "" && ` · ${t.number(told.number)}`}
          {told.reason !== "" && <span class="soft"> {t.reason(told.reason)}</span>}
        </p>
      )}
      {pending && <Callout tone="amber">{t.pending}</Callout>}
      <Findings lang={lang} artifact={artifact} />
      <Decisions {...props} />
    </>
  );
}

function Findings({ lang, artifact }: Pick<ReviewProps, "lang" | "artifact">) {
  const t = text(lang).review;
  if (artifact.findings.length === 0) return null;
  const blocked = artifact.findings.some((one) => one.level === "block");
  return (
    <Callout tone={blocked ? "red" : "amber"}>
      <strong>{t.findings}</strong>
      <ul>
        {artifact.findings.map((one) => (
          <li key={`${one.code} ${one.path}`}>
            {one[lang]}
            {one.line != null && <span class="soft small"> {t.ruleOf(one.line)}</span>}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Decisions(props: ReviewProps) {
  const { lang, artifact, refused } = props;
  const t = text(lang).review;
  const { offers } = artifact.review;
  if (offers.length === 0) return null;
  const open = refused?.place === `a-${artifact.key}`;
  return (
    <details class="review" open={open}>
      <summary>{t.decide}</summary>
      {open && (
        <p class="error" role="alert">
          {refused.sentence[lang]}
        </p>
      )}
      {offers.map((decision) => (
        <DecisionForm key={decision} {...props} decision={decision} />
      ))}
    </details>
  );
}

function DecisionForm({ lang, base, artifact, refused, decision }: ReviewProps & { decision: Decision }) {
  const t = text(lang).review;
  const typed =
    refused?.place === `a-${artifact.key}` && refused.typed.decision === decision ? refused.typed : {};
  const name = (part: string) => `${artifact.key}-${decision}-${part}`;
  return (
    <form method="post" action={`${base}/artifacts/${artifact.key}/review`} class="decision">
      <input type="hidden" name="decision" value={decision} />
      <input type="hidden" name="seen" value={artifact.review.seen} />
      {decision === "file" && (
        <Line id={name("number")} name="number" label={t.numberLabel} value={typed.number} />
      )}
      {(decision === "return" || decision === "waive") && (
        <Line
          id={name("reason")}
          name="reason"
          label={decision === "return" ? t.returnReason : t.waiveReason}
          hint={decision === "return" ? t.returnHint : t.waiveHint}
          value={typed.reason}
        />
      )}
      <button class={decision === "accept" ? "btn small primary" : "btn small"} type="submit">
        {t.verbs[decision]}
        <span class="sr"> {artifact.title[lang]}</span>
      </button>
    </form>
  );
}

interface LineProps {
  id: string;
  name: string;
  label: string;
  hint?: string;
  value?: string | undefined;
}

/** A line of a form of which a page has many: its id is not its name. */
function Line({ id, name, label, hint, value }: LineProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <input
        class="input"
        type="text"
        id={id}
        name={name}
        value={value}
        maxLength={300}
        aria-required="true"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
    </div>
  );
}

/** Strikes out what came by a link that got out. */
export function StrikeForm(props: {
  lang: Lang;
  base: string;
  fileId: string;
  refused: SubmissionProps["refused"];
}) {
  const { lang, base, fileId, refused } = props;
  const t = text(lang).review.strike;
  const place = `strike-${fileId}`;
  const said = refused?.place === place ? refused.sentence[lang] : null;
  return (
    <details class="strike" id={place} open={said !== null}>
      <summary>{t.open}</summary>
      <form method="post" action={`${base}/files/${fileId}/strike`}>
        <p class="small">{t.what}</p>
        {said !== null && (
          <p class="error" role="alert">
            {said}
          </p>
        )}
        <Line id={`${place}-reason`} name="reason" label={t.reason} />
        <button class="btn small" type="submit">
          {t.go}
        </button>
      </form>
    </details>
  );
}

/** A later deadline of this branch, of one artifact or of all. */
export function ExtensionSection(props: {
  lang: Lang;
  base: string;
  artifacts: readonly { key: string; title: Bilingual; due: Bilingual | null }[];
  refused: SubmissionProps["refused"];
}) {
  const { lang, base, refused } = props;
  const t = text(lang).review.extend;
  const dated = props.artifacts.filter((one) => one.due !== null);
  if (dated.length === 0) return null;
  const mine = refused?.place === "extend" ? refused : null;
  const typed = mine?.typed ?? {};
  return (
    <details class="card" id="extend" open={mine !== null}>
      <summary>{t.title}</summary>
      <form method="post" action={`${base}/extensions`}>
        <p class="small">{t.what}</p>
        {mine !== null && (
          <p class="error" role="alert">
            {mine.sentence[lang]}
          </p>
        )}
        <ArtifactSelect lang={lang} artifacts={dated} chosen={typed.artifact} />
        <TextField
          name="due"
          label={t.due}
          hint={t.dueHint}
          width="medium"
          value={typed.due ?? ""}
          required
        />
        <TextArea name="reason" label={t.reason} rows={2} value={typed.reason ?? ""} required />
        <CheckBox
          name="retroactive"
          value="yes"
          label={t.retroactive}
          checked={typed.retroactive === "yes"}
        />
        <p class="do">
          <button class="btn small" type="submit">
            {t.go}
          </button>
        </p>
      </form>
    </details>
  );
}
