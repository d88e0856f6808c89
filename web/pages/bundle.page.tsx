import { formatBytes } from "../../schemas/bytes";
import { formatInstant } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { TextField } from "../ui/controls";
import { formatCount } from "../ui/format";
import { ProblemSummary } from "../ui/problems";
import { ChooseBranches } from "./bundle.choose";
import { FilingForm, FilingState } from "./bundle.filing";
import type { BundleChoice, BundlePageProps, PreparedBundle } from "./bundle.model";
import { CommitteeFrame, RoundHeader } from "./committee.frame";

export type { BundlePageProps } from "./bundle.model";

/**
 * Where a committee takes what a round collected: what is inside and how large before the
 * press, the bundles already prepared, filing by the code printed in them, the names of files.
 */
export function BundlePage(props: BundlePageProps) {
  const { lang, staff, round, problem, again, justArchived, archived, naming } = props;
  const t = text(lang).bundle;
  return (
    <CommitteeFrame
      lang={lang}
      staff={staff}
      title={`${t.place} · ${round.title}`}
      section="rounds"
      islands={["board"]}
    >
      <RoundHeader lang={lang} round={round} place="bundle" />
      {problem !== null && (
        <Callout tone={again === null ? "red" : "amber"} live>
          {problem}
          {again !== null && <Again lang={lang} round={round} again={again} />}
        </Callout>
      )}
      {naming.problem !== null && (
        <ProblemSummary
          lang={lang}
          title={t.notSaved}
          findings={[{ path: "pattern", zh: naming.problem, en: naming.problem }]}
        />
      )}
      {justArchived !== null && (
        <Callout tone="green" live>
          {t.justFiled(justArchived)}
        </Callout>
      )}
      <p class="lede">{t.what}</p>
      {archived.branches > 0 && <p class="lede">{t.summary(archived.branches, archived.changed)}</p>}
      <Inside {...props} />
      <Take {...props} />
      <Prepared {...props} />
      <Naming {...props} />
    </CommitteeFrame>
  );
}

/** Goes on with the same press; the island presses it by itself where it may. */
function Again({ lang, round, again }: Pick<BundlePageProps, "lang" | "round"> & { again: Press }) {
  return (
    <form
      method="post"
      action={`/committee/rounds/${round.id}/bundles`}
      class="do"
      data-again={again.byItself ? "" : undefined}
    >
      {again.fields.map(([name, value]) => (
        <input key={value} type="hidden" name={name} value={value} />
      ))}
      <button class="btn primary" type="submit">
        {text(lang).bundle.goOn}
      </button>
    </form>
  );
}

type Press = NonNullable<BundlePageProps["again"]>;

function Inside({ lang }: BundlePageProps) {
  const t = text(lang).bundle;
  return (
    <details class="inside">
      <summary>{t.inside}</summary>
      <dl class="card">
        {t.parts.map(([name, what]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Take(props: BundlePageProps) {
  const { lang, round, choices, branches, unsealed } = props;
  const t = text(lang).bundle;
  const action = `/committee/rounds/${round.id}/bundles`;
  const nothing = choices.every((one) => one.branches === 0);
  return (
    <section aria-labelledby="take">
      <h2 id="take">{t.take}</h2>
      {unsealed > 0 && <Callout tone="amber">{t.unsealed(unsealed)}</Callout>}
      {nothing ? (
        <p class="card">{t.nothingIn}</p>
      ) : (
        <ul class="bundle-list">
          {choices.map((one, index) => (
            <Choice key={one.filter} lang={lang} action={action} choice={one} primary={index === 0} />
          ))}
        </ul>
      )}
      {!nothing && <p class="hint lede">{[t.estimate, t.afterwards].join(text(lang).common.gap)}</p>}
      <ChooseBranches lang={lang} action={action} branches={branches} />
    </section>
  );
}

interface ChoiceProps {
  lang: BundlePageProps["lang"];
  action: string;
  choice: BundleChoice;
  primary: boolean;
}

function Choice({ lang, action, choice, primary }: ChoiceProps) {
  const t = text(lang).bundle;
  const size = choice.bytes > 0 ? t.about(formatBytes(choice.bytes)) : null;
  return (
    <li class="card">
      <h3>{t.filters[choice.filter]}</h3>
      <p class="soft small">{t.filterWhat[choice.filter]}</p>
      {choice.branches === 0 ? (
        <p class="do">{t.nobody}</p>
      ) : (
        <form method="post" action={action} class="do">
          <button class={primary ? "btn primary" : "btn"} type="submit" name="filter" value={choice.filter}>
            <span>
              {t.go(formatCount(choice.branches))}
              {size !== null && (
                <>
                  {" · "}
                  <span class="nowrap">{size}</span>
                </>
              )}
              <span class="sr"> {t.filters[choice.filter]}</span>
            </span>
          </button>
        </form>
      )}
    </li>
  );
}

function Prepared(props: BundlePageProps) {
  const { lang, round, prepared } = props;
  const t = text(lang).bundle;
  return (
    <section aria-labelledby="prepared">
      <h2 id="prepared">{t.prepared}</h2>
      {prepared.length === 0 ? (
        <p class="soft">{t.nonePrepared}</p>
      ) : (
        <>
          <p class="lede">{t.resume}</p>
          <p class="hint lede">{t.resumeTool}</p>
          <ul class="bundle-list">
            {prepared.map((one) => (
              <PreparedItem key={one.id} lang={lang} roundId={round.id} bundle={one} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface PreparedItemProps {
  lang: BundlePageProps["lang"];
  roundId: string;
  bundle: PreparedBundle;
}

function PreparedItem({ lang, roundId, bundle }: PreparedItemProps) {
  const t = text(lang).bundle;
  const at = formatInstant(bundle.preparedAt, "short", lang);
  const size = formatBytes(bundle.bytes);
  const exact = bundle.bytes < 1024 ? size : t.exact(size, formatCount(bundle.bytes));
  const state = { archivedAt: bundle.archivedAt, changedSinceArchive: false };
  return (
    <li class="card" id={bundle.id}>
      <div class="row spread">
        <h3>{t.filters[bundle.filter]}</h3>
        <FilingState lang={lang} state={state} />
      </div>
      <p>{t.preparedLine(formatCount(bundle.branches), formatCount(bundle.files))}</p>
      <p>{exact}</p>
      <p class="soft small">
        {`${t.preparedAt(at)} · ${t.keptUntil(formatInstant(bundle.keptUntil, "short", lang))}`}
      </p>
      {bundle.stale && <p class="text-amber small">{t.stale}</p>}
      <p class="do">
        <a class="btn small" href={bundle.href}>
          {t.again(size)}
          <span class="sr"> {`${t.filters[bundle.filter]} ${at}`}</span>
        </a>
      </p>
      <FilingForm
        lang={lang}
        id={`code.${bundle.id}`}
        action={`/committee/rounds/${roundId}/bundles/${bundle.id}/archive`}
        state={state}
        problem={null}
        about={` ${t.filters[bundle.filter]} ${at}`}
      />
    </li>
  );
}

function Naming({ lang, round, naming }: BundlePageProps) {
  const t = text(lang).bundle;
  const { pattern, standard, example, problem, typed } = naming;
  return (
    <section aria-labelledby="naming">
      <h2 id="naming">{t.naming}</h2>
      <div class="card naming">
        <p>{t.namingWhat}</p>
        <form method="post" action={`/committee/rounds/${round.id}/naming`}>
          <TextField
            name="pattern"
            label={t.pattern}
            hint={pattern === standard ? undefined : t.standard(standard)}
            value={typed ?? pattern}
            errors={problem === null ? [] : [problem]}
            attrs={{ autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 200 }}
          />
          <p class="row do">
            <button class="btn small" type="submit">
              {t.save}
            </button>
            {pattern !== standard && (
              <button class="btn small quiet" type="submit" name="reset" value="1">
                {t.reset}
              </button>
            )}
          </p>
        </form>
        <p class="label do">{t.examples}</p>
        <ul class="paths">
          {example.map((one) => (
            <li key={one}>
              <bdi>{one}</bdi>
            </li>
          ))}
        </ul>
        <Placeholders lang={lang} />
      </div>
    </section>
  );
}

function Placeholders({ lang }: Pick<BundlePageProps, "lang">) {
  const t = text(lang).bundle;
  return (
    <details>
      <summary>{t.placeholders}</summary>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.placeholder}</th>
            <th scope="col">{t.becomes}</th>
          </tr>
        </thead>
        <tbody>
          {t.tokens.map(([token, what]) => (
            <tr key={token}>
              <th scope="row" class="nowrap">
                <code>{token}</code>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
