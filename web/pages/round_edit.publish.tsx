import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import type { RoundEditProps, SubmittersView } from "./round_edit.model";

/** What publishing does, who gets a link, and the two buttons. */
export function PublishBlock({ lang, round, form, counts, submitters, past }: RoundEditProps) {
  const t = text(lang).committee.edit;
  return (
    <>
      <h2>{t.publishTitle}</h2>
      <section class="card">
        <p>{t.counts(counts.required, counts.optional)}</p>
        <PastDues lang={lang} past={past} />
        {!form.retainUntil && (
          <p>
            {t.noRetain} <a href="#retainUntil">{t.toRetain}</a>
          </p>
        )}
        {submitters.links === 0 ? (
          <p>
            {t.noBranches} <a href={`/committee/rounds/${round.id}/roster`}>{t.toRoster}</a>
          </p>
        ) : (
          <Submitters lang={lang} roundId={round.id} submitters={submitters} />
        )}
        <p class="row do">
          <button class="btn" type="submit" name="action" value="save">
            {t.save}
          </button>
          {submitters.links > 0 && (
            <button class="btn primary" type="submit" name="action" value="publish">
              {t.publish}
            </button>
          )}
        </p>
      </section>
    </>
  );
}

export function PastDues({ lang, past }: Pick<RoundEditProps, "lang" | "past">) {
  if (past.length === 0) return null;
  return (
    <Callout tone="amber">
      <p>{text(lang).round.pastDues}</p>
      <ul>
        {past.map((one) => (
          <li key={one.zh}>{one[lang]}</li>
        ))}
      </ul>
    </Callout>
  );
}

/** A roster of hundreds is shown by its beginning; the figures are of all of it. */
const SHOWN_UNITS = 100;
const SHOWN_NAMES = 20;

function joinNames(names: readonly string[], lang: Lang): string {
  const shown = names.slice(0, SHOWN_NAMES).join(text(lang).common.separator);
  const rest = names.length - SHOWN_NAMES;
  return rest > 0 ? `${shown} ${text(lang).round.units.more(rest)}` : shown;
}

/** Who hands in for whom, to be looked over before the links exist. */
function Submitters(props: { lang: Lang; roundId: string; submitters: SubmittersView }) {
  const { lang, roundId, submitters } = props;
  const { links, units, unknown } = submitters;
  const t = text(lang).round.units;
  const { colon } = text(lang).common;
  if (units === null) return <p>{text(lang).committee.edit.publishWhat(links)}</p>;
  const branches = units.reduce((sum, one) => sum + one.branches.length, 0);
  return (
    <>
      <p>{units.length === 0 ? t.none(links) : t.what(links, units.length, branches)}</p>
      {units.length > 0 && (
        <details open={units.length <= SHOWN_NAMES}>
          <summary>{t.whoForWhom}</summary>
          <ul class="list">
            {units.slice(0, SHOWN_UNITS).map((one) => (
              <li key={one.code}>
                <b>{one.name}</b>
                {colon}
                {joinNames(one.branches, lang)}
              </li>
            ))}
          </ul>
          {units.length > SHOWN_UNITS && <p class="soft">{t.more(units.length - SHOWN_UNITS)}</p>}
        </details>
      )}
      {unknown.length > 0 && (
        <Callout tone="amber">
          <p>
            {t.unknown} <a href={`/committee/rounds/${roundId}/roster`}>{t.toRoster}</a>
          </p>
          <ul>
            {unknown.slice(0, SHOWN_NAMES).map((one) => (
              <li key={one.under}>
                {t.quoted(one.under)}
                {colon}
                {joinNames(one.branches, lang)}
              </li>
            ))}
          </ul>
        </Callout>
      )}
    </>
  );
}
