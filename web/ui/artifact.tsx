import { formatInstant } from "../../schemas/deadline";
import { text } from "../text";
import { Changed } from "./artifact.changed";
import { BallotLinks, Entries, MoreEntries, NothingLink } from "./artifact.entries";
import { CardNotices } from "./artifact.notices";
import { BlankLine, CardHead, type CardProps, CardUpload, DueLine, Files, Wanted } from "./artifact.parts";
import { Reuse } from "./artifact.reuse";
import { Qr } from "./qr";
import { Unfinished } from "./unfinished";

/** What the way into the form is called: what was handed in and is still out was sent back. */
function sayFill(lang: CardProps["lang"], card: CardProps["card"]): string {
  const t = text(lang).branch.status;
  if (card.declare) return t.declare;
  if (card.draft !== null) return t.resume;
  return card.entries.length > 0 ? t.mend : t.fill;
}

function FormActions(props: CardProps) {
  const { lang, view, card } = props;
  const t = text(lang).branch.status;
  const instead = card.upload !== null && (
    <details class="instead">
      <summary class="btn">{t.uploadInstead}</summary>
      <CardUpload {...props} />
    </details>
  );
  if (card.repeat !== "once")
    return (
      <>
        <MoreEntries {...props} />
        {instead && <div class="row fill">{instead}</div>}
      </>
    );
  return (
    <div class="row fill">
      <a
        class={card.urgent ? "btn primary" : "btn"}
        href={`/b/${view.submissionId}/forms/${card.key}`}
        id={`fill-${card.key}`}
      >
        {sayFill(lang, card)}
      </a>
      {instead}
    </div>
  );
}

function BrokenOff({ lang, view, card }: CardProps) {
  if (!card.open) return null;
  return (
    <Unfinished lang={lang} submissionId={view.submissionId} artifactKey={card.key} files={card.unfinished} />
  );
}

function PaperBody(props: CardProps) {
  const { lang, view, card } = props;
  const t = text(lang).branch.status;
  const { comma, stop, gap } = text(lang).common;
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
        <p>
          {how.join(comma) + stop}
          {gap}
          {t.bring}
        </p>
      )}
      {paper.hours !== null && <p class="small soft">{t.deskHours(paper.hours)}</p>}
      {paper.arrival !== null && (
        <p class="callout amber">
          {t.arrived(formatInstant(paper.arrival.arrivedAt, "short", lang), paper.arrival.receivedBy)}
          {stop}
          {gap}
          {card.state !== "returned" && t.arrivedShort}
        </p>
      )}
      <div class="row">
        {view.slipQr !== null && <Qr qr={view.slipQr} label={t.slipQr} side={104} />}
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
      <CardNotices {...props} />
      <DueLine {...props} />
      {card.kind !== "paper" && card.open && <Wanted {...props} />}
      {card.open && <BlankLine {...props} />}
      <Entries {...props} />
      {card.draft !== null && (
        <p class="small soft">{t.draftSaved(formatInstant(card.draft.savedAt, "short", lang))}</p>
      )}
      {upload !== null && upload.have > 0 && card.kind === "file" && (
        <p>
          <strong>{t.haveFiles(upload.have, upload.minFiles)}</strong>
        </p>
      )}
      <Files {...props} />
      <BrokenOff {...props} />
      <Changed {...props} />
      {!card.open && view.open && (
        <p class="callout red">
          {t.lateRefused} {t.closedContact(view.contact)}
        </p>
      )}
      {card.kind === "paper" && !card.declare ? (
        <PaperBody {...props} />
      ) : (
        card.open && (card.form ? <FormActions {...props} /> : <CardUpload {...props} />)
      )}
      {!card.withdrawn && <BallotLinks {...props} />}
      <Reuse {...props} />
      <NothingLink {...props} />
    </section>
  );
}

const UNFOLDED: ReadonlySet<CardProps["card"]["state"]> = new Set(["draft", "returned", "blocked"]);

/** An optional artifact: folded away, so that what is required stands out, unless it was begun or has to be mended. */
export function OptionalCard(props: CardProps) {
  const { lang, view, card } = props;
  const open = UNFOLDED.has(card.state) || view.refused?.artifact === card.key;
  return (
    <details class="card folded" id={`a-${card.key}`} open={open ? true : undefined}>
      <summary>
        <CardHead lang={lang} card={card} />
      </summary>
      <CardNotices {...props} />
      <DueLine {...props} />
      <Entries {...props} />
      {card.note !== null && <p class="small soft">{card.note}</p>}
      {card.kind !== "paper" && card.open && <Wanted {...props} />}
      {card.open && <BlankLine {...props} />}
      <Files {...props} />
      <BrokenOff {...props} />
      <Changed {...props} />
      {card.kind === "paper" && !card.declare && !card.withdrawn ? (
        <PaperBody {...props} />
      ) : (
        card.open && (card.form ? <FormActions {...props} /> : <CardUpload {...props} />)
      )}
      {!card.withdrawn && <BallotLinks {...props} />}
      <NothingLink {...props} />
    </details>
  );
}

/** An artifact that arrived: when, how much, by which hash, and how to mend it. */
export function ReceivedCard(props: CardProps) {
  const { lang, view, card } = props;
  const t = text(lang).branch.status;
  const arrival = card.paper?.arrival ?? null;
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
      <CardNotices {...props} />
      <Entries {...props} />
      {card.repeat === "once" && card.entries.length > 0 && card.draft !== null && (
        <p class="small text-blue">
          {t.changing(formatInstant(card.draft.savedAt, "short", lang))}{" "}
          <a href={`/b/${view.submissionId}/forms/${card.key}`}>{t.resume}</a>
        </p>
      )}
      <MoreEntries {...props} />
      <Files {...props} />
      <BrokenOff {...props} />
      <Changed {...props} />
      {card.upload?.room === true && card.open && card.kind === "file" && (
        <details class="small">
          <summary>{t.addFile}</summary>
          <Wanted {...props} />
          <CardUpload {...props} />
        </details>
      )}
    </li>
  );
}
