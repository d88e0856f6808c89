import { formatBytes } from "../../schemas/bytes";
import { text } from "../text";
import type { CardProps } from "./artifact.parts";

/** Files that broke off on their way: that they are not in, and how they go on. The script takes away what goes on here. */
export function Unfinished({ lang, view, card }: CardProps) {
  const t = text(lang).branch.status;
  if (!card.open || card.unfinished.length === 0) return null;
  return (
    <ul class="unfinished">
      {card.unfinished.map(({ id, name, received, bytes }) => (
        <li key={id} class="callout amber" data-unfinished={name}>
          <bdi class="file-name">{name}</bdi>
          <span class="small">{t.unfinished(formatBytes(received), formatBytes(bytes))}</span>
          <form method="post" action={`/b/${view.submissionId}/uploads/${id}/drop`}>
            <input type="hidden" name="artifact" value={card.key} />
            <button class="btn quiet small" type="submit">
              {t.dropUnfinished}
              <span class="sr"> {name}</span>
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
