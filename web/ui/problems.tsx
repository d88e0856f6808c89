import type { Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";

export interface ProblemSummaryProps {
  lang: Lang;
  title: string;
  findings: readonly Pick<Finding, "path" | "zh" | "en">[];
}

/**
 * What has to be mended, first thing on the page, each line a link to its field: the
 * field's id is the finding's path. Announced by screen readers and focused by islands.
 */
export function ProblemSummary({ lang, title, findings }: ProblemSummaryProps) {
  return (
    <div class="summary" role="alert" tabIndex={-1} id="problem-summary">
      <h2>{title}</h2>
      <ul>
        {findings.map((one) => (
          <li key={`${one.path} ${one.zh}`}>
            {one.path === "" ? one[lang] : <a href={`#${one.path}`}>{one[lang]}</a>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A refusal of one sentence at the place it is about; the address that leads here names it. */
export function RefusalLine({ sentence }: { sentence: string }) {
  return (
    <p class="callout red" role="alert" tabIndex={-1} id="problem-summary">
      {sentence}
    </p>
  );
}
