import type { Bilingual } from "../../schemas/artifact";
import { formatInstant, type Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { RadioGroup, TextField } from "../ui/controls";
import { ProblemSummary } from "../ui/problems";
import { StateBadge } from "../ui/state";
import { CommitteeFrame, type StaffView } from "./committee.frame";

/** An arrival form as stored or as typed. */
export interface PaperFormTexts {
  date: string;
  time: string;
  copies: string;
  sealed: string;
  receivedBy: string;
  note: string;
}

export interface DeskArtifact {
  key: string;
  title: Bilingual;
  copies: number | null;
  sealed: boolean;
  deliverTo: string | null;
  due: Bilingual | null;
  overdue: boolean;
  /** The arrival already recorded. */
  arrival: { arrivedAt: string; copies: number; receivedBy: string } | null;
  /** Id of that arrival, "" for none, so that a form sent twice is recorded once. */
  after: string;
  form: PaperFormTexts;
  findings: readonly Finding[];
}

export interface DeskSubmission {
  id: string;
  roundId: string;
  roundTitle: string;
  code: string;
  name: string;
  /** Required artifacts that are neither paper nor in. */
  missingElectronic: number;
  receiptNumber: string | null;
  artifacts: readonly DeskArtifact[];
}

/** Why nothing was found or recorded: a conflict, a field, or the refusal's own sentence. */
export interface DeskProblem {
  kind: "conflict" | "field" | "refusal";
  sentence: Bilingual;
}

export interface DeskProps {
  lang: Lang;
  staff: StaffView;
  /** As typed. */
  code: string;
  problem: DeskProblem | null;
  found: DeskSubmission | null;
  done: boolean;
}

export function DeskPage({ lang, staff, code, problem, found, done }: DeskProps) {
  const t = text(lang).committee.desk;
  return (
    <CommitteeFrame lang={lang} staff={staff} title={t.title} section="desk" wide={false}>
      <h1>{t.title}</h1>
      <p class="soft">{t.what}</p>
      {problem !== null && (
        <Callout tone="red" live>
          {describeProblem(problem, lang)}
        </Callout>
      )}
      <form method="get" action="/committee/desk" class="desk-find">
        <TextField
          name="code"
          label={t.code}
          hint={t.codeHint}
          value={code}
          width="medium"
          attrs={{ autocomplete: "off", autocapitalize: "characters", spellcheck: false, maxlength: 20 }}
        />
        <button class={found === null ? "btn primary" : "btn"} type="submit">
          {t.find}
        </button>
      </form>
      {found !== null && <Found lang={lang} found={found} done={done} />}
      <p class="hint">
        {t.secrecy}
        {text(lang).common.secrecy}
      </p>
    </CommitteeFrame>
  );
}

function describeProblem({ kind, sentence }: DeskProblem, lang: Lang): string {
  const t = text(lang).committee.desk;
  if (kind === "conflict") return t.conflict;
  return kind === "field" ? `${t.refused}${text(lang).common.colon}${sentence[lang]}` : sentence[lang];
}

function Found({ lang, found, done }: { lang: Lang; found: DeskSubmission; done: boolean }) {
  const t = text(lang).committee.desk;
  return (
    <section aria-labelledby="branch">
      <h2 id="branch">
        <a href={`/committee/rounds/${found.roundId}/branches/${found.id}`}>{found.name}</a>{" "}
        <span class="soft small">{found.code}</span>
      </h2>
      <p class="soft">{found.roundTitle}</p>
      {done && (
        <Callout tone="green" live>
          {t.recorded}
          {found.receiptNumber !== null && ` ${t.complete}${text(lang).common.colon}${found.receiptNumber}`}
          {found.receiptNumber === null &&
            found.missingElectronic > 0 &&
            ` ${t.stillMissing(found.missingElectronic)}`}
        </Callout>
      )}
      {found.artifacts.length === 0 && <p class="card">{t.noPaper}</p>}
      {found.artifacts.map((one) => (
        <PaperCard
          key={one.key}
          lang={lang}
          found={found}
          artifact={one}
          single={found.artifacts.length === 1}
        />
      ))}
    </section>
  );
}

interface CardProps {
  lang: Lang;
  found: DeskSubmission;
  artifact: DeskArtifact;
  single: boolean;
}

function PaperCard({ lang, found, artifact, single }: CardProps) {
  const t = text(lang).committee.desk;
  const { arrival, findings } = artifact;
  const asks = [
    artifact.sealed ? t.sealAsked : t.noSealAsked,
    t.copiesAsked(artifact.copies ?? 1),
    artifact.deliverTo,
    artifact.due?.[lang],
  ];
  const state = arrival !== null ? "received" : artifact.overdue ? "overdue" : "awaiting_paper";
  return (
    <section class="card" id={`a-${artifact.key}`}>
      <div class="row spread">
        <h3>{artifact.title[lang]}</h3>
        <StateBadge lang={lang} state={state} />
      </div>
      <p class="soft small">{asks.filter(Boolean).join(" · ")}</p>
      {arrival !== null && (
        <p>{t.was(formatInstant(arrival.arrivedAt, "short", lang), arrival.copies, arrival.receivedBy)}</p>
      )}
      {findings.length > 0 && <ProblemSummary lang={lang} title={t.refused} findings={findings} />}
      {arrival !== null && findings.length === 0 ? (
        <details>
          <summary>{t.correct}</summary>
          <ArrivalForm lang={lang} found={found} artifact={artifact} single={single} />
        </details>
      ) : (
        <ArrivalForm lang={lang} found={found} artifact={artifact} single={single} />
      )}
    </section>
  );
}

/** Ids must differ when a branch owes two papers; names stay the same in every form. */
function ArrivalForm({ lang, found, artifact }: CardProps) {
  const t = text(lang).committee.desk;
  const { form, findings, key } = artifact;
  const errors = (name: string) =>
    findings.filter((one) => one.path === `${key}.${name}`).map((one) => one[lang]);
  const field = (name: keyof PaperFormTexts) => ({
    name: `${key}.${name}`,
    value: form[name],
    errors: errors(name),
  });
  return (
    <form
      method="post"
      action={`/committee/rounds/${found.roundId}/branches/${found.id}/papers/${key}`}
      class="arrival"
    >
      <input type="hidden" name="after" value={artifact.after} />
      <div class="fields">
        <TextField {...field("date")} label={t.date} type="date" width="short" />
        <TextField {...field("time")} label={t.time} width="short" attrs={{ type: "time" }} />
        <TextField
          {...field("copies")}
          label={t.copies}
          type="number"
          width="short"
          attrs={{ min: 1, max: 999 }}
        />
      </div>
      <RadioGroup
        {...field("sealed")}
        label={t.sealed}
        options={[
          { value: "yes", label: t.yes },
          { value: "no", label: t.no },
        ]}
      />
      <TextField {...field("receivedBy")} label={t.receivedBy} width="medium" attrs={{ maxlength: 40 }} />
      <TextField
        {...field("note")}
        label={t.note}
        hint={t.noteHint}
        attrs={{ maxlength: 200, autocomplete: "off" }}
      />
      <p class="do">
        <button class={artifact.arrival === null ? "btn primary" : "btn"} type="submit">
          {artifact.arrival === null ? t.go : t.correct}
        </button>
      </p>
    </form>
  );
}
