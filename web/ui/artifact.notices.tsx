import { formatInstant } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { text } from "../text";
import type { CardProps } from "./artifact.parts";
import { RefusalLine } from "./problems";

function FindingItems({ lang, findings }: { lang: CardProps["lang"]; findings: readonly Finding[] }) {
  return (
    <ul>
      {findings.map((one) => (
        <li key={`${one.code} ${one.path}`}>
          {one[lang]}
          {one.line != null && <span class="soft small"> {text(lang).review.ruleOf(one.line)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** What the committee said of an artifact, in the place where it is mended. */
function DecisionNotice({ lang, card }: CardProps) {
  const t = text(lang).review.branch;
  const { decision, refusedChange } = card;
  const at = (instant: string) => formatInstant(instant, "short", lang);
  if (card.state === "returned" && decision !== null)
    return <p class="callout red">{t.returned(at(decision.at), decision.reason)}</p>;
  if (card.pending) return <p class="callout amber">{t.recheck}</p>;
  if (refusedChange !== null)
    return <p class="callout amber">{t.refusedChange(at(refusedChange.at), refusedChange.reason)}</p>;
  if (card.state === "waived" && decision !== null)
    return <p class="callout green">{t.waived(decision.reason)}</p>;
  if (card.state === "filed" && decision !== null)
    return (
      <p class="small soft">
        {at(decision.at)} · {t.filed(decision.number)}
      </p>
    );
  return null;
}

/** What rules across artifacts say: what keeps it from counting, then what to look at. */
function RuleNotice({ lang, card }: CardProps) {
  const t = text(lang).review.branch;
  const blocks = card.findings.filter((one) => one.level === "block");
  const others = card.findings.filter((one) => one.level === "warn");
  return (
    <>
      {blocks.length > 0 && (
        <div class="callout red">
          {t.blocked}
          <FindingItems lang={lang} findings={blocks} />
        </div>
      )}
      {others.length > 0 && (
        <div class="callout amber">
          {t.notes}
          <FindingItems lang={lang} findings={others} />
        </div>
      )}
    </>
  );
}

/** It is no longer asked for, and what is there is kept. */
function WithdrawnNotice({ lang, view, card }: CardProps) {
  const t = text(lang).round.withdrawn;
  if (!card.withdrawn) return null;
  return (
    <p class="callout">
      {t.told}
      {card.form && card.draft !== null && (
        <>
          {" "}
          <a href={`/b/${view.submissionId}/forms/${card.key}`}>{t.viewDraft}</a>
        </>
      )}
    </p>
  );
}

export function CardNotices(props: CardProps) {
  const { lang, view, card } = props;
  const { refused } = view;
  return (
    <>
      {refused?.artifact === card.key && <RefusalLine sentence={refused.sentence[lang]} />}
      <WithdrawnNotice {...props} />
      <DecisionNotice {...props} />
      <RuleNotice {...props} />
    </>
  );
}
