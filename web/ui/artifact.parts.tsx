import { computeShortfall, listAnswering } from "../../schemas/answered";
import { describeTypes } from "../../schemas/artifact.words";
import { formatBytes } from "../../schemas/bytes";
import { formatDue, formatInstant, type Lang } from "../../schemas/deadline";
import type { ArtifactCard, BranchView, FileLine, UploadPlace } from "../pages/branch.model";
import { text } from "../text";
import { describeFileChars } from "./count";
import { shortHash } from "./format";
import { Badge, StateBadge } from "./state";
import { isPhotosOnly, UploadForm } from "./upload";

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

/** Number, title and state of an artifact. */
export function CardHead({ lang, card }: { lang: Lang; card: ArtifactCard }) {
  return (
    <div class="card-head">
      <h3>
        <span class="no">{card.no}</span> {card.title[lang]}
      </h3>
      <span class="badges">
        {card.lateSeconds > 0 && card.punctuality !== null && (
          <Badge tone="amber">{card.punctuality[lang]}</Badge>
        )}
        <CardState lang={lang} card={card} />
      </span>
    </div>
  );
}

/** "截止 12月18日 周五 24:00 · 通知原文：…", unless the top of the page says the same and the cards begin with it. */
export function DueLine({ lang, view, card }: CardProps) {
  const t = text(lang).branch.status;
  const told = view.answer.deadline?.due;
  if (card.due === null || (card.due === told && view.todo[0]?.due === told)) return null;
  const due = formatDue(card.due, lang);
  return (
    <p class="small soft">
      {card.extended ? text(lang).review.branch.extended(due) : `${t.due} ${due}`}
      {card.dueText !== null && ` · ${t.words(card.dueText)}`}
    </p>
  );
}

/** What is taken here, told before anything is picked. */
export function Wanted({ lang, view, card }: CardProps) {
  const t = text(lang).branch.status;
  const { upload, minChars, draft } = card;
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
  const { pause, stop } = text(lang).common;
  const said = parts.join(pause) + stop;
  return <p class="hint">{said.charAt(0).toUpperCase() + said.slice(1)}</p>;
}

/** The committee's blank template, to be filled in and handed in. */
export function BlankLine({ lang, view, card }: CardProps) {
  if (card.blank === null) return null;
  return (
    <p class="small acts">
      <a href={`/b/${view.submissionId}/blanks/${card.key}`} download>
        {text(lang).blanks.take}
        <span class="sr"> {card.title[lang]}</span> · <bdi>{card.blank.name}</bdi> ·{" "}
        <span class="nowrap">{formatBytes(card.blank.bytes)}</span>
      </a>
    </p>
  );
}

/** The upload form of an artifact: sends again the file that has to be mended, else one more while there is room. */
export function CardUpload(props: CardProps & { label?: string }) {
  const { lang, view, card, label } = props;
  const { upload } = card;
  if (upload?.mends != null) return <Mend {...props} upload={upload} lineage={upload.mends} />;
  if (upload === null || !upload.room) return null;
  return (
    <UploadForm
      lang={lang}
      submissionId={view.submissionId}
      artifactKey={card.key}
      id={`file-${card.key}`}
      types={upload.types}
      several={upload.maxFiles === null || upload.maxFiles > 1}
      left={upload.left}
      plainPicker={view.plainPicker}
      primary={card.urgent && !card.form}
      label={label}
    />
  );
}

/** The button that puts a new file in the place of the one that came back; a further one only beside it. */
function Mend({ lang, view, card, upload, lineage }: CardProps & { upload: UploadPlace; lineage: string }) {
  const t = text(lang).branch.status;
  const { types } = upload;
  const every = { lang, submissionId: view.submissionId, artifactKey: card.key, types };
  const photos = isPhotosOnly(types);
  return (
    <>
      <UploadForm
        {...every}
        id={`file-${card.key}`}
        plainPicker={view.plainPicker}
        primary={card.urgent && !card.form}
        replaces={lineage}
        label={photos ? t.mendPhoto : t.mendFile}
      />
      {upload.room && (
        <details class="small">
          <summary>{t.addFile}</summary>
          <UploadForm
            {...every}
            id={`more-${card.key}`}
            several={upload.maxFiles === null || upload.maxFiles > 1}
            left={upload.left}
            plainPicker={view.plainPicker}
          />
        </details>
      )}
    </>
  );
}

/** Replaced where it stands: not where a later version of it was sent, nor where the card's own button does it. */
function isReplacedHere({ card }: CardProps, file: FileLine): boolean {
  if (!card.open || card.upload === null || file.fieldKey !== null) return false;
  const later = card.changed?.files.some((one) => one.lineageId === file.lineageId && one.id !== file.id);
  return later !== true && card.upload.mends !== file.lineageId;
}

function describeLength(file: FileLine, card: ArtifactCard, lang: Lang): string | false {
  const t = text(lang).branch.status;
  if (file.chars !== null) return describeFileChars(t, { ...file, chars: file.chars }, card);
  if (card.minChars !== null && card.kind !== "paper") return t.uncounted;
  return file.pages !== null && t.pages(file.pages);
}

/** The start of a SHA-256 behind other facts, the whole of it on hover. */
export function Hash({ sha256 }: { sha256: string }) {
  return (
    <>
      <span class="dot"> · </span>
      <span class="nowrap">
        SHA-256{" "}
        <span class="code" title={sha256}>
          {shortHash(sha256)}
        </span>
      </span>
    </>
  );
}

/** What stands in the way of this file: too short by count, a password, damage. */
function listWarnings(card: ArtifactCard, file: FileLine, lang: Lang): string[] {
  const t = text(lang).branch.status;
  const short = file.fieldKey === null && computeShortfall(card, file) > 0;
  const notes = file.notes.flatMap((note) => t.fileNotes[note] ?? []);
  return [...(short ? [t.tooShort(file.chars ?? 0, card.minChars ?? 0)] : []), ...notes];
}

/** What is true of this file and nothing to mend: that it cannot be looked at here, that it does not count. */
function listRemarks(card: ArtifactCard, file: FileLine, lang: Lang): string[] {
  const t = text(lang).branch.status;
  const beside = [...card.files, ...(card.changed?.files ?? [])];
  const counts = file.fieldKey !== null || listAnswering(beside).includes(file);
  return [...(file.type === "heic" ? [t.heic] : []), ...(counts ? [] : [t.liveFilm])];
}

function FileItem(props: CardProps & { file: FileLine }) {
  const { lang, view, card, file } = props;
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
        {facts.join(" · ")}
        <Hash sha256={file.sha256} />
      </span>
      {listRemarks(card, file, lang).map((said) => (
        <span key={said} class="small soft remark">
          {said}
        </span>
      ))}
      {listWarnings(card, file, lang).map((said) => (
        <span key={said} class="warning">
          {said}
        </span>
      ))}
      <span class="small acts">
        <a href={`/b/${view.submissionId}/files/${file.id}`} download>
          {t.download}
          <span class="sr"> {file.name}</span>
        </a>
        {isReplacedHere(props, file) && card.upload !== null && (
          <details open={card.state === "returned" && !card.upload.room ? true : undefined}>
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

/** What is stored of an artifact, file by file. */
export function Files({ files, ...props }: CardProps & { files?: readonly FileLine[] }) {
  const shown = files ?? props.card.files;
  if (shown.length === 0) return null;
  return (
    <ul class="files">
      {shown.map((file) => (
        <FileItem key={file.lineageId} {...props} file={file} />
      ))}
    </ul>
  );
}
