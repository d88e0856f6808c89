import { formatBytes } from "../../schemas/bytes";
import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { describeFileChars } from "../ui/count";
import { EntryRead } from "../ui/entry.read";
import { formatCount, shortHash } from "../ui/format";
import { StateBadge } from "../ui/state";
import type { ArtifactView, FileLine, SubmissionProps } from "./submission.model";
import { ReviewSection, StrikeForm } from "./submission.review";

interface CardProps {
  lang: Lang;
  /** Where the forms and files of this branch stand. */
  base: string;
  branch: SubmissionProps["branch"];
  artifact: ArtifactView;
  refused: SubmissionProps["refused"];
}

/** One artifact of a branch: its state, what was handed in, and what the desk can do. */
export function ArtifactCard(props: CardProps) {
  const { lang, branch, artifact } = props;
  const words = text(lang).committee;
  const t = words.submission;
  const { receivedAt, lateSeconds, entries, paper, draftAt, due, punctuality } = artifact;
  const facts = [
    words.kinds[artifact.kind],
    artifact.withdrawn
      ? text(lang).round.withdrawn.mark
      : words.asks[artifact.required ? "required" : "optional"],
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
        {punctuality !== null && (
          <span class={lateSeconds > 0 ? "text-amber" : ""}> {punctuality[lang]}</span>
        )}
      </p>
      {paper !== null && <p>{describePaper(paper, lang)}</p>}
      {artifact.files.length > 0 && <FileList {...props} files={artifact.files} />}
      {entries.map((one) => (
        <EntryDetails key={one.item} lang={lang} entry={one} />
      ))}
      {draftAt !== null && receivedAt === null && (
        <p class="text-blue">{t.draftAt(formatInstant(draftAt, "short", lang))}</p>
      )}
      {artifact.kind === "paper" && !artifact.withdrawn && (
        <p class="do">
          <a class="btn small" href={`/committee/desk?code=${branch.slipCode}#a-${artifact.key}`}>
            {paper === null ? t.recordPaper : t.recordAgain}
          </a>
        </p>
      )}
      <ReviewSection {...props} />
    </section>
  );
}

function describePaper(paper: NonNullable<ArtifactView["paper"]>, lang: Lang): string {
  const t = text(lang).committee.submission;
  const words = t.paper(formatInstant(paper.arrivedAt, "short", lang), paper.copies, paper.receivedBy);
  return [words, paper.sealed ? t.sealed : t.unsealed, paper.note].filter(Boolean).join(" · ");
}

function FileList(props: CardProps & { files: readonly FileLine[] }) {
  const { lang, base, artifact, files, refused } = props;
  const t = text(lang).committee.submission;
  return (
    <ul class="handed">
      {files.map((one) => {
        const facts = [
          formatBytes(one.bytes),
          one.pages === null ? "" : t.pages(one.pages),
          one.chars === null ? "" : describeFileChars(t, { ...one, chars: one.chars }, artifact),
          one.version > 1 ? t.version(one.version) : "",
          formatInstant(one.receivedAt, "short", lang),
        ];
        return (
          <li key={one.id}>
            <a href={`${base}/files/${one.id}`} download>
              {one.name}
            </a>
            <span class="soft small">
              {facts.filter(Boolean).join(" · ")} · <span class="code">{shortHash(one.sha256)}</span>
            </span>
            {one.notes.includes("untouched") && <span class="warning">{t.untouched}</span>}
            <StrikeForm lang={lang} base={base} fileId={one.id} refused={refused} />
          </li>
        );
      })}
    </ul>
  );
}

function EntryDetails({ lang, entry }: { lang: Lang; entry: ArtifactView["entries"][number] }) {
  const t = text(lang).committee.submission;
  const facts = [
    entry.which?.[lang] ?? "",
    t.version(entry.version),
    formatInstant(entry.receivedAt, "short", lang),
    entry.chars === null ? "" : t.chars(formatCount(entry.chars)),
  ];
  return (
    <details class="entry">
      <summary>
        {t.entry} <span class="soft small">{facts.filter(Boolean).join(" · ")}</span>
      </summary>
      <EntryRead fields={entry.fields} />
    </details>
  );
}
