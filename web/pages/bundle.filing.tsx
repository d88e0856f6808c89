import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { ControlNotes, describedBy } from "../ui/controls";
import { Badge } from "../ui/state";
import type { ArchiveState } from "./bundle.model";

/** "已归档 12月9日 10:15", and that something changed since; nothing while it was never filed. */
export function FilingState({ lang, state }: { lang: Lang; state: ArchiveState }) {
  const t = text(lang).bundle;
  if (state.archivedAt === null) return null;
  return (
    <span>
      <Badge tone="green">{t.filedAt(formatInstant(state.archivedAt, "short", lang))}</Badge>
      {state.changedSinceArchive && (
        <>
          {" "}
          <Badge tone="amber">{t.changed}</Badge>
        </>
      )}
    </span>
  );
}

export interface FilingFormProps {
  lang: Lang;
  /** Of the field; unique on the page. */
  id: string;
  action: string;
  state: ArchiveState;
  problem: string | null;
  /** For a screen reader, where several such forms stand on one page. */
  about?: string;
}

/**
 * Where the code printed in a bundle is typed, which nobody has who did not open it. Gone
 * once what is in is filed; back when something changed.
 */
export function FilingForm({ lang, id, action, state, problem, about }: FilingFormProps) {
  const t = text(lang).bundle;
  if (state.archivedAt !== null && !state.changedSinceArchive) return null;
  const errors = problem === null ? [] : [problem];
  const notes = { name: id, hint: t.codeHint, errors };
  return (
    <details class="filing" open={problem !== null}>
      <summary>
        {state.changedSinceArchive ? t.fileAgain : t.file}
        {about !== undefined && <span class="sr">{about}</span>}
      </summary>
      <form method="post" action={action}>
        {state.changedSinceArchive && <p>{t.changedWhat}</p>}
        <p>{t.fileWhat}</p>
        <div class={problem === null ? "field" : "field bad"}>
          <label for={id}>{t.code}</label>
          <ControlNotes {...notes} />
          <input
            class="input medium code-input"
            type="text"
            id={id}
            name="code"
            maxLength={80}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-required="true"
            aria-invalid={problem === null ? undefined : "true"}
            aria-describedby={describedBy(notes)}
          />
        </div>
        <p class="do">
          <button class="btn small" type="submit">
            {t.fileGo}
          </button>
        </p>
      </form>
    </details>
  );
}
