import { describeLateness, formatDue, formatInstant, type Lang } from "../../schemas/deadline";
import type { ArtifactCard, BranchView, FileLine } from "../pages/branch.model";
import { text } from "../text";
import { formatBytes, formatCount, shortHash } from "./format";
import { Badge, StateBadge } from "./state";
import { describeTypes, isPhotosOnly, UploadForm } from "./upload";

/** What every part of a card needs. */
export interface CardProps {
  lang: Lang;
  view: BranchView;
  card: ArtifactCard;
}

/** The state, with the one figure that tells how far a beginning is. */
function CardState({ lang, card }: { lang: Lang; card: ArtifactCard }) {
  const t = text(lang).branch.status;
  if (card.state !== "draft") return <StateBadge lang={lang} state={card.state} />;
  if (card.draft?.chars != null) return <Badge tone="blue">{t.draft(card.draft.chars)}</Badge>;
  const sent = card.upload?.have ?? 0;
  return sent > 0 ? <Badge tone="blue">{t.sent(sent)}</Badge> : <StateBadge lang={lang} state="draft" />;
}

function CardHead({ lang, card, level = 3 }: { lang: Lang; card: ArtifactCard; level?: 3 }) {
  const Title = `h${level}` as const;
  return (
    <div class="card-head">
      <Title>
        <span class="no">{card.no}</span> {card.title[lang]}
      </Title>
      <span class="badges">
        {card.lateSeconds > 0 && <Badge tone="amber">{describeLateness(card.lateSeconds)[lang]}</Badge>}
        <CardState lang={lang} card={card} />
      </span>
    </div>
  );
}

/** "截止 12月18日 周五 24:00 · 通知原文：…", unless the top of the page says the same already. */
function DueLine({ lang, view, card }: CardProps) {
  const t = text(lang).branch.status;
  if (card.due === null || card.due === view.answer.deadline?.due) return null;
  return (
    <p class="small soft">
      {t.due} {formatDue(card.due, lang)}
      {card.dueText !== null && ` · ${t.words(card.dueText)}`}
    </p>
  );
}

/** What is taken here, told before anything is picked. */
function Wanted({ lang, view, card }: CardProps) {
  const t = text(lang).branch.status;
  const { upload, minChars, draft } = card;
  const stop = lang === "zh" ? "；" : "; ";
  const parts = [
    minChars !== null && card.kind !== "paper" && t.minChars(minChars),
    draft !== null && draft.short > 0 && t.short(draft.short),
    upload !== null && t.takes(describeTypes(upload.types, lang)),
    upload !== null &&
      upload.minFiles > 1 &&
      (isPhotosOnly(upload.types) ? t.minPhotos(upload.minFiles) : t.minFiles(upload.minFiles)),
    upload?.maxFiles != null && t.maxFiles(upload.maxFiles),
    upload !== null && t.limit(formatBytes(view.maxFileBytes)),
  ].filter((one) => one !== false && one !== null);
  if (parts.length === 0) return null;
  return <p class="hint">{`${parts.join(stop)}${lang === "zh" ? "。" : "."}`}</p>;
}

function CardUpload({ lang, view, card, label }: CardProps & { label?: string }) {
  const { upload } = card;
  if (upload === null) return null;
  const room = upload.maxFiles === null || upload.have < upload.maxFiles;
  if (!room) return null;
  return (
    <UploadForm
      lang={lang}
      submissionId={view.submissionId}
      artifactKey={card.key}
      id={`file-${card.key}`}
      types={upload.types}
      several={upload.maxFiles === null || upload.maxFiles > 1}
      plainPicker={view.plainPicker}
      primary={card.urgent && !card.form}
      label={label}
    />
  );
}

function FormActions(props: CardProps) {
  const { lang, view, card } = props;
  const t = text(lang).branch.status;
  return (
    <div class="row fill">
      <a
        class={card.urgent ? "btn primary" : "btn"}
        href={`/b/${view.submissionId}/forms/${card.key}`}
        id={`fill-${card.key}`}
      >
        {card.draft === null ? t.fill : t.resume}
      </a>
      {card.upload !== null && (
        <details class="instead">
          <summary class="btn">{t.uploadInstead}</summary>
          <CardUpload {...props} />
        </details>
      )}
    </div>
  );
}

function PaperBody(props: CardProps) {
  const { lang, view, card } = props;
  const t = text(lang).branch.status;
  const { paper } = card;
  if (paper === null) return null;
  const how = [
    paper.sealed && t.sealed,
    paper.copies !== null && t.copies(paper.copies),
    paper.deliverTo !== null && t.deliverTo(paper.deliverTo),
  ].filter(Boolean);
  return (
    <>
      {how.length > 0 && (
        <p>{`${how.join(lang === "zh" ? "，" : ", ")}${lang === "zh" ? "。" : ". "}${t.bring}`}</p>
      )}
      {paper.arrival !== null && (
        <p class="callout amber">
          {t.arrived(formatInstant(paper.arrival.arrivedAt, "short", lang), paper.arrival.receivedBy)}
          {lang === "zh" ? "。" : ". "}
          {t.arrivedShort}
        </p>
      )}
      <div class="row">
        <a class={card.urgent ? "btn primary" : "btn"} href={`/b/${view.submissionId}/slip.pdf`}>
          {t.slip}
        </a>
        <span>
          {t.slipCode} <strong class="slip-code">{view.slipCode}</strong>
        </span>
      </div>
      {card.upload !== null && card.open && (
        <details>
          <summary>{t.scan}</summary>
          <p class="hint">{t.scanNote}</p>
          <Wanted {...props} />
          <CardUpload {...props} />
        </details>
      )}
    </>
  );
}

/** An artifact that is still out: what is wanted, and the one thing to do about it. */
export function TodoCard(props: CardProps) {
  const { lang, view, card } = props;
  const t = text(lang).branch.status;
  const { upload } = card;
  return (
    <section class={card.urgent ? "card urgent" : "card"} id={`a-${card.key}`}>
      <CardHead lang={lang} card={card} />
      <DueLine {...props} />
      {card.kind !== "paper" && card.open && <Wanted {...props} />}
      {card.draft !== null && (
        <p class="small soft">{t.draftSaved(formatInstant(card.draft.savedAt, "short", lang))}</p>
      )}
      {upload !== null && upload.have > 0 && card.kind === "file" && (
        <p>
          <strong>{t.haveFiles(upload.have, upload.minFiles)}</strong>
        </p>
      )}
      <Files {...props} />
      {!card.open && view.open && (
        <p class="callout red">{`${t.lateRefused}${t.closedContact(view.contact)}`}</p>
      )}
      {card.kind === "paper" ? (
        <PaperBody {...props} />
      ) : (
        card.open && (card.form ? <FormActions {...props} /> : <CardUpload {...props} />)
      )}
    </section>
  );
}

/** An optional artifact: folded away, so that what is required stands out. */
export function OptionalCard(props: CardProps) {
  const { lang, card } = props;
  return (
    <details class="card folded" id={`a-${card.key}`} open={card.state === "draft" ? true : undefined}>
      <summary>
        <CardHead lang={lang} card={card} />
      </summary>
      <DueLine {...props} />
      {card.note !== null && <p class="small soft">{card.note}</p>}
      {card.kind !== "paper" && card.open && <Wanted {...props} />}
      <Files {...props} />
      {card.kind === "paper" ? (
        <PaperBody {...props} />
      ) : (
        card.open && (card.form ? <FormActions {...props} /> : <CardUpload {...props} />)
      )}
    </details>
  );
}

function Files(props: CardProps) {
  if (props.card.files.length === 0) return null;
  return (
    <ul class="files">
      {props.card.files.map((file) => (
        <FileItem key={file.lineageId} {...props} file={file} />
      ))}
    </ul>
  );
}

function describeLength(file: FileLine, card: ArtifactCard, lang: Lang): string | false {
  const t = text(lang).branch.status;
  if (file.chars !== null) return t.chars(formatCount(file.chars));
  if (card.minChars !== null && card.kind !== "paper") return t.uncounted;
  return file.pages !== null && t.pages(file.pages);
}

function Hash({ sha256 }: { sha256: string }) {
  return (
    <span class="nowrap">
      SHA-256{" "}
      <span class="code" title={sha256}>
        {shortHash(sha256)}
      </span>
    </span>
  );
}

function FileItem({ lang, view, card, file }: CardProps & { file: FileLine }) {
  const t = text(lang).branch.status;
  const facts = [
    formatBytes(file.bytes),
    describeLength(file, card, lang),
    file.version > 1 && t.version(file.version),
    formatInstant(file.receivedAt, "short", lang),
  ].filter(Boolean);
  return (
    <li>
      <span class="file-name">{file.name}</span>
      <span class="small soft">
        {facts.join(" · ")} · <Hash sha256={file.sha256} />
      </span>
      <span class="small acts">
        <a href={`/b/${view.submissionId}/files/${file.id}`} download>
          {t.download}
          <span class="sr"> {file.name}</span>
        </a>
        {card.open && card.upload !== null && file.lineageId !== "" && (
          <details>
            <summary>
              {t.replace}
              <span class="sr"> {file.name}</span>
            </summary>
            <p class="hint">{t.replaceNote}</p>
            <UploadForm
              lang={lang}
              submissionId={view.submissionId}
              artifactKey={card.key}
              id={`replace-${file.id}`}
              types={card.upload.types}
              plainPicker={view.plainPicker}
              replaces={file.lineageId}
            />
          </details>
        )}
      </span>
    </li>
  );
}

function ReceivedEntry({ lang, view, card }: CardProps) {
  const t = text(lang).branch.status;
  if (card.entry === null) return null;
  const facts = [
    formatInstant(card.entry.receivedAt, "short", lang),
    card.entry.chars !== null && t.chars(formatCount(card.entry.chars)),
    card.entry.version > 1 && t.version(card.entry.version),
  ].filter(Boolean);
  return (
    <p class="small">
      <span class="soft">
        {facts.join(" · ")} · <Hash sha256={card.entry.sha256} />
      </span>{" "}
      <a href={`/b/${view.submissionId}/forms/${card.key}`}>
        {card.open ? t.change : t.view}
        <span class="sr"> {card.title[lang]}</span>
      </a>
    </p>
  );
}

/** An artifact that arrived: when, how much, by which hash, and how to mend it. */
export function ReceivedCard(props: CardProps) {
  const { lang, view, card } = props;
  const t = text(lang).branch.status;
  const arrival = card.paper?.arrival ?? null;
  const room =
    card.upload !== null && (card.upload.maxFiles === null || card.upload.have < card.upload.maxFiles);
  return (
    <li class="arrived" id={`a-${card.key}`}>
      <CardHead lang={lang} card={card} />
      {arrival !== null && (
        <p class="small soft">
          {t.arrived(formatInstant(arrival.arrivedAt, "short", lang), arrival.receivedBy)} ·{" "}
          {t.receivedCopies(arrival.copies)}
          {arrival.sealed && ` · ${t.sealed}`}
        </p>
      )}
      <ReceivedEntry {...props} />
      {card.entry !== null && card.draft !== null && (
        <p class="small text-blue">
          {t.changing(formatInstant(card.draft.savedAt, "short", lang))}{" "}
          <a href={`/b/${view.submissionId}/forms/${card.key}`}>{t.resume}</a>
        </p>
      )}
      <Files {...props} />
      {room && card.open && card.kind === "file" && (
        <details class="small">
          <summary>{t.addFile}</summary>
          <Wanted {...props} />
          <CardUpload {...props} />
        </details>
      )}
    </li>
  );
}
