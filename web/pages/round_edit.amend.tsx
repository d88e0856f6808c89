import { MAX_AMENDMENT_NOTE_CHARS } from "../../schemas/change";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { ChangeList } from "../ui/changes";
import { TextArea } from "../ui/controls";
import type { AmendView, RoundEditProps } from "./round_edit.model";
import { PastDues } from "./round_edit.publish";

/** What the amendment changes against the published version, what branches are told, and its buttons. */
export function AmendBlock(props: RoundEditProps & { amend: AmendView }) {
  const { lang, form, past, amend } = props;
  const t = text(lang).amendment;
  return (
    <>
      <h2>{t.publishTitle}</h2>
      <section class="card">
        {amend.faults.length > 0 && (
          <Callout tone="red">
            <p>{t.faults}</p>
            <ul>
              {amend.faults.map((one) => (
                <li key={one.zh}>{one[lang]}</li>
              ))}
            </ul>
          </Callout>
        )}
        <p>{amend.changes.length === 0 ? t.none(amend.version) : t.changed(amend.version)}</p>
        <ChangeList lang={lang} changes={amend.changes} titles={amend.titles} />
        <p class="soft small">{t.saveFirst}</p>
        <PastDues lang={lang} past={past} />
        <TextArea
          name="note"
          label={t.note}
          hint={t.noteHint}
          value={form.note ?? ""}
          rows={3}
          attrs={{ maxlength: MAX_AMENDMENT_NOTE_CHARS }}
        />
        <p class="row do">
          <button class="btn" type="submit" name="action" value="save">
            {t.save}
          </button>
          <button class="btn primary" type="submit" name="action" value="amend">
            {t.publish}
          </button>
        </p>
        <details>
          <summary>{t.discard}</summary>
          <p>{t.discardWhat}</p>
          <p class="do">
            <button class="btn small" type="submit" name="action" value="discard">
              {t.discardGo}
            </button>
          </p>
        </details>
      </section>
    </>
  );
}
