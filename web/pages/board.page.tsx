import type { Bilingual } from "../../schemas/artifact";
import { formatDue, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { formatCount } from "../ui/format";
import type { BoardColumn, BoardFact, BoardFilter, BoardRow } from "./board.model";
import { BoardTable } from "./board.table";
import type { ArchiveState } from "./bundle.model";
import { CommitteeFrame, type RoundHead, RoundHeader, type StaffView } from "./committee.frame";

const MAX_ASKING = 20;

export interface BoardProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead & {
    version: number;
    checklist: boolean;
    /** The last hand-in, where it has passed: nothing is taken although nobody closed the round. */
    closedSince: string | null;
  };
  lastDue: { words: Bilingual; daysLeft: number } | null;
  facts: readonly BoardFact[];
  columns: readonly BoardColumn[];
  rows: readonly BoardRow[];
  query: { filter: BoardFilter; q: string; missing: string };
  /** Set when the round is too large for one page. */
  paging: { nextHref: string | null; firstHref: string | null } | null;
  /** Branches whose questions wait for an answer, in code order. */
  asking: readonly { id: string; name: string; count: number }[];
  justPublished: boolean;
  justAmended: boolean;
  /** By submission; a branch that is not in it was never filed. */
  archived?: ReadonlyMap<string, ArchiveState>;
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
      {props.justAmended && (
        <Callout tone="green" live>
          {text(lang).amendment.done(round.version)}
        </Callout>
      )}
      {round.checklist && <Callout tone="amber">{t.checklist}</Callout>}
      {round.state === "closed" && <Callout tone="amber">{t.board.closed}</Callout>}
      <Asking {...props} />
      {round.state === "published" && round.closedSince !== null && (
        <Callout tone="amber">
          {text(lang).round.closing.past(formatDue(round.closedSince, lang))}{" "}
          <a href={`/committee/rounds/${round.id}/edit`}>{text(lang).round.closing.amend}</a>
        </Callout>
      )}
      <Facts {...props} />
      <SearchForm {...props} />
      {rows.length === 0 ? (
        <p class="card">{t.board.nobody}</p>
      ) : (
        <BoardTable
          lang={lang}
          roundId={round.id}
          columns={props.columns}
          rows={rows}
          archived={props.archived}
          now={props.now}
        />
      )}
      <Paging {...props} />
      <CloseForm lang={lang} round={round} />
    </CommitteeFrame>
  );
}

/** Branches that wait for an answer: the one thing on the board that only the clerk can move. */
function Asking({ lang, round, asking }: BoardProps) {
  const t = text(lang).ask;
  if (asking.length === 0) return null;
  const total = asking.reduce((sum, one) => sum + one.count, 0);
  return (
    <Callout tone="amber">
      <strong>{t.waiting(total)}</strong>{" "}
      {asking.slice(0, MAX_ASKING).map((one) => (
        <a key={one.id} class="asking" href={`/committee/rounds/${round.id}/branches/${one.id}#requests`}>
          {one.name}{" "}
        </a>
      ))}
      {asking.length > MAX_ASKING && "…"}
    </Callout>
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
      <a class="btn small to-bundle" href={`/committee/rounds/${round.id}/bundle`}>
        {text(lang).bundle.toPage}
      </a>
    </form>
  );
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
