/**
 * A form while somebody types: it saves a draft by itself, counts, says what does not add
 * up, and adds and pastes rows in place. The server checks everything again.
 */
import { watchChecks } from "./lib/check";
import { watchDraft } from "./lib/draft";
import { watchRows } from "./lib/rows";

const form = document.querySelector<HTMLFormElement>("#entry");
document.getElementById("problems")?.focus();
if (form) {
  watchRows(form);
  watchDraft(form);
  void watchChecks(form);
}
