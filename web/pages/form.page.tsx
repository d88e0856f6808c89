import { formatDue, formatInstant, type Lang } from "../../schemas/deadline";
import type { FormDefinition } from "../../schemas/forms/vocabulary";
import type { Finding } from "../../schemas/problem";
import { text } from "../text";
import { findIsland } from "../ui/assets";
import { Callout } from "../ui/callout";
import { describeCount } from "../ui/count";
import { EntryRead } from "../ui/entry.read";
import { FieldView } from "../ui/fields";
import { FileFields } from "../ui/file.fields";
import { Layout } from "../ui/layout";
import { ProblemSummary } from "../ui/problems";
import type { FormView } from "./form.model";

export interface FormPageProps {
  lang: Lang;
  view: FormView;
}

/** A table with more columns needs the whole width of a screen. */
const MAX_NARROW_COLUMNS = 5;

/** Each form has checks of its own, in each language, so that nobody loads those of another. */
const findChecks = (form: FormDefinition, lang: Lang): string | undefined =>
  findIsland(`checks.${form.id.replace(/_/g, "-")}`, lang);

/** A form of any definition. Works without JavaScript; the islands save, count and check while somebody types. */
export function FormPage({ lang, view }: FormPageProps) {
  const { branch, common } = text(lang);
  const wide = view.form.fields.some((one) => (one.columns?.length ?? 0) > MAX_NARROW_COLUMNS);
  const withFiles = view.form.fields.some((one) => one.kind === "file");
  return (
    <Layout
      lang={lang}
      title={view.title[lang]}
      lead={view.issuer}
      wide={wide}
      islands={view.open ? ["form", ...(withFiles ? ["upload"] : [])] : []}
      foot={<p>{common.secrecy}</p>}
    >
      <p class="no-print">
        <a href={`/b/${view.submissionId}#a-${view.artifactKey}`}>{branch.form.back}</a>
      </p>
      <p class="small soft">{view.branchName}</p>
      <h1>{view.title[lang]}</h1>
      <Intro lang={lang} view={view} />
      <Messages lang={lang} view={view} />
      {view.closed === null ? (
        <EntryForm lang={lang} view={view} />
      ) : (
        <div class="card">
          <EntryRead class="differences" fields={view.closed.fields} />
        </div>
      )}
      <FileFields lang={lang} view={view} />
      {view.open && <Actions lang={lang} view={view} />}
    </Layout>
  );
}

function Intro({ lang, view }: FormPageProps) {
  const t = text(lang).branch.form;
  return (
    <>
      {view.due !== null && (
        <p>
          {t.dueLine(formatDue(view.due, lang))}
          {view.dueText !== null && <span class="soft small"> {view.dueText}</span>}
        </p>
      )}
      {view.source !== null && <p class="small soft">{t.quoted(view.source)}</p>}
      {view.form.note !== undefined && <p class="small soft">{view.form.note[lang]}</p>}
      {view.open && <p class="small soft">{t.allRequired}</p>}
    </>
  );
}

/** The control a finding belongs to: an item of a list is mended in the list's own field or cell. */
export function findAnchor(form: FormDefinition, path: string): string {
  const [key = "", index, part] = path.split(".");
  const kind = form.fields.find((one) => one.key === key)?.kind;
  if (kind === "rows") return !index || !part ? key : `${key}.${index}.${part}`;
  return kind === "person" ? path : key;
}

const anchored = (form: FormDefinition, findings: readonly Finding[]) =>
  findings.map((one) => ({ ...one, path: findAnchor(form, one.path) }));

function Messages({ lang, view }: FormPageProps) {
  const t = text(lang).branch.form;
  const blocks = view.findings.filter((one) => one.level === "block");
  const asides = view.findings.filter((one) => one.level === "warn");
  const warned = view.handedIn?.warnings ?? [];
  return (
    <>
      {view.problem !== null && (
        <ProblemSummary lang={lang} title={view.problem} findings={anchored(view.form, blocks)} />
      )}
      {view.closed !== null && (
        <>
          {view.problem === null && <Callout tone="amber">{view.closed.sentence}</Callout>}
          <p>{view.problem === null ? t.readOnly : t.closed}</p>
        </>
      )}
      {asides.length > 0 && (
        <Callout tone="amber">
          <strong>{t.warnings(asides.length)}</strong>
          <FindingList lang={lang} form={view.form} findings={asides} />
        </Callout>
      )}
      {view.differences.length > 0 && <Differences lang={lang} view={view} />}
      {view.problem === null && view.handedIn !== null && (
        <Callout tone="green" live>
          <p>
            <strong>
              {t.handedIn(view.handedIn.version, formatInstant(view.handedIn.receivedAt, "short", lang))}
            </strong>
          </p>
          {view.open && <p class="small">{t.changeHint}</p>}
        </Callout>
      )}
      {view.problem === null && view.handedIn !== null && <RuleNotes lang={lang} view={view} />}
      {warned.length > 0 && (
        <Callout tone="amber">
          <strong>{t.warningsTitle}</strong>
          <FindingList lang={lang} form={view.form} findings={warned} />
        </Callout>
      )}
      {view.problem === null && view.draftSavedAt !== null && (
        <p class="text-blue">{t.draftOf(formatInstant(view.draftSavedAt, "short", lang))}</p>
      )}
    </>
  );
}

/** What does not agree with the other artifacts, and so keeps this one from counting, or is worth a look. */
function RuleNotes({ lang, view }: FormPageProps) {
  const t = text(lang).review.branch;
  const said = view.ruleFindings.filter((one) => one.level !== "inform");
  if (said.length === 0) return null;
  const blocked = said.some((one) => one.level === "block");
  return (
    <Callout tone={blocked ? "red" : "amber"}>
      <strong>{blocked ? t.blocked : t.notes}</strong>
      <FindingList lang={lang} form={view.form} findings={said} />
    </Callout>
  );
}

function FindingList(props: { lang: Lang; form: FormDefinition; findings: readonly Finding[] }) {
  return (
    <ul>
      {anchored(props.form, props.findings).map((one) => (
        <li key={`${one.path} ${one.code}`}>
          <a href={`#${one.path}`}>{one[props.lang]}</a>
        </li>
      ))}
    </ul>
  );
}

function Differences({ lang, view }: FormPageProps) {
  return (
    <Callout tone="amber">
      <strong>{text(lang).branch.form.stale}</strong>
      <dl class="differences">
        {view.differences.map((one) => (
          <div key={one.label.zh}>
            <dt>{one.label[lang]}</dt>
            <dd>{one.text}</dd>
          </div>
        ))}
      </dl>
    </Callout>
  );
}

function EntryForm({ lang, view }: FormPageProps) {
  const t = text(lang).branch.form;
  const api = `/api/submissions/${view.submissionId}/artifacts/${view.artifactKey}/draft${view.itemPath}`;
  return (
    <form
      class="card"
      id="entry-form"
      method="post"
      noValidate
      action={`/b/${view.submissionId}/forms/${view.artifactKey}${view.itemPath}`}
      data-lang={lang}
      data-draft={api}
      data-checks={findChecks(view.form, lang)}
      data-context={JSON.stringify(view.context)}
      data-saving={t.saving}
      data-saved={t.saved("{at}")}
      data-unsaved={t.unsaved}
      data-compare={t.compare}
      data-blank-day={t.blankDay}
      data-blank-time={t.blankTime}
    >
      {/* Enter in a line presses the first button of a form: it must only ever save. */}
      <button class="sr" type="submit" name="action" value="save" tabIndex={-1} aria-hidden="true">
        {t.save}
      </button>
      <input type="hidden" name="revision" value={view.revision} />
      {view.form.fields.map((field) => (
        <FieldView key={field.key} lang={lang} view={view} field={field} />
      ))}
    </form>
  );
}

function Actions({ lang, view }: FormPageProps) {
  const t = text(lang).branch.form;
  const { chars, han } = view.figures;
  return (
    <div class="actions no-print">
      {chars !== null && han !== null && view.minChars !== null && (
        <p
          id="char-line"
          class="small"
          data-count={t.count("{chars}", "{least}")}
          data-han={t.countHan("{han}")}
          data-least={view.minChars}
        >
          {describeCount(
            { count: t.count("{chars}", "{least}"), han: t.countHan("{han}") },
            { chars, han, least: view.minChars },
          )}
        </p>
      )}
      <p id="draft-line" class="small soft" role="status" />
      <div class="row fill">
        <button class="btn primary" type="submit" form="entry-form" name="action" value="hand_in">
          {t.handIn}
        </button>
        <button class="btn" type="submit" form="entry-form" name="action" value="save">
          {t.save}
        </button>
      </div>
    </div>
  );
}
