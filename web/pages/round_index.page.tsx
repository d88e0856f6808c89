import { formatBytes } from "../../schemas/bytes";
import { text } from "../text";
import { formatCount } from "../ui/format";
import { SubmissionBadge } from "../ui/state";
import {
  CheckSection,
  CodeSection,
  FileLink,
  INDEX_LANG,
  IndexDocument,
  Name,
  NoticeLine,
  renderDocument,
} from "./bundle_index.frame";
import type { RoundIndexBranch, RoundIndexProps } from "./bundle_index.model";

export type { RoundIndexBranch, RoundIndexProps } from "./bundle_index.model";

const t = text(INDEX_LANG).bundleIndex;
const SUMS_NAME = "SHA256SUMS";

/**
 * index.html of a round's bundle: its branches, each with a link to its own index.html, the
 * lists beside them (SHA256SUMS among them), who is not in it, how to check and to file it.
 * Opens from disk with no network and no script; the same props give the same text.
 */
export function renderRoundIndex(props: RoundIndexProps): string {
  return renderDocument(<RoundIndex {...props} />);
}

const sumOf = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0);

function RoundIndex(props: RoundIndexProps) {
  const { committee, notice, theme, branches, code, manifestSha256 } = props;
  const files = sumOf(branches.map((one) => one.files));
  const bytes = sumOf(branches.map((one) => one.bytes));
  return (
    <IndexDocument title={t.roundTitle(theme)} committee={committee}>
      <h1>
        <Name text={theme} />
      </h1>
      <NoticeLine notice={notice} />
      <p class="answer">
        {t.round.inside(formatCount(branches.length), formatCount(files), formatBytes(bytes))}
        <br />
        {t.round.filter(props.filter)}
      </p>
      <ListSection lists={props.lists} />
      <section>
        <h2>{t.round.branches}</h2>
        {branches.length === 0 ? <p>{t.round.none}</p> : <BranchTable branches={branches} />}
      </section>
      <AbsentSection absent={props.absent} />
      <CheckSection />
      <CodeSection code={code} manifestSha256={manifestSha256} what={t.roundCodeWhat} />
    </IndexDocument>
  );
}

function ListSection({ lists }: Pick<RoundIndexProps, "lists">) {
  return (
    <section class="whole">
      <h2>{t.lists}</h2>
      <ul class="links">
        {lists.map(({ path, name, bytes }) => (
          <li key={path}>
            <FileLink path={path} name={name} /> <span class="soft">{formatBytes(bytes)}</span>
          </li>
        ))}
        <li>
          <FileLink path={SUMS_NAME} name={SUMS_NAME} /> <span class="soft">{t.round.sums}</span>
        </li>
      </ul>
    </section>
  );
}

function BranchTable({ branches }: Pick<RoundIndexProps, "branches">) {
  return (
    <table>
      <caption>{t.round.caption}</caption>
      <thead>
        <tr>
          {Object.entries(t.round.columns).map(([key, name]) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {branches.map((one) => (
          <BranchRow key={one.folder} branch={one} />
        ))}
      </tbody>
    </table>
  );
}

function BranchRow({ branch }: { branch: RoundIndexBranch }) {
  const { code, name, folder, state, missing, receiptNumber, files, bytes } = branch;
  return (
    <tr>
      <td class="figure">
        <Name text={code} />
      </td>
      <th scope="row">
        <FileLink path={folder} name={name} />
      </th>
      <td class="figure">
        <SubmissionBadge lang={INDEX_LANG} state={state} />
        {missing > 0 && ` ${t.round.missing(missing)}`}
      </td>
      <td class={receiptNumber === null ? "figure soft" : "figure"}>{receiptNumber ?? t.round.noReceipt}</td>
      <td class="figure">{t.round.files(formatCount(files))}</td>
      <td class="figure">{formatBytes(bytes)}</td>
    </tr>
  );
}

function AbsentSection({ absent }: Pick<RoundIndexProps, "absent">) {
  if (absent.length === 0) return null;
  return (
    <section>
      <h2>{t.round.absent(absent.length)}</h2>
      <ul class="many">
        {absent.map(({ code, name }) => (
          <li key={code}>
            <Name text={code} /> <Name text={name} />
          </li>
        ))}
      </ul>
    </section>
  );
}
