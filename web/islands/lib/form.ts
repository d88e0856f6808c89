import type { FormDefinition } from "../../../schemas/forms/vocabulary";
import { watchChecks } from "./check";
import { watchDraft } from "./draft";
import { watchRows } from "./rows";

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
}
