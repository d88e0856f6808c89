import type { Bilingual } from "../../schemas/artifact";
import type { ShownState, SubmissionState } from "../../schemas/completeness";
import { describeLateness, formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { formatBytes, formatCount, shortHash } from "../ui/format";
import { StateBadge, SubmissionBadge } from "../ui/state";
import { CommitteeFrame, type RoundHead, type StaffView } from "./committee.frame";
import { RotateLink } from "./links.page";

export interface FileLine {
  id: string;
  name: string;
  version: number;
  bytes: number;
  sha256: string;
  pages: number | null;
  chars: number | null;
  receivedAt: string;
}

/** One field of a typed entry: a text, or a table. */
export interface EntryField {
  label: string;
  value: string;
  table: { head: readonly string[]; rows: readonly (readonly string[])[] } | null;
}

export interface ArtifactView {
  key: string;
  title: Bilingual;
  kind: "file" | "form" | "paper";
  required: boolean;
  state: ShownState;
  due: Bilingual | null;
  receivedAt: string | null;
  lateSeconds: number;
  files: readonly FileLine[];
  entry: { version: number; receivedAt: string; chars: number | null; fields: readonly EntryField[] } | null;
  paper: { arrivedAt: string; copies: number; sealed: boolean; receivedBy: string; note: string } | null;
  draftAt: string | null;
}

export interface EventLine {
  seq: number;
  at: string;
  type: string;
  by: "staff" | "branch" | "system";
}

export interface SubmissionProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead;
  branch: { id: string; code: string; name: string; members: number | null; slipCode: string };
  state: SubmissionState;
  missing: number;
  checklist: boolean;
  receipt: { number: string; version: number; issuedAt: string } | null;
  /** Bytes of the files in the bundle; null when nothing was handed in. */
  bundleBytes: number | null;
  artifacts: readonly ArtifactView[];
  link: { url: string; openedAt: string | null } | null;
  lastActivityAt: string | null;
  events: readonly EventLine[];
}

export function SubmissionPage(props: SubmissionProps) {
  const { lang, staff, round, branch, artifacts } = props;
  const t = text(lang).committee;
  return (
    <CommitteeFrame
      lang={lang}
      staff={staff}
      title={branch.name}
      section="rounds"
      wide={false}
      islands={["board"]}
    >
      <p>
        <a href={`/committee/rounds/${round.id}`}>{t.submission.back}</a>
      </p>
      <p class="soft">
        {round.noticeNumber} · {round.title}
      </p>
      <h1>{branch.name}</h1>
      <Summary {...props} />
      <h2>{t.submission.artifacts}</h2>
      {artifacts.map((one) => (
        <ArtifactCard key={one.key} lang={lang} round={round} branch={branch} artifact={one} />
      ))}
      <LinkSection {...props} />
      <History {...props} />
    </CommitteeFrame>
  );
}

function Summary(props: SubmissionProps) {
  const { lang, round, branch, state, receipt, bundleBytes, missing, checklist, lastActivityAt } = props;
  const words = text(lang).committee;
  const t = words.submission;
  const base = `/committee/rounds/${round.id}/branches/${branch.id}`;
  const facts = [
    branch.code,
    branch.members === null ? "" : words.members(branch.members),
    `${t.slipCode} ${branch.slipCode}`,
    lastActivityAt === null ? "" : t.lastActivity(formatInstant(lastActivityAt, "short", lang)),
  ];
  const issued = receipt === null ? "" : formatInstant(receipt.issuedAt, "full", lang);
  return (
    <section class="card first">
      <p class="row spread">
        <span class="soft small">{facts.filter(Boolean).join(" · ")}</span>
        <SubmissionBadge lang={lang} state={state} />
      </p>
      {checklist && <p>{words.checklist}</p>}
      {receipt !== null && <p>{`${t.receipt} ${t.receiptLine(receipt.number, receipt.version, issued)}`}</p>}
      {receipt === null && !checklist && <p>{t.noReceipt(missing)}</p>}
      <p class="row do">
        {receipt !== null && (
          <a class="btn small" href={`${base}/receipt.pdf`}>
            {t.receiptPdf}
          </a>
        )}
        {bundleBytes !== null && (
          <a class="btn small" href={`/api/rounds/${round.id}/branches/${branch.id}/bundle.zip`}>
            {t.bundle(formatBytes(bundleBytes))}
          </a>
        )}
      </p>
    </section>
  );
}

interface CardProps {
  lang: Lang;
  round: RoundHead;
  branch: SubmissionProps["branch"];
  artifact: ArtifactView;
}

function ArtifactCard({ lang, round, branch, artifact }: CardProps) {
  const words = text(lang).committee;
  const t = words.submission;
  const { receivedAt, lateSeconds, entry, paper, draftAt, due } = artifact;
  const facts = [
    words.kinds[artifact.kind],
    words.asks[artifact.required ? "required" : "optional"],
    due === null ? "" : t.due(due[lang]),
    receivedAt === null ? "" : t.received(formatInstant(receivedAt, "short", lang)),
  ];
  return (
    <section class="card" id={`a-${artifact.key}`}>
      <div class="row spread">
        <h3>{artifact.title[lang]}</h3>
        <StateBadge lang={lang} state={artifact.state} />
      </div>
      <p class="soft small">
        {facts.filter(Boolean).join(" · ")}
        {lateSeconds > 0 && <strong class="text-amber"> {describeLateness(lateSeconds)[lang]}</strong>}
      </p>
      {paper !== null && <p>{describePaper(paper, lang)}</p>}
      {artifact.files.length > 0 && (
        <FileList lang={lang} round={round} branch={branch} files={artifact.files} />
      )}
      {entry !== null && <EntryDetails lang={lang} entry={entry} />}
      {draftAt !== null && receivedAt === null && (
        <p class="text-blue">{t.draftAt(formatInstant(draftAt, "short", lang))}</p>
      )}
      {artifact.kind === "paper" && (
        <p class="do">
          <a class="btn small" href={`/committee/desk?code=${branch.slipCode}#a-${artifact.key}`}>
            {paper === null ? t.recordPaper : t.recordAgain}
          </a>
        </p>
      )}
    </section>
  );
}

function describePaper(paper: NonNullable<ArtifactView["paper"]>, lang: Lang): string {
  const t = text(lang).committee.submission;
  const words = t.paper(formatInstant(paper.arrivedAt, "short", lang), paper.copies, paper.receivedBy);
  return [words, paper.sealed ? t.sealed : t.unsealed, paper.note].filter(Boolean).join(" · ");
}

function FileList(props: Omit<CardProps, "artifact"> & { files: readonly FileLine[] }) {
  const { lang, round, branch, files } = props;
  const t = text(lang).committee.submission;
  const base = `/committee/rounds/${round.id}/branches/${branch.id}/files`;
  return (
    <ul class="handed">
      {files.map((one) => {
        const facts = [
          formatBytes(one.bytes),
          one.pages === null ? "" : t.pages(one.pages),
          one.chars === null ? "" : t.chars(formatCount(one.chars)),
          one.version > 1 ? t.version(one.version) : "",
          formatInstant(one.receivedAt, "short", lang),
        ];
        return (
          <li key={one.id}>
            <a href={`${base}/${one.id}`} download>
              {one.name}
            </a>
            <span class="soft small">
              {facts.filter(Boolean).join(" · ")} · <span class="code">{shortHash(one.sha256)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function EntryDetails({ lang, entry }: { lang: Lang; entry: NonNullable<ArtifactView["entry"]> }) {
  const t = text(lang).committee.submission;
  const facts = [
    t.version(entry.version),
    formatInstant(entry.receivedAt, "short", lang),
    entry.chars === null ? "" : t.chars(formatCount(entry.chars)),
  ];
  return (
    <details class="entry">
      <summary>
        {t.entry} <span class="soft small">{facts.filter(Boolean).join(" · ")}</span>
      </summary>
      <dl>
        {entry.fields.map((field) => (
          <div key={field.label}>
            <dt>{field.label}</dt>
            <dd>
              {field.table === null ? (
                <span class="typed">{field.value}</span>
              ) : (
                <EntryTable table={field.table} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function EntryTable({ table }: { table: NonNullable<EntryField["table"]> }) {
  return (
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>
            {table.head.map((label) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={String(index)}>
              {row.map((value, column) => (
                <td key={table.head[column]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LinkSection({ lang, round, branch, link }: SubmissionProps) {
  const words = text(lang).committee;
  if (link === null) return null;
  return (
    <>
      <h2>{words.submission.link}</h2>
      <section class="card">
        <div class="copy-line">
          <input class="input" id="link" readOnly value={link.url} aria-label={words.submission.link} />
          <button class="btn small" type="button" data-copy="link" data-done={words.links.copied} hidden>
            {words.links.copy}
          </button>
        </div>
        <p class="soft small">
          {link.openedAt === null
            ? words.links.never
            : words.submission.linkOpened(formatInstant(link.openedAt, "short", lang))}
        </p>
        <RotateLink lang={lang} roundId={round.id} submissionId={branch.id} name={branch.name} />
      </section>
    </>
  );
}

function History({ lang, events }: SubmissionProps) {
  const t = text(lang).committee.submission;
  if (events.length === 0) return null;
  return (
    <>
      <h2>{t.history}</h2>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.at}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.who}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((one) => (
            <tr key={one.seq}>
              <td class="nowrap">{formatInstant(one.at, "numeric", lang)}</td>
              <td>{t.events[one.type] ?? one.type}</td>
              <td>{t.actors[one.by]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
