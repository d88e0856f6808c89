import type { Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { text } from "../text";
import { CodeForm } from "../ui/code";
import { TextArea } from "../ui/controls";
import { Layout } from "../ui/layout";
import { ProblemSummary } from "../ui/problems";

export interface ProblemPageProps {
  lang: Lang;
  status: number;
  /** The problem's sentence: what is wrong and what to do. */
  title: string;
  /** More than the sentence, where there is more to say. */
  detail?: string;
  /** The problem's code, for whoever is asked for help. */
  code: string;
  backHref?: string;
  /** Offer to paste the link's code: the session is missing. */
  askCode?: boolean;
  findings?: readonly Finding[];
  /** What was typed and nowhere kept, to be copied. */
  typed?: string | null;
  /** The page that has it in its form again once the link is open. */
  next?: string | null;
}

/** A refusal as a page: what is wrong and what to do next. */
export function ProblemPage(props: ProblemPageProps) {
  const { lang, title, detail, backHref, askCode = false, findings = [], typed = null, next = null } = props;
  const { branch, common } = text(lang);
  return (
    <Layout
      lang={lang}
      title={title}
      islands={askCode ? ["link"] : []}
      foot={askCode ? <p>{common.secrecy}</p> : undefined}
    >
      <h1>{askCode ? branch.link.title : branch.problem.title}</h1>
      {findings.length > 0 ? (
        <ProblemSummary lang={lang} title={title} findings={findings} />
      ) : (
        <p class="callout red" role="alert">
          {title}
        </p>
      )}
      {detail !== undefined && <p>{detail}</p>}
      {askCode && <CodeForm lang={lang} next={next} />}
      {typed !== null && (
        <TextArea
          name="typed"
          label={branch.problem.typed}
          value={typed}
          rows={10}
          attrs={{ readonly: true }}
        />
      )}
      <p class="row gap">
        {backHref !== undefined && (
          <a class="btn" href={backHref}>
            {branch.problem.back}
          </a>
        )}
        <a class="btn quiet" href="/">
          {branch.problem.home}
        </a>
      </p>
      <p class="small soft do">
        <span class="code">{props.code}</span>
      </p>
    </Layout>
  );
}
