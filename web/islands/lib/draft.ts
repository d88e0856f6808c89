const PAUSE_MS = 1500;
/** After a failure, unless the browser itself says sooner that there is a network again. */
const AGAIN_MS = 10_000;
/** Of 64 KiB that a browser sends for pages that are gone, in the longest UTF-8. */
const KEPT_ALIVE_CHARS = 16_000;
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

/** The fields as the server sent them: on a slow line somebody types before this script is there. */
function readSent(form: HTMLFormElement): Fields {
  const copy = form.cloneNode(true) as HTMLFormElement;
  copy.reset();
  return readFields(copy);
}

const clockOf = (instant: string) => new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(11, 16);

/** An answer for the person that trying again would not change. */
const isFinal = (status: number) => status >= 400 && status < 500 && status !== 408 && status !== 429;

interface Draft {
  say(sentence?: string): void;
  /** Saves after a while; a later call takes the place of an earlier one. */
  later(afterMs: number): void;
  /** Comes back when what is on its way has come back, or else after one more attempt. */
  settle(): Promise<void>;
  /** Gives up what was to be saved later. */
  cancel(): void;
  isRunning(): boolean;
  /** True while nobody knows whether what was sent arrived. */
  isLost(): boolean;
  /** True while the page holds words that no draft on the server has. */
  isUnsaved(): boolean;
}

function openDraft(form: HTMLFormElement, revision: HTMLInputElement): Draft {
  const line = document.getElementById("draft-line");
  let last = JSON.stringify(readSent(form));
  /** What was sent and not answered. It goes again as it was: the server knows what it has, and tells the number. */
  let lost: string | null = null;
  let timer = 0;
  let running: Promise<void> | null = null;
  let stopped = false;
  const say = (sentence = "") => {
    if (line) line.textContent = sentence;
  };

  /** The plain form's own answer to a stale save puts both side by side, with everything typed still in it. */
  function offerComparison(): void {
    const button = document.createElement("button");
    button.className = "link";
    button.name = "action";
    button.value = "save";
    button.setAttribute("form", form.id);
    button.textContent = form.dataset.compare ?? "";
    line?.append(" ", button);
  }

  async function send(fields: string): Promise<void> {
    const response = await fetch(form.dataset.draft ?? "", {
      method: "PUT",
      // The page may be on its way out; browsers let small bodies go on behind it.
      keepalive: fields.length < KEPT_ALIVE_CHARS,
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: `{"revision":${JSON.stringify(revision.value)},"fields":${fields}}`,
    });
    const answer = await response.json();
    stopped = isFinal(response.status);
    if (stopped) {
      say(answer.detail);
      if (answer.code === "entry.stale") offerComparison();
      return;
    }
    if (!response.ok) throw new Error(answer.detail);
    last = fields;
    revision.value = answer.revision;
    say(form.dataset.saved?.replace("{at}", clockOf(answer.savedAt)));
  }

  async function save(): Promise<void> {
    const fields = lost ?? JSON.stringify(readFields(form));
    if (stopped || fields === last) return;
    const again = lost !== null;
    if (!again) say(form.dataset.saving);
    try {
      await send(fields);
      lost = null;
    } catch {
      lost = fields;
      say(form.dataset.unsaved);
      return later(AGAIN_MS);
    }
    if (again) later(0);
  }

  function start(): Promise<void> {
    clearTimeout(timer);
    // One at a time: the next one needs the number the last one came back with.
    const mine: Promise<void> = (running ?? Promise.resolve()).then(save).then(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  }

  function later(afterMs: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(start, afterMs);
  }

  function settle(): Promise<void> {
    clearTimeout(timer);
    return running ?? start();
  }

  const cancel = () => clearTimeout(timer);
  const isUnsaved = () => lost !== null || (stopped && JSON.stringify(readFields(form)) !== last);
  const isLost = () => lost !== null;
  return { say, later, settle, cancel, isRunning: () => running !== null, isLost, isUnsaved };
}

/**
 * Saves what was typed when the typing pauses, and says so. Without a network it stays on the
 * page, which is not left unasked and not posted into nothing, and is saved when there is one
 * again. A refusal ends it: the buttons remain.
 */
export function watchDraft(form: HTMLFormElement): void {
  const revision = form.elements.namedItem("revision");
  if (!(revision instanceof HTMLInputElement)) return;
  const draft = openDraft(form, revision);
  form.addEventListener("input", () => draft.later(PAUSE_MS));
  draft.later(PAUSE_MS);
  addEventListener("online", () => {
    if (!draft.isLost()) draft.say();
    draft.later(0);
  });
  let posting = false;
  addEventListener("beforeunload", (event) => {
    if (posting || !draft.isUnsaved()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  // Back again from where the form led, kept as it was.
  addEventListener("pageshow", () => {
    posting = false;
  });
  // Who taps a link, or goes to another app, has paused.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !posting) void draft.settle();
  });
  // Browsers before 2019 do not say with the event which button it was.
  let pressed: HTMLElement | null = null;
  form.addEventListener("click", ({ target }) => {
    pressed = target instanceof Element ? target.closest<HTMLElement>("button") : null;
  });
  form.addEventListener("submit", (event) => {
    posting = navigator.onLine && !draft.isRunning() && !draft.isLost();
    if (posting) return draft.cancel();
    event.preventDefault();
    const submitter = event.submitter ?? pressed;
    void draft.settle().then(() => {
      if (!navigator.onLine || draft.isLost()) return draft.say(form.dataset.unsaved);
      // Pressed again, so that the button's own value is posted; later, because a form that is
      // still firing its submit event takes no second one.
      setTimeout(() => submitter?.click());
    });
  });
}
