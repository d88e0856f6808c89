import type { Bilingual } from "../../schemas/artifact";
import type { ShownState } from "../../schemas/completeness";
import { type Lang, localDay } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { formatCount } from "../ui/format";
import { CommitteeFrame, type RoundHead, RoundHeader, type StaffView } from "./committee.frame";

export const BOARD_FILTERS = [
  "all",
  "complete",
  "partial",
  "awaiting_paper",
  "opened",
  "unopened",
  "overdue",
] as const;
export type BoardFilter = (typeof BOARD_FILTERS)[number];

/** One cell: the state of the moment and the one figure that matters. */
export interface BoardCell {
  state: ShownState;
  /** False for an optional artifact that is not in: nothing is awaited. */
  awaited: boolean;
  at: string | null;
  figure: number | null;
  unit: "chars" | "files" | "copies" | null;
  late: boolean;
}

export interface BoardRow {
  id: string;
  code: string;
  name: string;
  members: number | null;
  floating: number | null;
  /** Null when the link was never opened and nothing came in. */
  cells: readonly BoardCell[] | null;
  state: "untouched" | "partial" | "awaiting_paper" | "complete";
  missing: number;
  /** The receipt's number within the round. */
  receiptSeq: number | null;
  lastActivityAt: string | null;
}

export interface BoardColumn {
  key: string;
  title: Bilingual;
  required: boolean;
  due: string | null;
  minChars: number | null;
}

export interface BoardFact {
  filter: BoardFilter;
  count: number;
}

export interface BoardProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead & { version: number; checklist: boolean };
  lastDue: { words: Bilingual; daysLeft: number } | null;
  facts: readonly BoardFact[];
  columns: readonly BoardColumn[];
  rows: readonly BoardRow[];
  query: { filter: BoardFilter; q: string; missing: string };
  /** Set when the round is too large for one page. */
  paging: { nextHref: string | null; firstHref: string | null } | null;
  justPublished: boolean;
  now: string;
}

export function BoardPage(props: BoardProps) {
  const { lang, staff, round, rows } = props;
  const t = text(lang).committee;
  return (
    <CommitteeFrame lang={lang} staff={staff} title={round.title} section="rounds" islands={["board"]}>
      <RoundHeader lang={lang} round={round} place="board" lead={<Lead {...props} />} />
      {props.justPublished && (
        <Callout tone="green" live>
          {t.board.published} <a href={`/committee/rounds/${round.id}/links`}>{t.board.toLinks}</a>
        </Callout>
      )}
      {round.checklist && <Callout tone="amber">{t.checklist}</Callout>}
      {round.state === "closed" && <Callout tone="amber">{t.board.closed}</Callout>}
      <Facts {...props} />
      <SearchForm {...props} />
      {rows.length === 0 ? <p class="card">{t.board.nobody}</p> : <BoardTable {...props} />}
      <Paging {...props} />
      <CloseForm lang={lang} round={round} />
    </CommitteeFrame>
  );
}

function Lead({ lang, round, lastDue }: BoardProps) {
  const t = text(lang).committee.board;
  const parts = [round.noticeNumber, t.version(round.version)];
  if (lastDue !== null) {
    const days = t.daysLeft(lastDue.daysLeft);
    parts.push(
      lang === "zh" ? `${t.due(lastDue.words.zh)}（${days}）` : `${t.due(lastDue.words.en)} (${days})`,
    );
  }
  return <>{parts.join(" · ")}</>;
}

function Facts({ lang, round, facts, query }: BoardProps) {
  const t = text(lang).committee.board;
  return (
    <nav class="counts" aria-label={t.facts}>
      {facts.map(({ filter, count }) => (
        <a
          key={filter}
          class={`fact ${filter}`}
          href={filter === "all" ? `/committee/rounds/${round.id}` : `?state=${filter}`}
          aria-current={query.filter === filter ? "true" : undefined}
        >
          <b>{formatCount(count)}</b> {t.filters[filter]}
        </a>
      ))}
    </nav>
  );
}

function SearchForm({ lang, round, query, columns, paging }: BoardProps) {
  const t = text(lang).committee.board;
  const filtered = query.q !== "" || query.missing !== "" || query.filter !== "all";
  return (
    <form class="search" method="get" action={`/committee/rounds/${round.id}`} id="search">
      {query.filter !== "all" && <input type="hidden" name="state" value={query.filter} />}
      <input
        class="input medium"
        type="search"
        name="q"
        value={query.q}
        placeholder={t.search}
        aria-label={t.search}
        data-filter={paging === null ? "rows" : undefined}
      />
      {paging === null && (
        <label class="missing">
          {t.missing}{" "}
          <select class="input" name="missing">
            <option value="">{t.missingAny}</option>
            {columns.map((one) => (
              <option key={one.key} value={one.key} selected={one.key === query.missing}>
                {one.title[lang]}
              </option>
            ))}
          </select>
        </label>
      )}
      <button class="btn small" type="submit">
        {t.find}
      </button>
      {filtered && <a href={`/committee/rounds/${round.id}`}>{t.clear}</a>}
    </form>
  );
}

function BoardTable(props: BoardProps) {
  const { lang, round, columns, rows, now } = props;
  const t = text(lang).committee.board;
  return (
    <div class="scroll">
      <table
        class="table board"
        data-links={`/api/rounds/${round.id}/links`}
        data-done={text(lang).committee.links.copied}
      >
        <caption class="soft small">{t.shown(rows.length)}</caption>
        <thead>
          <tr>
            <th scope="col">{t.branch}</th>
            {columns.map((one) => (
              <ColumnHead key={one.key} lang={lang} column={one} />
            ))}
            <th scope="col">{t.receipt}</th>
            <th scope="col">{t.last}</th>
          </tr>
        </thead>
        <tbody id="rows">
          {rows.map((row) => (
            <Row key={row.id} lang={lang} roundId={round.id} row={row} width={columns.length} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnHead({ lang, column }: { lang: Lang; column: BoardColumn }) {
  const t = text(lang).committee.board;
  const day = column.due === null ? "" : (localDay(column.due)?.slice(5) ?? "");
  const chars = column.minChars === null ? "" : t.minChars(column.minChars);
  const notes = [day, chars, column.required ? "" : t.optional].filter(Boolean);
  return (
    <th scope="col">
      {column.title[lang]}
      {notes.length > 0 && <small>{notes.join(" · ")}</small>}
    </th>
  );
}

interface RowProps {
  lang: Lang;
  roundId: string;
  row: BoardRow;
  width: number;
  now: string;
}

function Row({ lang, roundId, row, width, now }: RowProps) {
  const t = text(lang).committee;
  const size = [
    row.members === null ? "" : t.members(row.members),
    row.floating === null || row.floating === 0 ? "" : t.floating(row.floating),
  ];
  return (
    <tr>
      <th scope="row">
        <a href={`/committee/rounds/${roundId}/branches/${row.id}`}>{row.name}</a>
        <small>{[row.code, ...size].filter(Boolean).join(" · ")}</small>
      </th>
      {row.cells === null ? (
        <NeverOpened lang={lang} roundId={roundId} row={row} width={width} />
      ) : (
        row.cells.map((cell, index) => cellMarkup(cell, lang, index))
      )}
      <ReceiptCell lang={lang} roundId={roundId} row={row} />
      <td>{row.lastActivityAt === null ? "—" : describeLast(row.lastActivityAt, now, lang)}</td>
    </tr>
  );
}

function NeverOpened({ lang, roundId, row, width }: Omit<RowProps, "now">) {
  const t = text(lang).committee.board;
  const href = `/committee/rounds/${roundId}/branches/${row.id}#link`;
  return (
    <td colSpan={width}>
      {t.neverOpened} ·{" "}
      <a href={href} data-copy-link={row.id}>
        {t.copyLink}
      </a>{" "}
      · <a href={href}>{t.rotate}</a>
    </td>
  );
}

const monthDay = (instant: string) => localDay(instant)?.slice(5) ?? "";

/** Class and words of a cell; one letter, because there are thousands. */
function describeCell(cell: BoardCell, lang: Lang): [tone: string, words: string] {
  const t = text(lang).committee.board;
  const chars = cell.unit === "chars" && cell.figure !== null ? t.chars(formatCount(cell.figure)) : null;
  switch (cell.state) {
    case "received":
    case "accepted":
      return describeReceived(cell, lang, chars);
    case "draft":
      return ["b", chars === null ? t.draft : `${t.draft} ${chars}`];
    case "overdue":
      return ["r", chars === null ? t.overdue : `${t.overdue} ${t.draft} ${chars}`];
    case "returned":
      return ["r", cell.at === null ? t.returned : `${t.returned} ${monthDay(cell.at)}`];
    case "awaiting_paper":
      return cell.awaited ? ["a", t.awaiting] : ["", "—"];
    default:
      return cell.awaited ? ["", t.missingWord] : ["", "—"];
  }
}

function describeReceived(cell: BoardCell, lang: Lang, chars: string | null): [string, string] {
  const t = text(lang).committee.board;
  const day = cell.at === null ? "" : monthDay(cell.at);
  if (cell.late) return ["a", `${day} ${t.late}`];
  if (cell.unit === "copies") return ["g", t.copies(day)];
  if (chars !== null) return ["g", chars];
  if (cell.unit === "files" && cell.figure !== null && cell.figure > 1) return ["g", t.files(cell.figure)];
  return ["g", t.receivedOn(day)];
}

function cellMarkup(cell: BoardCell, lang: Lang, index: number) {
  const [tone, words] = describeCell(cell, lang);
  return (
    <td key={index} class={tone === "" ? undefined : tone}>
      {words}
    </td>
  );
}

function ReceiptCell({ lang, roundId, row }: { lang: Lang; roundId: string; row: BoardRow }) {
  const t = text(lang).committee.board;
  if (row.receiptSeq !== null && row.state === "complete") {
    return (
      <td class="g">
        <a href={`/committee/rounds/${roundId}/branches/${row.id}/receipt.pdf`}>
          {String(row.receiptSeq).padStart(4, "0")}
        </a>{" "}
        {t.complete}
      </td>
    );
  }
  if (row.state === "complete") return <td class="g">{t.complete}</td>;
  if (row.state === "awaiting_paper") return <td class="a">{t.slip}</td>;
  return <td>{row.missing > 0 ? t.short(row.missing) : "—"}</td>;
}

/** "今天 08:31", "昨天", else the day: recent enough to act on, never a measure of speed. */
function describeLast(at: string, now: string, lang: Lang): string {
  const t = text(lang).committee.board;
  const day = localDay(at);
  const clock = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16);
  if (day === localDay(now)) return t.today(clock);
  const yesterday = localDay(new Date(Date.parse(now) - 86_400_000).toISOString());
  return day === yesterday ? t.yesterday : (day?.slice(5) ?? "");
}

function Paging({ lang, paging }: BoardProps) {
  const t = text(lang).committee.board;
  if (paging === null) return null;
  return (
    <p class="row">
      <span class="soft">{t.large}</span>
      {paging.firstHref !== null && <a href={paging.firstHref}>{t.first}</a>}
      {paging.nextHref !== null && (
        <a class="btn small" href={paging.nextHref}>
          {t.next}
        </a>
      )}
    </p>
  );
}

/** Closing stands behind a fold: read what it does, then press. */
function CloseForm({ lang, round }: { lang: Lang; round: RoundHead }) {
  const t = text(lang).committee.board;
  const base = `/committee/rounds/${round.id}`;
  const closed = round.state === "closed";
  return (
    <details class="close">
      <summary>{closed ? t.reopen : t.close}</summary>
      <form method="post" action={closed ? `${base}/reopen` : `${base}/close`}>
        <p>{closed ? t.reopenWhat : t.closeWhat}</p>
        <button class="btn small" type="submit">
          {closed ? t.reopen : t.closeGo}
        </button>
      </form>
    </details>
  );
}
