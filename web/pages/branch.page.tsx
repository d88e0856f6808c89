import { Fragment } from "preact";
import { describeLateness, formatDay, formatDue, formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { OptionalCard, ReceivedCard, TodoCard } from "../ui/artifact";
import { Callout } from "../ui/callout";
import { ChangeList } from "../ui/changes";
import { Layout } from "../ui/layout";
import { RefusalLine } from "../ui/problems";
import { UploadWords } from "../ui/upload";
import type { AmendmentNote, BranchView, ReceiptLine } from "./branch.model";

export interface BranchPageProps {
  lang: Lang;
  view: BranchView;
}

/** The branch's page: what is missing, until when, did it arrive. Works without JavaScript. */
export function BranchPage({ lang, view }: BranchPageProps) {
  const t = text(lang).branch.status;
  const uploads = view.open && [...view.todo, ...view.optional, ...view.received].some((one) => one.upload);
  return (
    <Layout
      lang={lang}
      title={`${view.branchName} ${t.title}`}
      lead={view.issuer}
      inlineStyles
      islands={uploads ? ["upload"] : []}
      foot={<BranchFoot lang={lang} view={view} />}
    >
      <Heading lang={lang} view={view} />
      {view.refused !== null && view.refused.artifact === null && (
        <RefusalLine sentence={view.refused.sentence[lang]} />
      )}
      {view.receipt !== null && view.answer.complete ? (
        <ReceiptCard lang={lang} view={view} receipt={view.receipt} />
      ) : (
        <AnswerCard lang={lang} view={view} />
      )}
      <Amendments lang={lang} view={view} />
      {!view.open && <ClosedLine lang={lang} view={view} />}
      <Cards lang={lang} view={view} />
      {uploads && (
        <UploadWords lang={lang} submissionId={view.submissionId} maxFileBytes={view.maxFileBytes} />
      )}
    </Layout>
  );
}

function Heading({ lang, view }: BranchPageProps) {
  const t = text(lang).branch.status;
  const { colon, pause } = text(lang).common;
  return (
    <>
      <p class="small soft">
        {view.noticeNumber} · {view.theme}
      </p>
      <h1>{view.branchName}</h1>
      <p>
        <a href={`/b/${view.submissionId}/notice`}>{t.readNotice}</a>
        <span class="soft">
          {" · "}
          {t.contact}
          {colon}
          {view.contacts.map(({ who, phone }, i) => (
            <Fragment key={`${who} ${phone}`}>
              {i > 0 && pause}
              {who}
              {phone !== null && (
                <>
                  {" "}
                  <a href={`tel:${phone}`}>{phone}</a>
                </>
              )}
            </Fragment>
          ))}
        </span>
      </p>
    </>
  );
}

/** More changes than these, in earlier amendments, are folded. */
const MAX_OPEN_CHANGES = 3;

/** What amendments changed for this branch, and nothing else of them: the newest open, a long story before it folded. */
function Amendments({ lang, view }: BranchPageProps) {
  const [newest, ...earlier] = view.amendments;
  if (newest === undefined) return null;
  const long = earlier.reduce((sum, one) => sum + one.changes.length, 0) > MAX_OPEN_CHANGES;
  const rest = earlier.map((one) => (
    <div key={one.version} class="apart">
      <Amendment lang={lang} note={one} />
    </div>
  ));
  return (
    <Callout tone="amber">
      <Amendment lang={lang} note={newest} />
      {long ? (
        <details>
          <summary>{text(lang).amendment.earlier(earlier.length)}</summary>
          {rest}
        </details>
      ) : (
        rest
      )}
    </Callout>
  );
}

function Amendment({ lang, note: one }: { lang: Lang; note: AmendmentNote }) {
  return (
    <>
      <p>
        <strong>
          {text(lang).amendment.told(one.version, formatInstant(one.publishedAt, "short", lang))}
        </strong>
      </p>
      <ChangeList lang={lang} changes={one.changes} titles={one.titles} />
      {one.note !== "" && <p>{one.note}</p>}
    </>
  );
}

/** The answer first: how many are missing, and until when. */
function AnswerCard({ lang, view }: BranchPageProps) {
  const t = text(lang).branch.status;
  const { answer } = view;
  const done = answer.total - answer.missing;
  return (
    <section class="card answer" aria-label={t.title}>
      <p>
        <strong class="big">
          {answer.complete ? t.complete : answer.checklist ? t.handedIn(done) : t.missing(answer.missing)}
        </strong>{" "}
        <span class="soft">{t.of(answer.total)}</span>
      </p>
      <div class="bar" aria-hidden="true">
        {answer.segments.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: segments have no other identity than their place
          <span key={index} class={one} />
        ))}
      </div>
      {answer.checklist && <p>{t.checklist}</p>}
      {view.open && answer.deadline !== null && <Deadline lang={lang} view={view} />}
      {view.receipt !== null && (
        <p class="small">
          {text(lang).review.branch.reopenedReceipt}
          {" · "}
          {t.earlier} <a href={view.receipt.verifyPath}>{view.receipt.number}</a>
        </p>
      )}
    </section>
  );
}

function Deadline({ lang, view }: BranchPageProps) {
  const t = text(lang).branch.status;
  const { deadline } = view.answer;
  if (deadline === null) return null;
  const late = deadline.lateSeconds > 0;
  const said = [
    ...(deadline.extended ? [text(lang).review.branch.extended(formatDue(deadline.due, lang))] : []),
    ...(deadline.dueText === null ? [] : [t.words(deadline.dueText)]),
  ];
  return (
    <>
      <p>
        {t.due} <strong class="text-red nowrap">{formatDue(deadline.due, lang)}</strong>
        {text(lang).common.comma}
        <span class="nowrap">
          {late ? describeLateness(deadline.lateSeconds)[lang] : t.daysLeft(deadline.daysLeft)}
        </span>{" "}
        <a class="small nowrap no-print" href={`/b/${view.submissionId}/dates.ics`}>
          {t.calendar}
        </a>
      </p>
      {late && <p>{view.latePolicy === "accept" ? t.lateTaken : t.lateRefused}</p>}
      {said.length > 0 && <p class="small soft">{said.join(" · ")}</p>}
    </>
  );
}

function ReceiptCard({ lang, view, receipt }: BranchPageProps & { receipt: ReceiptLine }) {
  const t = text(lang).branch.status;
  return (
    <section class="card answer done" aria-label={t.receipt}>
      <p>
        <strong class="big text-green">{t.complete}</strong>
      </p>
      {view.answer.missing === 0 && <p>{t.completeLine(view.answer.total)}</p>}
      {receipt.standing === "pending" && <p>{text(lang).review.branch.pendingReceipt}</p>}
      <p>
        {t.receiptNumber} <strong>{receipt.number}</strong>
        {receipt.version > 1 && ` · ${t.receiptVersion(receipt.version)}`} ·{" "}
        {t.receiptIssued(formatInstant(receipt.issuedAt, "full", lang))}
      </p>
      <p>
        {t.code} <strong class="code">{receipt.code}</strong> · <a href={receipt.verifyPath}>{t.verify}</a>
      </p>
      <p class="row">
        <a class="btn" href={`/b/${view.submissionId}/receipt`}>
          {text(lang).receipt.page}
        </a>
        <a class="btn quiet" href={`/b/${view.submissionId}/receipt.pdf`}>
          {t.receiptPdf}
        </a>
        <a class="btn quiet" href={view.bundleHref}>
          {t.bundle}
        </a>
      </p>
    </section>
  );
}

function ClosedLine({ lang, view }: BranchPageProps) {
  const t = text(lang).branch.status;
  return (
    <Callout tone="amber">
      {view.closedAt === null ? t.closedNow : t.closed(formatDue(view.closedAt, lang))}{" "}
      {t.closedContact(view.contact)}
    </Callout>
  );
}

function Cards({ lang, view }: BranchPageProps) {
  const t = text(lang).branch.status;
  return (
    <>
      {view.todo.length > 0 && <h2>{t.todo}</h2>}
      {view.todo.map((card) => (
        <TodoCard key={card.key} lang={lang} view={view} card={card} />
      ))}
      {view.received.length > 0 && (
        <>
          <h2>{t.received(view.received.length)}</h2>
          <ul class="card arrivals">
            {view.received.map((card) => (
              <ReceivedCard key={card.key} lang={lang} view={view} card={card} />
            ))}
          </ul>
        </>
      )}
      {view.optional.length > 0 && (
        <>
          <h2>{view.answer.checklist ? t.checklistItems : t.optional}</h2>
          {view.optional.map((card) => (
            <OptionalCard key={card.key} lang={lang} view={view} card={card} />
          ))}
        </>
      )}
    </>
  );
}

function BranchFoot({ lang, view }: BranchPageProps) {
  const { ask, branch, common } = text(lang);
  return (
    <>
      <p>
        {common.secrecy + common.gap}
        {view.retainUntil !== null &&
          branch.status.retain(formatDay(view.retainUntil, lang), view.retainUntil.slice(0, 4))}
      </p>
      <p class="no-print">
        <a href={`/b/${view.submissionId}/ask`}>{ask.link}</a>
        {view.waiting > 0 && <span class="soft"> {ask.open(view.waiting)}</span>}
        {view.answered > 0 && <span class="soft"> {ask.newAnswer(view.answered)}</span>}
      </p>
      {view.plainPicker && <p>{branch.status.wechat}</p>}
      <form method="post" action={`/b/${view.submissionId}/leave`} class="no-print">
        <button type="submit" class="link">
          {branch.status.leave}
        </button>
      </form>
    </>
  );
}
