import type { Bilingual } from "../../schemas/artifact";
import { formatBytes } from "../../schemas/bytes";
import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { TextField } from "../ui/controls";
import { Layout } from "../ui/layout";

export interface VerifiedArtifact {
  title: Bilingual;
  kind: "file" | "form" | "paper";
  receivedAt: string;
  punctuality: Bilingual;
  late: boolean;
  items: readonly { version: number; bytes: number; sha256: string }[];
  copies: number | null;
}

export interface VerifiedReceipt {
  state: "valid" | "superseded";
  kind: "complete" | "accepted";
  /** What became of the branch's materials since the newest version. */
  standing: "whole" | "pending" | "reopened";
  /** Originals that may still come. */
  awaiting: readonly Bilingual[];
  number: string;
  version: number;
  newestVersion: number;
  newestPath: string;
  issuedAt: string;
  code: string;
  leafHash: string;
  branch: { code: string; name: string };
  notice: { number: string; title: string; issuer: string };
  statement: string;
  artifacts: readonly VerifiedArtifact[];
}

export interface VerifyPageProps {
  lang: Lang;
  asked: string;
  /** Null before anything was asked. */
  result: VerifiedReceipt | { state: "unknown" } | null;
}

/** Says whether a receipt is valid, superseded or unknown, and what it proves. */
export function VerifyPage({ lang, asked, result }: VerifyPageProps) {
  const t = text(lang).verify;
  return (
    <Layout lang={lang} title={t.title}>
      <h1>{t.title}</h1>
      <p class="soft">{t.intro}</p>
      <form class="card no-print" method="get" action="/verify">
        <TextField name="number" label={t.number} hint={t.numberHint} value={asked} width="medium" />
        <button class="btn primary" type="submit">
          {t.check}
        </button>
      </form>
      {result?.state === "unknown" && (
        <Callout tone="red" live>
          <strong>{t.states.unknown}</strong> {t.unknownLine}
        </Callout>
      )}
      {result !== null && result.state !== "unknown" && <Verified lang={lang} receipt={result} />}
    </Layout>
  );
}

function Verified({ lang, receipt }: { lang: Lang; receipt: VerifiedReceipt }) {
  const t = text(lang).verify;
  const valid = receipt.state === "valid";
  return (
    <>
      <Callout tone={valid ? "green" : "amber"} live>
        <strong>{t.states[receipt.state]}</strong>{" "}
        {valid ? t.validLine(receipt.version) : t.supersededLine(receipt.newestVersion)}{" "}
        {!valid && <a href={receipt.newestPath}>{t.seeNewest}</a>}
      </Callout>
      {valid && receipt.standing !== "whole" && (
        <Callout tone="amber">{t.standing[receipt.standing]}</Callout>
      )}
      <dl class="card facts">
        <Fact name={t.number} value={`${receipt.number} (v${receipt.version})`} />
        <Fact name={t.branch} value={`${receipt.branch.code} ${receipt.branch.name}`} />
        <Fact name={t.notice} value={`${receipt.notice.number} ${receipt.notice.title}`} />
        <Fact name={t.issuer} value={receipt.notice.issuer} />
        <Fact name={t.issuedAt} value={formatInstant(receipt.issuedAt, "full", lang)} />
        <Fact name={t.code} value={receipt.code} note={t.codeHint} />
        <Fact name={t.leaf} value={receipt.leafHash} />
      </dl>
      <p>{receipt.statement}</p>
      <h2>{t.materials}</h2>
      <p class="soft small">{t.compare}</p>
      <ol class="card proven">
        {receipt.artifacts.map((one) => (
          <Proven key={one.title.zh} lang={lang} artifact={one} />
        ))}
        {receipt.awaiting.map((title) => (
          <li key={title.zh}>
            <strong>{title[lang]}</strong> <span class="soft small">{t.awaited}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Fact({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="break">{value}</span>
        {note !== undefined && <span class="soft small"> {note}</span>}
      </dd>
    </div>
  );
}

function Proven({ lang, artifact }: { lang: Lang; artifact: VerifiedArtifact }) {
  const t = text(lang).verify;
  return (
    <li>
      <strong>{artifact.title[lang]}</strong>
      <div class="soft small">
        {formatInstant(artifact.receivedAt, "full", lang)} · {artifact.punctuality[lang]}
        {artifact.copies !== null && ` · ${t.paper(artifact.copies)}`}
      </div>
      {artifact.items.map((item) => (
        <div key={item.sha256} class="small">
          v{item.version} · {formatBytes(item.bytes)} · <code class="break">{item.sha256}</code>
        </div>
      ))}
    </li>
  );
}
