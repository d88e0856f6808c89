/**
 * A form while somebody types: it saves a draft by itself and adds and pastes rows in place.
 * What counts and checks is the form's own `checks` and comes with the first letter that is
 * typed; the server checks everything again.
 */
import "./lib/older";
import { watchDraft } from "./lib/draft";
import { loadScript } from "./lib/load";
import { watchRows } from "./lib/rows";

/** Paper has no scroll bar. Browsers that size a field by its content do this by the styles. */
function showWhole(form: HTMLFormElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of form.querySelectorAll("textarea")) area.style.height = `${area.scrollHeight + 4}px`;
}

/** A browser fills an empty date with letters of its own language; on paper it is a line to write on. */
function blankDates(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>("[type=date], [type=datetime-local]")) {
    const blank = input.type === "date" ? form.dataset.blankDay : form.dataset.blankTime;
    if (input.value === "") input.dataset.blank = blank ?? "";
    else delete input.dataset.blank;
  }
}

/** With the first letter; when they do not come, with the next one. They begin by looking at what is there. */
function bringChecks(form: HTMLFormElement): void {
  const src = form.dataset.checks;
  if (src === undefined) return;
  const bring = () => {
    form.removeEventListener("input", bring);
    loadScript(src).catch(() => form.addEventListener("input", bring));
  };
  form.addEventListener("input", bring);
}

const form = document.querySelector<HTMLFormElement>("#entry-form");
document.getElementById("problem-summary")?.focus();
if (form !== null) {
  watchRows(form);
  watchDraft(form);
  bringChecks(form);
  addEventListener("beforeprint", () => {
    showWhole(form);
    blankDates(form);
  });
}
