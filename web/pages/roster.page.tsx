import type { Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { TextArea } from "../ui/controls";
import { ProblemSummary } from "../ui/problems";
import { CommitteeFrame, type RoundHead, RoundHeader, type StaffView } from "./committee.frame";

export interface RosterLine {
  code: string;
  name: string;
  numbers: {
    members: number | null;
    full: number | null;
    probationary: number | null;
    committee: number | null;
    floating: number | null;
    under: string | null;
  };
}

/** What importing the list would do. */
export interface RosterPreview {
  added: readonly RosterLine[];
  changed: readonly RosterLine[];
  unchanged: number;
  absent: number;
}

export interface RosterProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead;
  branches: readonly RosterLine[];
  /** The list as pasted, or as read from the file. */
  source: string;
  preview: RosterPreview | null;
  findings: readonly Finding[];
  /** What the last press did; `added` and `changed` are null when it only let branches join. */
  done: { added: number | null; changed: number | null; joined: number } | null;
  /** Branches of the roster that are not in this published round. */
  outsiders: number;
}

/** A list of thousands is shown by its beginning; the figures are of all of it. */
const SHOWN_ROWS = 200;
const SHOWN_BRANCHES = 1000;

export function RosterPage(props: RosterProps) {
  const { lang, staff, round, branches, preview, source } = props;
  const t = text(lang).committee.roster;
  return (
    <CommitteeFrame lang={lang} staff={staff} title={t.title} section="rounds">
      <RoundHeader lang={lang} round={round} place="roster" />
      <RosterMessages {...props} />
      {preview !== null ? (
        <Preview lang={lang} round={round} preview={preview} source={source} />
      ) : (
        <ImportForm {...props} />
      )}
      <h2>{t.current(branches.length)}</h2>
      {branches.length === 0 ? (
        <p class="soft">{t.empty}</p>
      ) : (
        <RosterTable lang={lang} rows={branches} limit={SHOWN_BRANCHES} />
      )}
    </CommitteeFrame>
  );
}

function RosterMessages({ lang, round, findings, done, outsiders, preview }: RosterProps) {
  const t = text(lang).committee.roster;
  const blocks = findings.filter((one) => one.level === "block");
  const warnings = findings.filter((one) => one.level !== "block");
  return (
    <>
      {done !== null && (
        <Callout tone="green" live>
          {describeDone(done, lang)}{" "}
          {round.state === "draft" && <a href={`/committee/rounds/${round.id}/edit`}>{t.toPublish}</a>}
        </Callout>
      )}
      {blocks.length > 0 && (
        <ProblemSummary lang={lang} title={t.refused(blocks.length)} findings={shorten(blocks)} />
      )}
      {warnings.length > 0 && (
        <Callout tone="amber" live={blocks.length === 0}>
          {blocks.length === 0 && <p>{t.warned}</p>}
          <ul>
            {warnings.map((one) => (
              <li key={one.zh}>{one[lang]}</li>
            ))}
          </ul>
        </Callout>
      )}
      {outsiders > 0 && preview === null && (
        <form method="post" action={`/committee/rounds/${round.id}/branches`} class="callout amber">
          <p>
            {t.outsiders(outsiders)}
            {t.joinHint}
          </p>
          <p class="do">
            <button class="btn small" type="submit">
              {t.join(outsiders)}
            </button>
          </p>
        </form>
      )}
    </>
  );
}

/** A file that is no roster has a problem on every line; the first ones say enough. */
const SHOWN_FINDINGS = 50;

function shorten(findings: readonly Finding[]): readonly Pick<Finding, "path" | "zh" | "en">[] {
  const rest = findings.length - SHOWN_FINDINGS;
  if (rest <= 0) return findings;
  const more = (lang: Lang) => text(lang).committee.roster.more(rest);
  return [...findings.slice(0, SHOWN_FINDINGS), { path: "text", zh: more("zh"), en: more("en") }];
}

function describeDone(done: NonNullable<RosterProps["done"]>, lang: Lang): string {
  const t = text(lang).committee.roster;
  const imported =
    done.added === null || done.changed === null
      ? []
      : [t.done, [t.added(done.added), t.changed(done.changed)].join(text(lang).common.separator)];
  return [...imported, done.joined > 0 || done.added === null ? t.joined(done.joined) : ""]
    .filter(Boolean)
    .join(" ");
}

function ImportForm({ lang, round, source, findings }: RosterProps) {
  const t = text(lang).committee.roster;
  return (
    <form
      method="post"
      action={`/committee/rounds/${round.id}/roster`}
      encType="multipart/form-data"
      class="card first"
    >
      <p class="soft">{t.what}</p>
      <TextArea
        name="text"
        label={t.paste}
        hint={t.pasteHint}
        value={source}
        rows={10}
        errors={findings
          .filter((one) => one.level === "block")
          .map((one) => one[lang])
          .slice(0, 1)}
        attrs={{ spellcheck: false, autocomplete: "off", wrap: "off" }}
      />
      <div class="field">
        <label for="file">{t.file}</label>
        <p class="hint" id="file-hint">
          {t.fileHint}
        </p>
        <input type="file" id="file" name="file" aria-describedby="file-hint" />
      </div>
      <p class="do">
        <button class="btn primary" type="submit" name="action" value="preview">
          {t.check}
        </button>
      </p>
    </form>
  );
}

function Preview({
  lang,
  round,
  preview,
  source,
}: {
  lang: Lang;
  round: RoundHead;
  preview: RosterPreview;
  source: string;
}) {
  const t = text(lang).committee.roster;
  const rows = [...preview.added, ...preview.changed];
  const counts = [
    t.added(preview.added.length),
    t.changed(preview.changed.length),
    t.unchanged(preview.unchanged),
  ];
  return (
    <form method="post" action={`/committee/rounds/${round.id}/roster`} class="card first">
      <h2>{t.preview}</h2>
      <p>{counts.join(text(lang).common.separator)}</p>
      {preview.absent > 0 && <p class="soft">{t.absent(preview.absent)}</p>}
      {round.state !== "draft" && preview.added.length > 0 && <p>{t.willJoin(preview.added.length)}</p>}
      {rows.length > 0 && <RosterTable lang={lang} rows={rows} limit={SHOWN_ROWS} />}
      <p class="do">
        <button class="btn primary" type="submit" name="action" value="import">
          {t.import(rows.length + preview.unchanged)}
        </button>
      </p>
      <TextArea
        name="text"
        label={t.again}
        value={source}
        rows={6}
        attrs={{ spellcheck: false, autocomplete: "off", wrap: "off" }}
      />
      <p class="do">
        <button class="btn quiet" type="submit" name="action" value="preview">
          {t.check}
        </button>
      </p>
    </form>
  );
}

const COLUMNS = ["members", "full", "probationary", "committee", "floating"] as const;

function RosterTable({ lang, rows, limit }: { lang: Lang; rows: readonly RosterLine[]; limit: number }) {
  const t = text(lang).committee.roster;
  const shown = rows.slice(0, limit);
  const columns = COLUMNS.filter((name) => rows.some((row) => row.numbers[name] !== null));
  const under = rows.some((row) => row.numbers.under !== null);
  return (
    <>
      {shown.length < rows.length && <p class="soft">{t.first(shown.length)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than a phone is scrolled with the keyboard */}
      <section class="scroll" tabIndex={0} aria-label={t.title}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t.code}</th>
              <th scope="col">{t.name}</th>
              {columns.map((name) => (
                <th scope="col" class="num" key={name}>
                  {t[name]}
                </th>
              ))}
              {under && <th scope="col">{t.under}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.code}>
                <td class="nowrap">{row.code}</td>
                <td>{row.name}</td>
                {columns.map((name) => (
                  <td class="num" key={name}>
                    {row.numbers[name]}
                  </td>
                ))}
                {under && <td>{row.numbers.under}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
