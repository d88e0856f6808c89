import type { RequestFact } from "../../schemas/api.request";
import type { Bilingual } from "../../schemas/artifact";
import { formatDue, formatInstant, type Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { text } from "../text";
import { ArtifactSelect } from "../ui/artifact.select";
import { TextArea, TextField } from "../ui/controls";
import { Layout } from "../ui/layout";
import { ProblemSummary } from "../ui/problems";
import { Badge } from "../ui/state";

export interface AskPageProps {
  lang: Lang;
  submissionId: string;
  branchName: string;
  issuer: string;
  contacts: readonly { who: string; phone: string | null }[];
  artifacts: readonly { key: string; title: Bilingual; due: string | null; withdrawn: boolean }[];
  requests: readonly RequestFact[];
  /** What is wrong with what was typed: the path is the id of its field, "" where it belongs to none. */
  findings: readonly Finding[];
  typed: { kind: string; artifact: string; due: string; text: string };
}

const sayContacts = ({ lang, contacts }: AskPageProps) =>
  contacts.map(({ who, phone }) => [who, phone].filter(Boolean).join(" ")).join(text(lang).common.pause);

const TONES = { open: "amber", granted: "green", declined: "red", answered: "green" } as const;

/** Where a branch asks for a later deadline or writes to the contact, and sees what became of it. */
export function AskPage(props: AskPageProps) {
  const { lang, submissionId, branchName, findings, requests } = props;
  const t = text(lang).ask;
  return (
    <Layout lang={lang} title={t.title} lead={props.issuer} foot={<p>{text(lang).common.secrecy}</p>}>
      <p class="no-print">
        <a href={`/b/${submissionId}`}>{text(lang).branch.form.back}</a>
      </p>
      <p class="small soft">{branchName}</p>
      <h1>{t.title}</h1>
      <p>{t.contact(sayContacts(props))}</p>
      {findings.length > 0 && <ProblemSummary lang={lang} title={t.refused} findings={findings} />}
      {requests.length > 0 && <Asked {...props} />}
      <ExtensionForm {...props} />
      <MessageForm {...props} />
    </Layout>
  );
}

function Asked({ lang, requests, artifacts }: AskPageProps) {
  const t = text(lang).ask;
  const titleOf = (key: string | null) => artifacts.find((one) => one.key === key)?.title[lang] ?? t.all;
  return (
    <>
      <h2 id="asked">{t.asked}</h2>
      <ul class="card plain requests">
        {requests.map((one) => (
          <li key={one.id}>
            <p>
              <Badge tone={TONES[one.state]}>{t.states[one.state]}</Badge>{" "}
              <span class="small soft">
                {formatInstant(one.askedAt, "short", lang)} · {t.kinds[one.kind]}
                {one.kind === "extension" && ` · ${titleOf(one.artifactKey)}`}
                {one.due !== null && ` · ${t.wished(formatDue(one.due, lang))}`}
              </span>
            </p>
            <p class="typed">{one.text}</p>
            {one.answeredAt !== null && (
              <p class="callout">
                <span class="small soft">{formatInstant(one.answeredAt, "short", lang)}</span>{" "}
                {one.answer === "" ? t.states[one.state] : one.answer}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What is wrong with one field, beside it. */
const listErrors = ({ lang, findings }: AskPageProps, id: string) =>
  findings.filter((one) => one.path === id).map((one) => one[lang]);

function ExtensionForm(props: AskPageProps) {
  const { lang, submissionId, artifacts, typed } = props;
  const t = text(lang).ask;
  const dated = artifacts.filter((one) => one.due !== null && !one.withdrawn);
  if (dated.length === 0) return null;
  const mine = typed.kind === "message" ? { artifact: "", due: "", text: "" } : typed;
  return (
    <form class="card" method="post" action={`/b/${submissionId}/ask`} id="extension">
      <h2>{t.extension}</h2>
      <input type="hidden" name="kind" value="extension" />
      <ArtifactSelect
        lang={lang}
        artifacts={dated}
        chosen={mine.artifact}
        errors={listErrors(props, "artifact")}
      />
      <TextField
        name="due"
        label={t.due}
        hint={t.dueHint}
        type="date"
        width="medium"
        value={mine.due}
        errors={listErrors(props, "due")}
        required
      />
      <TextArea
        name="text"
        label={t.reason}
        rows={3}
        value={mine.text}
        errors={listErrors(props, "text")}
        required
      />
      <button class="btn primary" type="submit">
        {t.sendExtension}
      </button>
    </form>
  );
}

function MessageForm(props: AskPageProps) {
  const { lang, submissionId, typed } = props;
  const t = text(lang).ask;
  return (
    <form class="card" method="post" action={`/b/${submissionId}/ask`} id="message">
      <h2>{t.message}</h2>
      <input type="hidden" name="kind" value="message" />
      <TextArea
        name="message-text"
        label={t.words}
        hint={t.wordsHint}
        rows={4}
        value={typed.kind === "message" ? typed.text : ""}
        errors={listErrors(props, "message-text")}
        attrs={{ name: "text" }}
        required
      />
      <button class="btn" type="submit">
        {t.sendMessage}
      </button>
    </form>
  );
}
