import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Badge, type Tone } from "../ui/state";
import { CommitteeFrame, type StaffView } from "./committee.frame";

export interface RoundLineView {
  id: string;
  state: "draft" | "published" | "closed";
  title: string;
  noticeNumber: string;
  createdAt: string;
  branches: number;
  receipts: number;
}

export interface RoundsProps {
  lang: Lang;
  staff: StaffView;
  rounds: readonly RoundLineView[];
  /** Address of the older rounds; null when this is the last page. */
  olderHref: string | null;
}

const STATE_TONES: Readonly<Record<RoundLineView["state"], Tone>> = {
  draft: "blue",
  published: "green",
  closed: "grey",
};

export function RoundsPage({ lang, staff, rounds, olderHref }: RoundsProps) {
  const t = text(lang).committee;
  return (
    <CommitteeFrame lang={lang} staff={staff} title={t.rounds.title} section="rounds">
      <div class="row spread">
        <h1>{t.rounds.title}</h1>
        <a class="btn primary" href="/committee/rounds/new">
          {t.rounds.create}
        </a>
      </div>
      {rounds.length === 0 ? (
        <p class="card first">{t.rounds.empty}</p>
      ) : (
        <ul class="round-list">
          {rounds.map((one) => (
            <RoundLine key={one.id} lang={lang} round={one} />
          ))}
        </ul>
      )}
      {olderHref !== null && (
        <p>
          <a href={olderHref}>{t.rounds.older}</a>
        </p>
      )}
    </CommitteeFrame>
  );
}

function RoundLine({ lang, round }: { lang: Lang; round: RoundLineView }) {
  const t = text(lang).committee;
  const base = `/committee/rounds/${round.id}`;
  return (
    <li class="card">
      <div class="row spread">
        <h2>
          <a href={round.state === "draft" ? `${base}/edit` : base}>{round.title}</a>
        </h2>
        <Badge tone={STATE_TONES[round.state]}>{t.roundStates[round.state]}</Badge>
      </div>
      <p class="soft small">
        {round.noticeNumber} · {t.rounds.created} {formatInstant(round.createdAt, "full", lang)}
      </p>
      {round.state !== "draft" && (
        <p class="small">
          {t.rounds.branches(round.branches)} · {t.rounds.receipts(round.receipts)}
        </p>
      )}
    </li>
  );
}
