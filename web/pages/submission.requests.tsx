import type { RequestFact } from "../../schemas/api.request";
import { formatDue, formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Badge } from "../ui/state";
import type { SubmissionProps } from "./submission.model";

interface RequestsProps {
  lang: Lang;
  base: string;
  requests: readonly RequestFact[];
  artifacts: SubmissionProps["artifacts"];
  refused: SubmissionProps["refused"];
}

/** What the branch asked, the unanswered first, each with its answer or the form for one. */
export function RequestSection(props: RequestsProps) {
  const { lang, requests } = props;
  const t = text(lang).ask;
  if (requests.length === 0) return null;
  const ordered = [...requests].sort((a, b) => Number(a.state !== "open") - Number(b.state !== "open"));
  return (
    <>
      <h2 id="requests">{t.inbox}</h2>
      {ordered.map((one) => (
        <RequestCard key={one.id} {...props} request={one} />
      ))}
    </>
  );
}

function RequestCard(props: RequestsProps & { request: RequestFact }) {
  const { lang, request, artifacts } = props;
  const t = text(lang).ask;
  const title = artifacts.find((one) => one.key === request.artifactKey)?.title[lang] ?? t.all;
  return (
    <section class="card" id={`ask-${request.id}`}>
      <p>
        <Badge tone={request.state === "open" ? "amber" : "grey"}>{t.states[request.state]}</Badge>{" "}
        <strong>{t.kinds[request.kind]}</strong>{" "}
        <span class="small soft">
          {formatInstant(request.askedAt, "short", lang)}
          {request.kind === "extension" && ` · ${title}`}
          {request.due !== null && ` · ${t.wished(formatDue(request.due, lang))}`}
        </span>
      </p>
      <p class="typed">{request.text}</p>
      {request.answer !== "" && <p class="callout">{request.answer}</p>}
      {request.state === "open" && <ReplyForm {...props} />}
    </section>
  );
}

function ReplyForm({ lang, base, request, refused }: RequestsProps & { request: RequestFact }) {
  const t = text(lang).ask;
  const place = `ask-${request.id}`;
  const mine = refused?.place === place ? refused : null;
  return (
    <form method="post" action={`${base}/requests/${request.id}`}>
      {mine !== null && (
        <p class="error" role="alert">
          {mine.sentence[lang]}
        </p>
      )}
      <div class="field">
        <label for={`${place}-text`}>{t.reply}</label>
        <textarea class="input" id={`${place}-text`} name="text" rows={2} maxLength={1000}>
          {mine?.typed.text ?? ""}
        </textarea>
      </div>
      <p class="row do">
        {request.kind === "extension" ? (
          <>
            <button class="btn small primary" type="submit" name="action" value="grant">
              {request.due === null ? t.grant : t.grantTo(formatDue(request.due, lang))}
            </button>
            <button class="btn small" type="submit" name="action" value="decline">
              {t.decline}
            </button>
          </>
        ) : (
          <button class="btn small primary" type="submit" name="action" value="answer">
            {t.sendReply}
          </button>
        )}
      </p>
    </form>
  );
}
