import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { Layout } from "../ui/layout";
import { Qr } from "../ui/qr";
import type { QrView } from "./qr.model";

/** One artifact as the receipt lists it. */
export interface ReceiptPageRow {
  order: string;
  title: string;
  piece: string;
  amount: string;
  received: string;
  punctuality: string;
  hash: string;
  note: string;
  /** Of several files each, with its own hash. */
  details: readonly { fileId: string; text: string; amount: string; hash: string }[];
}

export interface ReceiptPageProps {
  lang: Lang;
  submissionId: string;
  number: string;
  version: string;
  issuedAt: string;
  committee: string;
  intro: string;
  statement: string;
  rows: readonly ReceiptPageRow[];
  code: string;
  leafHash: string;
  verifyUrl: string;
  qr: QrView;
  standing: "whole" | "pending" | "reopened";
  superseded: boolean;
  /** WeChat's browser saves no downloads: it is told how. */
  inWeChat: boolean;
}

/**
 * The receipt as a page: to read, to print, to show at a desk, and to send as a picture.
 * What the picture is drawn from carries `data-pic`; its words are Chinese like the PDF's.
 */
export function ReceiptPage(props: ReceiptPageProps) {
  const { lang, submissionId } = props;
  const t = text(lang).receipt;
  return (
    <Layout lang={lang} title={t.title} lead={props.committee} islands={["receipt"]}>
      <p class="no-print">
        <a href={`/b/${submissionId}`}>{text(lang).branch.form.back}</a>
      </p>
      {props.superseded && <Callout tone="amber">{t.superseded}</Callout>}
      {!props.superseded && props.standing !== "whole" && (
        <Callout tone="amber">{text(lang).verify.standing[props.standing]}</Callout>
      )}
      <Sheet {...props} />
      <Actions {...props} />
    </Layout>
  );
}

function Sheet(props: ReceiptPageProps) {
  const { lang, rows, qr } = props;
  const t = text(lang).receipt;
  return (
    <article class="card receipt" id="receipt" lang="zh-CN">
      <h1 data-pic="title">{text("zh").receipt.heading}</h1>
      <p class="row spread">
        <span data-pic="line">{text("zh").receipt.number(props.number)}</span>
        <span data-pic="line">{props.version}</span>
      </p>
      <p data-pic="text">{props.intro}</p>
      <ol class="receipt-rows">
        {rows.map((row) => (
          <ReceiptRow key={row.order} row={row} />
        ))}
      </ol>
      <p data-pic="text">
        <strong>{props.statement}</strong>
      </p>
      <div class="row receipt-proof">
        <Qr qr={qr} label={t.qr} side={148} />
        <div>
          <p>
            <span class="soft">{text("zh").receipt.code}</span>{" "}
            <strong class="code" data-pic="code">
              {props.code}
            </strong>
          </p>
          <p class="small break" data-pic="small">
            {props.verifyUrl}
          </p>
          <p class="small break soft">{props.leafHash}</p>
          <p data-pic="line">{props.committee}</p>
          <p data-pic="line">{formatInstant(props.issuedAt, "full")}</p>
        </div>
      </div>
    </article>
  );
}

function ReceiptRow({ row }: { row: ReceiptPageRow }) {
  const facts = [row.piece, row.amount, row.received, row.punctuality].filter((one) => one !== "—");
  return (
    <li data-pic="row">
      <strong>{row.title}</strong>
      <span class="small">{facts.join(" · ")}</span>
      {row.note !== "" && <span class="small soft">{row.note}</span>}
      {row.hash !== "—" && <span class="small soft code">SHA-256 {row.hash}</span>}
      {row.details.map((file) => (
        <span key={file.fileId} class="small soft break">
          {[file.text, file.amount].filter(Boolean).join(" · ")} ·{" "}
          <span class="code">SHA-256 {file.hash}</span>
        </span>
      ))}
    </li>
  );
}

function Actions({ lang, submissionId, inWeChat }: ReceiptPageProps) {
  const t = text(lang).receipt;
  return (
    <div class="no-print">
      <p class="row">
        <a class="btn primary" href={`/b/${submissionId}/receipt.pdf`}>
          {t.pdf}
        </a>
        <button class="btn" type="button" id="draw" hidden>
          {t.picture}
        </button>
        <button class="btn" type="button" id="print" hidden>
          {t.print}
        </button>
      </p>
      {inWeChat && <p class="small">{t.wechat}</p>}
      <figure id="picture" hidden>
        <figcaption>{t.pictureHint}</figcaption>
      </figure>
      <p role="status" class="soft" id="picture-line" data-failed={t.pictureFailed} />
    </div>
  );
}
