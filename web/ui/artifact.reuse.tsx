import { formatBytes } from "../../schemas/bytes";
import { formatInstant } from "../../schemas/deadline";
import { text } from "../text";
import type { CardProps } from "./artifact.parts";

/** What was accepted of the same artifact in an earlier round, to be handed in again with one press. */
export function Reuse({ lang, view, card }: CardProps) {
  const t = text(lang).branch.ask;
  if (!card.open || card.upload === null || card.files.length > 0 || card.reusable.length === 0) return null;
  return (
    <details class="reuse">
      <summary>{t.reuse(card.reusable.length)}</summary>
      <p class="hint">{t.reuseHint}</p>
      {card.reusable.map((file) => (
        <form key={file.id} method="post" action={`/b/${view.submissionId}/reuse/${card.key}`}>
          <input type="hidden" name="file" value={file.id} />
          <p>
            <span class="file-name">{file.name}</span>{" "}
            <span class="small soft">
              {formatBytes(file.bytes)} · {file.noticeNumber} ·{" "}
              {t.acceptedAt(formatInstant(file.acceptedAt, "full", lang))}
            </span>
          </p>
          <button class="btn small" type="submit">
            {t.reuseGo}
            <span class="sr"> {file.name}</span>
          </button>
        </form>
      ))}
    </details>
  );
}
