import { type Lang, localDay } from "../../schemas/deadline";
import { text } from "../text";
import { formatCount } from "../ui/format";
import type { BoardCell, BoardColumn, BoardRow } from "./board.model";
import type { ArchiveState } from "./bundle.model";
import { describeState } from "./state.text";

export interface BoardTableProps {
  lang: Lang;
  roundId: string;
  columns: readonly BoardColumn[];
  rows: readonly BoardRow[];
  /** By submission. */
  archived?: ReadonlyMap<string, ArchiveState>;
  now: string;
}

/** Branches by artifacts, in code order. Markup is lean on purpose: there are thousands of cells. */
export function BoardTable({ lang, roundId, columns, rows, archived, now }: BoardTableProps) {
  const t = text(lang).committee.board;
  return (
    <div class="scroll">
      <table
        class="table board"
        data-links={`/api/rounds/${roundId}/links`}
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
            <Row
              key={row.id}
              lang={lang}
              roundId={roundId}
              row={row}
              filed={describeFiling(archived?.get(row.id), lang)}
              width={columns.length}
              now={now}
            />
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
  const notes = column.withdrawn
    ? [text(lang).round.withdrawn.mark]
    : [day, chars, column.required ? "" : t.optional].filter(Boolean);
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
  /** "已归档", or "" */
  filed: string;
  width: number;
  now: string;
}

function Row({ lang, roundId, row, filed, width, now }: RowProps) {
  const t = text(lang).committee;
  const size = [
    row.members === null ? "" : t.members(row.members),
    row.floating === null || row.floating === 0 ? "" : t.floating(row.floating),
  ];
  return (
    <tr>
      <th scope="row">
        <a href={`/committee/rounds/${roundId}/branches/${row.id}`}>{row.name}</a>
        <small>{[row.code, ...size, filed].filter(Boolean).join(" · ")}</small>
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

function describeFiling(state: ArchiveState | undefined, lang: Lang): string {
  const t = text(lang).bundle;
  if (state === undefined || state.archivedAt === null) return "";
  return state.changedSinceArchive ? t.changed : t.filed;
}

function NeverOpened({ lang, roundId, row, width }: Omit<RowProps, "filed" | "now">) {
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
      return describeReceived(cell, lang, chars);
    case "accepted":
    case "filed":
    case "waived":
      return ["g", describeState(cell.state, lang)];
    case "recheck":
      return ["a", describeState(cell.state, lang)];
    case "blocked":
      return ["r", describeState(cell.state, lang)];
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
  if ((cell.unit === "files" || cell.unit === "entries") && cell.figure !== null && cell.figure > 1)
    return ["g", t.files(cell.figure)];
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
