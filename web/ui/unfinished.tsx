import { formatBytes } from "../../schemas/bytes";
import type { Lang } from "../../schemas/deadline";
import type { UnfinishedLine } from "../pages/branch.model";
import { text } from "../text";

interface Props {
  lang: Lang;
  submissionId: string;
  artifactKey: string;
  /** The `file` field of a form that they were for. */
  field?: string;
  files: readonly UnfinishedLine[];
}

/** Files that broke off on their way: that they are not in, and how they go on. The script takes away what goes on here. */
export function Unfinished({ lang, submissionId, artifactKey, field, files }: Props) {
  const t = text(lang).branch.status;
  if (files.length === 0) return null;
  return (
    <ul class="unfinished">
      {files.map(({ id, name, received, bytes }) => (
        <li key={id} class="callout amber" data-unfinished={name}>
          <bdi class="file-name">{name}</bdi>
          <span class="small">{t.unfinished(formatBytes(received), formatBytes(bytes))}</span>
          <form method="post" action={`/b/${submissionId}/uploads/${id}/drop`}>
            <input type="hidden" name="artifact" value={artifactKey} />
            {field !== undefined && <input type="hidden" name="field" value={field} />}
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
