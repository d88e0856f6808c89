import { NOTHING_FORM } from "../../schemas/artifact";
import { formatBytes } from "../../schemas/bytes";
import { formatInstant } from "../../schemas/deadline";
import type { EntryLine } from "../pages/branch.model";
import { text } from "../text";
import { type CardProps, Hash } from "./artifact.parts";
import { formatCount } from "./format";

/** Where an entry of an artifact is typed; the first needs no number. */
function hrefOf({ view, card }: CardProps, item: number, form = ""): string {
  const base = `/b/${view.submissionId}/forms/${card.key}`;
  if (form === NOTHING_FORM) return `${base}/nothing`;
  return item === 1 ? base : `${base}/${item}`;
}

/** A later one of the same place waits or was refused: that is the one that opens. */
const isChangedEntry = ({ card }: CardProps, entry: EntryLine) =>
  card.changed?.entries.some((one) => one.item === entry.item && one.id !== entry.id) === true;

function EntryItem(props: CardProps & { entry: EntryLine }) {
  const { lang, card, entry } = props;
  const t = text(lang).branch.status;
  const facts = [
    entry.form === NOTHING_FORM && text(lang).branch.ask.nothing,
    card.repeat === "branches" && card.memberNames[entry.item - 1],
    card.repeat === "entries" && t.entryNo(entry.item),
    formatBytes(entry.bytes),
    formatInstant(entry.receivedAt, "short", lang),
    entry.chars !== null && t.chars(formatCount(entry.chars)),
    entry.version > 1 && t.version(entry.version),
  ].filter(Boolean);
  return (
    <p class="small soft entry-line">
      {facts.join(" · ")}
      <Hash sha256={entry.sha256} />
      {!isChangedEntry(props, entry) && (
        <>
          {" · "}
          <a href={hrefOf(props, entry.item, entry.form)}>
            {card.open ? t.change : t.view}
            <span class="sr"> {card.title[lang]}</span>
          </a>
        </>
      )}
    </p>
  );
}

/** What was typed for an artifact: each entry with its time, size and hash, and how to change it. */
export function Entries({ entries, ...props }: CardProps & { entries?: readonly EntryLine[] }) {
  return (
    <>
      {(entries ?? props.card.entries).map((entry) => (
        <EntryItem key={entry.item} {...props} entry={entry} />
      ))}
    </>
  );
}

/** The entries of a unit's branches that are still out, and where a further entry of a list begins. */
export function MoreEntries(props: CardProps) {
  const { lang, card } = props;
  const t = text(lang).branch.status;
  if (!card.open || card.repeat === "once") return null;
  const begun = new Set(card.draftItems);
  const done = new Set(card.entries.map((one) => one.item));
  if (card.repeat === "branches") {
    const out = card.memberNames.flatMap((name, i) => (done.has(i + 1) ? [] : [{ name, item: i + 1 }]));
    return (
      <>
        {out.map(({ name, item }) => (
          <p key={item} class="row gap">
            <a class="btn" href={hrefOf(props, item)}>
              {begun.has(item) ? t.resumeFor(name) : t.fillFor(name)}
            </a>
          </p>
        ))}
      </>
    );
  }
  const waiting = card.draftItems.filter((item) => !done.has(item));
  const next = Math.max(0, ...done, ...card.draftItems) + 1;
  return (
    <p class="row fill">
      {waiting.map((item) => (
        <a key={item} class="btn" href={hrefOf(props, item)}>
          {t.resumeNo(item)}
        </a>
      ))}
      <a class={card.urgent && waiting.length === 0 ? "btn primary" : "btn"} href={hrefOf(props, next)}>
        {done.size === 0 ? t.fill : t.fillMore}
      </a>
    </p>
  );
}

/** What a meeting prints before it votes: blank ballots, all alike, and a sheet to count on. */
export function BallotLinks({ lang, view, card }: CardProps) {
  const t = text(lang).branch.status;
  if (!card.ballots) return null;
  const base = `/b/${view.submissionId}`;
  const meetings = view.appraising.map((name, i) => ({ name, query: name === "" ? "" : `?item=${i + 1}` }));
  return (
    <>
      {meetings.map(({ name, query }) => (
        <p key={query} class="small acts">
          <a href={`${base}/ballots.pdf${query}`}>{name === "" ? t.printBallots : t.printBallotsFor(name)}</a>{" "}
          <a href={`${base}/tally-sheet.pdf${query}`}>
            {t.printTallySheet}
            <span class="sr"> {name}</span>
          </a>
        </p>
      ))}
    </>
  );
}

/** 零报告, where the round allows it. */
export function NothingLink(props: CardProps) {
  const { lang, card } = props;
  if (!card.nothingToReport || !card.open || card.entries.length > 0) return null;
  return (
    <p class="small acts">
      <a href={hrefOf(props, 0, NOTHING_FORM)}>{text(lang).branch.ask.nothingLink}</a>
    </p>
  );
}
