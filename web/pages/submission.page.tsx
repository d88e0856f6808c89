import { formatBytes } from "../../schemas/bytes";
import { formatInstant } from "../../schemas/deadline";
import { text } from "../text";
import { ProblemSummary } from "../ui/problems";
import { SubmissionBadge } from "../ui/state";
import { FilingForm, FilingState } from "./bundle.filing";
import { CommitteeFrame } from "./committee.frame";
import { RotateLink } from "./links.page";
import { ArtifactCard } from "./submission.artifact";
import type { SubmissionProps } from "./submission.model";
import { RequestSection } from "./submission.requests";
import { ExtensionSection } from "./submission.review";

export function SubmissionPage(props: SubmissionProps) {
  const { lang, staff, round, branch, artifacts, refused } = props;
  const base = `/committee/rounds/${round.id}/branches/${branch.id}`;
  const t = text(lang).committee;
  return (
    <CommitteeFrame
      lang={lang}
      staff={staff}
      title={branch.name}
      section="rounds"
      wide={false}
      islands={["board"]}
    >
      <p>
        <a href={`/committee/rounds/${round.id}`}>{t.submission.back}</a>
      </p>
      <p class="soft">
        {round.noticeNumber} · {round.title}
      </p>
      <h1>{branch.name}</h1>
      {refused !== null && (
        <ProblemSummary
          lang={lang}
          title={refused.place === "filing" ? text(lang).bundle.notFiled : t.submission.refused}
          findings={[{ path: refused.place, ...refused.sentence }]}
        />
      )}
      <Summary {...props} />
      <RequestSection
        lang={lang}
        base={base}
        requests={props.requests}
        artifacts={artifacts}
        refused={refused}
      />
      <BundleSection {...props} />
      <h2>{t.submission.artifacts}</h2>
      {artifacts.map((one) => (
        <ArtifactCard
          key={one.key}
          lang={lang}
          base={base}
          branch={branch}
          artifact={one}
          refused={refused}
        />
      ))}
      <ExtensionSection lang={lang} base={base} artifacts={artifacts} refused={refused} />
      <LinkSection {...props} />
      <History {...props} />
    </CommitteeFrame>
  );
}

function Summary(props: SubmissionProps) {
  const { lang, round, branch, state, receipt, missing, checklist, lastActivityAt } = props;
  const words = text(lang).committee;
  const t = words.submission;
  const base = `/committee/rounds/${round.id}/branches/${branch.id}`;
  const facts = [
    branch.code,
    branch.members === null ? "" : words.members(branch.members),
    `${t.slipCode} ${branch.slipCode}`,
    lastActivityAt === null ? "" : t.lastActivity(formatInstant(lastActivityAt, "short", lang)),
  ];
  const issued = receipt === null ? "" : formatInstant(receipt.issuedAt, "full", lang);
  return (
    <section class="card first">
      <p class="row spread">
        <span class="soft small">{facts.filter(Boolean).join(" · ")}</span>
        <SubmissionBadge lang={lang} state={state} />
      </p>
      {checklist && <p>{words.checklist}</p>}
      {receipt !== null && <p>{`${t.receipt} ${t.receiptLine(receipt.number, receipt.version, issued)}`}</p>}
      {receipt === null && !checklist && <p>{t.noReceipt(missing)}</p>}
      {receipt !== null && (
        <p class="row do">
          <a class="btn small" href={`${base}/receipt.pdf`}>
            {t.receiptPdf}
          </a>
        </p>
      )}
    </section>
  );
}

function BundleSection({ lang, round, branch, bundle, refused }: SubmissionProps) {
  const words = text(lang);
  const t = words.bundle;
  if (bundle === null) return null;
  const size = formatBytes(bundle.bytes);
  return (
    <>
      <h2 id="bundle">{t.place}</h2>
      <section class="card">
        <FilingState lang={lang} state={bundle} />
        <p>{t.branch.what}</p>
        <p class="row do">
          <a class="btn small" href={bundle.href}>
            {words.committee.submission.bundle(bundle.exact ? size : t.about(size))}
          </a>
        </p>
        <p class="do">
          <a href={bundle.allVersionsHref}>{t.branch.allVersions}</a>{" "}
          <span class="soft small">{t.branch.allVersionsWhat}</span>
        </p>
        <p class="hint">{t.branch.resume}</p>
        <FilingForm
          lang={lang}
          id="filing"
          action={`/committee/rounds/${round.id}/branches/${branch.id}/archive`}
          state={bundle}
          problem={refused?.place === "filing" ? refused.sentence[lang] : null}
        />
      </section>
    </>
  );
}

function LinkSection({ lang, round, branch, link }: SubmissionProps) {
  const words = text(lang).committee;
  if (link === null) return null;
  return (
    <>
      <h2>{words.submission.link}</h2>
      <section class="card">
        <div class="copy-line">
          <input class="input" id="link" readOnly value={link.url} aria-label={words.submission.link} />
          <button class="btn small" type="button" data-copy="link" data-done={words.links.copied} hidden>
            {words.links.copy}
          </button>
        </div>
        <p class="soft small">
          {link.openedAt === null
            ? words.links.never
            : words.submission.linkOpened(formatInstant(link.openedAt, "short", lang))}
        </p>
        <RotateLink lang={lang} roundId={round.id} submissionId={branch.id} name={branch.name} />
      </section>
    </>
  );
}

function History({ lang, events }: SubmissionProps) {
  const t = text(lang).committee.submission;
  if (events.length === 0) return null;
  return (
    <>
      <h2>{t.history}</h2>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.at}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.who}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((one) => (
            <tr key={one.seq}>
              <td class="nowrap">{formatInstant(one.at, "numeric", lang)}</td>
              <td>{text(lang).events[one.type] ?? one.type}</td>
              <td>{t.actors[one.by]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
