import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { TextField } from "./controls";

export interface CodeFormProps {
  lang: Lang;
  id?: string;
  /** The page that waits behind the link, with what was typed; the branch's own unless told. */
  next?: string | null;
}

/**
 * Where a pasted link or code goes: the way in without JavaScript. Autocomplete is off so
 * that no browser offers one branch's code to another.
 */
export function CodeForm({ lang, id = "link-form", next = null }: CodeFormProps) {
  const t = text(lang).branch.link;
  return (
    <form
      class="card no-print"
      method="post"
      action="/b"
      id={id}
      data-opening={t.opening}
      data-failed={t.failed}
    >
      {next !== null && <input type="hidden" name="next" value={next} />}
      <TextField
        name="code"
        label={t.label}
        hint={t.hint}
        attrs={{
          autocomplete: "off",
          autocapitalize: "none",
          spellcheck: "false",
          maxlength: 400,
          required: true,
        }}
      />
      <p class="row gap">
        <button class="btn primary" type="submit">
          {t.go}
        </button>
      </p>
      <p role="status" class="soft" />
    </form>
  );
}
