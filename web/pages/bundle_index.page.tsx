import { formatBytes } from "../../schemas/bytes";
import { describeLateness, formatInstant } from "../../schemas/deadline";
import { RECEIPT_STATEMENT } from "../../schemas/receipt";
import { text } from "../text";
import { Badge, stateTone } from "../ui/state";
import {
  CheckSection,
  CodeSection,
  FileLink,
  Hash,
  INDEX_LANG,
  IndexDocument,
  Name,
  NoticeLine,
  renderDocument,
} from "./bundle_index.frame";
import { type BundleIndexProps, fileNameOf, type IndexArtifact, type IndexFile } from "./bundle_index.model";

export type { BundleIndexProps, IndexArtifact, IndexFile } from "./bundle_index.model";

const t = text(INDEX_LANG).bundleIndex;
const common = text(INDEX_LANG).common;
const COLUMN_COUNT = Object.keys(t.columns).length;

/**
 * index.html of one branch's folder: what is in, what is missing, every file by name, and
 * how to check and to file it. Opens from disk with no network and no script; the same
 * props give the same text.
 */
export function renderBundleIndex(props: BundleIndexProps): string {
  return renderDocument(<BundleIndex {...props} />);
}

function BundleIndex(props: BundleIndexProps) {
  const { committee, notice, theme, branch, artifacts, code, manifestSha256 } = props;
  return (
    <IndexDocument title={t.title(`${branch.code} ${branch.name}`)} committee={committee}>
      <h1>
        <Name text={branch.name} />
      </h1>
      <p>
        <Name text={branch.code} /> · <Name text={theme} />
      </p>
      <NoticeLine notice={notice} />
      <Answer {...props} />
      <ReceiptSection receipt={props.receipt} missing={props.missing} />
      <section>
        <h2>{t.materials}</h2>
        <table>
          <caption>
            {t.caption}
            {props.allVersions ? t.allVersions : t.newestOnly}
          </caption>
          <HeadRow />
          {artifacts.map((one) => (
            <ArtifactRows key={one.index} artifact={one} />
          ))}
        </table>
      </section>
      <ListSection lists={props.lists} />
      <CheckSection />
      <CodeSection code={code} manifestSha256={manifestSha256} what={t.codeWhat} />
    </IndexDocument>
  );
}

function Answer({ complete, missing }: BundleIndexProps) {
  if (missing.length > 0)
    return (
      <p class="answer amber">
        <strong>{t.missing(missing.length)}</strong>
        {missing.map((title, i) => (
          <>
            {i > 0 && common.separator}
            <Name text={title} />
          </>
        ))}
        {common.stop}
      </p>
    );
  if (!complete) return <p class="answer">{t.nothingAsked}</p>;
  return (
    <p class="answer green">
      <strong>{t.complete}</strong>
      {t.completeLine}
    </p>
  );
}

function ReceiptSection({ receipt, missing }: Pick<BundleIndexProps, "receipt" | "missing">) {
  if (receipt === null && missing.length === 0) return null;
  return (
    <section class="whole">
      <h2>{t.receipt}</h2>
      {receipt === null ? <p>{t.noReceipt}</p> : <Receipt {...receipt} />}
    </section>
  );
}

function Receipt(props: NonNullable<BundleIndexProps["receipt"]>) {
  const { number, version, issuedAt, standing, pdfPath, jsonPath } = props;
  return (
    <>
      <p>{t.receiptLine(number, version, formatInstant(issuedAt, "full", INDEX_LANG))}</p>
      {standing !== "whole" && <p class="answer amber">{text(INDEX_LANG).verify.standing[standing]}</p>}
      <p class="soft">
        {RECEIPT_STATEMENT}
        {common.stop}
      </p>
      <ul class="links">
        <li>
          <FileLink path={pdfPath} name={fileNameOf(pdfPath)} /> <span class="soft">{t.receiptPdf}</span>
        </li>
        <li>
          <FileLink path={jsonPath} name={fileNameOf(jsonPath)} /> <span class="soft">{t.receiptJson}</span>
        </li>
      </ul>
    </>
  );
}

function HeadRow() {
  return (
    <thead>
      <tr>
        {Object.entries(t.columns).map(([key, name]) => (
          <th key={key} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** One artifact: its own line, then its files, then what came on paper. */
function ArtifactRows({ artifact }: { artifact: IndexArtifact }) {
  const { index, title, files, papers } = artifact;
  return (
    <tbody>
      <tr class="group">
        <th colSpan={COLUMN_COUNT} scope="rowgroup">
          <h3>
            {index}. <Name text={title} />
          </h3>
          <ArtifactState artifact={artifact} />
        </th>
      </tr>
      {files.map((file) => (
        <FileRow key={file.path} file={file} />
      ))}
      {papers.map((said) => (
        <tr key={said}>
          <td colSpan={COLUMN_COUNT}>
            {t.paper}
            <Name text={said} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function ArtifactState({ artifact }: { artifact: IndexArtifact }) {
  const { state, required, receivedAt, lateSeconds } = artifact;
  const facts = [required ? t.required : t.optional];
  // Of what was waived the time is that of the decision, and nothing came.
  if (receivedAt !== null && state !== "waived") {
    facts.push(t.received(formatInstant(receivedAt, "full", INDEX_LANG)));
    facts.push(describeLateness(lateSeconds)[INDEX_LANG]);
  }
  return (
    <>
      <Badge tone={state === "missing" && required ? "amber" : stateTone(state)}>
        {state === "missing" ? t.notIn : common.states[state]}
      </Badge>{" "}
      <span class="soft small">{facts.join(" · ")}</span>
    </>
  );
}

function FileRow({ file }: { file: IndexFile }) {
  const { path, name, originalName, note, version, pages, bytes, receivedAt, sha256 } = file;
  return (
    <tr>
      <td>
        <FileLink path={path} name={name} />
        {originalName !== null && originalName !== name && (
          <div class="soft small">
            {t.original}
            <Name text={originalName} />
          </div>
        )}
        {note !== "" && (
          <div class="soft small">
            <Name text={note} />
          </div>
        )}
      </td>
      <td class="figure">{t.version(version)}</td>
      <td class={pages === null ? "figure absent" : "figure"}>{pages === null ? t.none : t.pages(pages)}</td>
      <td class="figure">{formatBytes(bytes)}</td>
      <td class="figure">{formatInstant(receivedAt, "full", INDEX_LANG)}</td>
      <td>{sha256 === "" ? t.none : <Hash sha256={sha256} lead />}</td>
    </tr>
  );
}

function ListSection({ lists }: Pick<BundleIndexProps, "lists">) {
  return (
    <section class="whole">
      <h2>{t.lists}</h2>
      <ul class="links">
        {lists.map(({ path, what }) => (
          <li key={path}>
            <FileLink path={path} name={fileNameOf(path)} /> <span class="soft">{t.listWhat[what]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
