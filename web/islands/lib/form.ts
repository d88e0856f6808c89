import "./older";
import type { FormDefinition } from "../../../schemas/forms/vocabulary";
import { watchChecks } from "./check";
import { watchDraft } from "./draft";
import { watchRows } from "./rows";

/** Paper has no scroll bar. Browsers that size a field by its content do this by the styles. */
function showWhole(form: HTMLFormElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of form.querySelectorAll("textarea")) area.style.height = `${area.scrollHeight + 4}px`;
}

/**
 * A form while somebody types: it saves a draft by itself, counts, says what does not add
 * up, and adds and pastes rows in place. The server checks everything again.
 */
export function watchForm(form: FormDefinition): void {
  const element = document.querySelector<HTMLFormElement>("#entry-form");
  document.getElementById("problem-summary")?.focus();
  if (element === null) return;
  watchRows(element);
  watchDraft(element);
  watchChecks(element, form);
  addEventListener("beforeprint", () => showWhole(element));
}
