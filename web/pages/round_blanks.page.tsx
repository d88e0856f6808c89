import { formatBytes } from "../../schemas/bytes";
import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { ProblemSummary } from "../ui/problems";
import { CommitteeFrame, type RoundHead, RoundHeader } from "./committee.frame";
import type { BlankPlace, PlacedBlank, RoundBlanksProps } from "./round_blanks.model";

/** Where a committee puts the blank templates of a round: one card per artifact, each with plain forms. */
export function RoundBlanksPage(props: RoundBlanksProps) {
  const { lang, staff, round, places, maxBytes, refused } = props;
  const t = text(lang).blanks;
  return (
    <CommitteeFrame lang={lang} staff={staff} title={t.place} section="rounds" wide={false}>
      <RoundHeader lang={lang} round={round} place="blanks" />
      <BlankMessages {...props} />
      {places.length === 0 ? (
        <p class="card first">{t.nothing}</p>
      ) : (
        <>
          <p>{t.what(formatBytes(maxBytes))}</p>
          <p class="soft">{t.noticed}</p>
        </>
      )}
      {places.map((place) => (
        <PlaceCard
          key={place.key}
          lang={lang}
          round={round}
          place={place}
          unfolded={refused?.key === place.key}
        />
      ))}
    </CommitteeFrame>
  );
}

function BlankMessages({ lang, round, done, refused }: RoundBlanksProps) {
  const t = text(lang).blanks;
  if (refused !== null) {
    const { key, zh, en } = refused;
    return <ProblemSummary lang={lang} title={t.refused} findings={[{ path: `file-${key}`, zh, en }]} />;
  }
  if (done === null) return null;
  const added = round.state === "draft" ? t.done.added.draft : t.done.added.published;
  return (
    <Callout tone="green" live>
      {done === "added" ? added : t.done.removed}
    </Callout>
  );
}

interface PlaceProps {
  lang: Lang;
  round: RoundHead;
  place: BlankPlace;
}

/** `unfolded` shows the picker at once: the sentence at the head leads to it. */
function PlaceCard(props: PlaceProps & { unfolded: boolean }) {
  const { lang, place, unfolded } = props;
  const t = text(lang).blanks;
  const { blank, open } = place;
  return (
    <section class="card" id={`a-${place.key}`}>
      <h2>{place.title[lang]}</h2>
      {!open && <p class="soft">{t.unasked}</p>}
      {blank === null ? (
        <>
          <p class="soft">{t.none}</p>
          <PickForm {...props} />
        </>
      ) : (
        <>
          <BlankFacts {...props} blank={blank} />
          {open && (
            <details open={unfolded}>
              <summary>
                {t.change}
                <span class="sr"> {place.title[lang]}</span>
              </summary>
              <p class="hint">{t.changeWhat}</p>
              <PickForm {...props} />
            </details>
          )}
        </>
      )}
    </section>
  );
}

const hrefOf = (round: RoundHead, place: BlankPlace) => `/committee/rounds/${round.id}/blanks/${place.key}`;

function BlankFacts({ lang, round, place, blank }: PlaceProps & { blank: PlacedBlank }) {
  const t = text(lang).blanks;
  const { name, bytes, addedAt } = blank;
  const href = hrefOf(round, place);
  return (
    <>
      <p>
        <bdi class="file-name">{name}</bdi>
        <span class="small soft">
          {formatBytes(bytes)} · {t.addedAt(formatInstant(addedAt, "full", lang))}
        </span>
      </p>
      <form method="post" action={`${href}/remove`} class="row">
        <a class="btn small" href={href} download>
          {t.download}
          <span class="sr"> {name}</span>
        </a>
        <button class="btn quiet small" type="submit">
          {t.remove}
          <span class="sr"> {name}</span>
        </button>
      </form>
    </>
  );
}

function PickForm({ lang, round, place }: PlaceProps) {
  const t = text(lang).blanks;
  const id = `file-${place.key}`;
  return (
    <form method="post" action={hrefOf(round, place)} encType="multipart/form-data" class="upload">
      <label for={id}>
        {t.pick}
        <span class="sr"> {place.title[lang]}</span>
      </label>
      <div class="row">
        <input type="file" id={id} name="file" required accept=".docx,.xlsx,.pdf" />
        <button class="btn" type="submit">
          {t.add}
        </button>
      </div>
    </form>
  );
}
