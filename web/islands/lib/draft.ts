const PAUSE_MS = 1500;
const SHANGHAI_MS = 8 * 3_600_000;

type Fields = [string, string][];

/** What the form would post, without the number of the draft it was read from. */
export function readFields(form: HTMLFormElement): Fields {
  const fields: Fields = [];
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string" && name !== "revision") fields.push([name, value]);
  });
  return fields;
}

const clockOf = (instant: string) => new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(11, 16);

/** Saves what was typed when the typing pauses, and says so. A refusal ends it: the buttons remain. */
export function watchDraft(form: HTMLFormElement): void {
  const line = document.getElementById("draft-line");
  const revision = form.elements.namedItem("revision");
  if (!(revision instanceof HTMLInputElement)) return;
  let last = JSON.stringify(readFields(form));
  let timer = 0;
  let running: Promise<void> | null = null;
  let stopped = false;
  const say = (sentence = "") => {
    if (line) line.textContent = sentence;
  };

  async function save(): Promise<void> {
    const fields = readFields(form);
    const now = JSON.stringify(fields);
    if (stopped || now === last) return;
    say(form.dataset.saving);
    try {
      const response = await fetch(form.dataset.draft ?? "", {
        method: "PUT",
        headers: { Accept: "application/json", "Content-Type": "application/json" },
        body: JSON.stringify({ revision: (revision as HTMLInputElement).value, fields }),
      });
      const answer = await response.json();
      if (!response.ok) {
        stopped = true;
        return say(answer.detail);
      }
      last = now;
      (revision as HTMLInputElement).value = answer.revision;
      say(form.dataset.saved?.replace("{at}", clockOf(answer.savedAt)));
    } catch {
      say(form.dataset.unsaved);
    }
  }

  function start(): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      // One at a time: the next one needs the number the last one came back with.
      const mine: Promise<void> = (running ?? Promise.resolve()).then(save).then(() => {
        if (running === mine) running = null;
      });
      running = mine;
    }, PAUSE_MS);
  }

  form.addEventListener("input", start);
  addEventListener("online", start);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (running === null) return;
    event.preventDefault();
    const { submitter } = event;
    // Pressed again, so that the button's own value is posted; later, because a form that is
    // still firing its submit event takes no second one.
    void running.then(() => setTimeout(() => submitter?.click()));
  });
}
