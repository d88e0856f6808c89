import { formatBytes } from "../../schemas/bytes";
import { type Lang, localDay } from "../../schemas/deadline";
import { text } from "../text";
import type { BundleBranch } from "./bundle.model";

const SHOWS = ["all", "complete", "partial", "unfiled"] as const;

/**
 * Branches to tick. The radios narrow the list by style alone, and stand outside the form so
 * that only ticks are posted; a ticked branch is never out of sight.
 */
export function ChooseBranches(props: { lang: Lang; action: string; branches: readonly BundleBranch[] }) {
  const { lang, action, branches } = props;
  const t = text(lang).bundle;
  const started = branches.filter((one) => one.started);
  const waiting = branches.length - started.length;
  if (started.length === 0) return null;
  return (
    <details class="pick">
      <summary>{t.choose}</summary>
      <p class="soft">
        {[t.chooseWhat, waiting > 0 ? t.notStarted(waiting) : "", t.keepShown]
          .filter(Boolean)
          .join(text(lang).common.gap)}
      </p>
      <Narrowing lang={lang} />
      <form method="post" action={action}>
        <input type="hidden" name="filter" value="chosen" />
        <BranchTable lang={lang} branches={started} />
        <p class="do">
          <button class="btn small" type="submit">
            {t.chosenGo}
          </button>
        </p>
      </form>
    </details>
  );
}

function Narrowing({ lang }: { lang: Lang }) {
  const t = text(lang).bundle;
  return (
    <div class="narrow">
      <fieldset>
        <legend class="sr">{t.show}</legend>
        {SHOWS.map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="show" value={one} checked={one === "all"} />
            <span>{t.shows[one]}</span>
          </label>
        ))}
      </fieldset>
      <input
        class="input medium scripted"
        type="search"
        placeholder={t.find}
        aria-label={t.find}
        data-filter="rows"
      />
    </div>
  );
}

function BranchTable({ lang, branches }: { lang: Lang; branches: readonly BundleBranch[] }) {
  const t = text(lang).bundle;
  return (
    <div class="pick-scroll">
      <table class="table">
        <caption class="sr">{t.choose}</caption>
        <thead>
          <tr>
            <th scope="col">{t.columns.branch}</th>
            <th scope="col">{t.columns.state}</th>
            <th scope="col" class="num">
              {t.columns.size}
            </th>
            <th scope="col">{t.columns.filed}</th>
          </tr>
        </thead>
        <tbody id="rows">
          {branches.map((one) => (
            <BranchRow key={one.id} lang={lang} branch={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BranchRow({ lang, branch }: { lang: Lang; branch: BundleBranch }) {
  const t = text(lang).bundle;
  const unfiled = branch.archivedAt === null || branch.changedSinceArchive;
  const state = branch.complete ? "complete" : "partial";
  return (
    <tr class={unfiled ? `${state} unfiled` : state}>
      <th scope="row">
        <label class="choice">
          <input type="checkbox" name="branch" value={branch.id} />
          <span>
            {branch.name} <small>{branch.code}</small>
          </span>
        </label>
      </th>
      <td class={branch.complete ? "text-green" : undefined}>{t[state]}</td>
      <td class="num">{formatBytes(branch.bytes)}</td>
      <td>{describeFiled(branch, lang)}</td>
    </tr>
  );
}

function describeFiled({ archivedAt, changedSinceArchive }: BundleBranch, lang: Lang) {
  const t = text(lang).bundle;
  if (archivedAt === null) return t.notFiledYet;
  if (changedSinceArchive) return <span class="text-amber">{t.changed}</span>;
  return t.filedAt(localDay(archivedAt)?.slice(5) ?? "");
}
