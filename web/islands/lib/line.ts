import type { zhUpload } from "../../text/zh.upload";
import { describeProgress, Pace } from "./pace";
import type { Transfer, TransferState } from "./transfer";

type UploadWords = typeof zhUpload;

const REPAINT_MS = 500;
/** Without news for so long, the time that is left is not known any more. */
const QUIET_MS = 10_000;

/** What a line shows: a transfer, or a file that was never sent. */
export type Shown = Pick<
  Transfer,
  "state" | "sent" | "sentence" | "elsewhere" | "canStop" | "isOver" | "job"
>;

/** What can be done about a file; `anyway` sends one that is in for another artifact. */
export type Act = "pause" | "resume" | "anyway" | "cancel";

/** A file's line on the page: its name, a bar, how far it is, and what can be done about it. */
export class Line {
  readonly item = document.createElement("li");
  readonly #name: string;
  readonly #words: UploadWords;
  readonly #bar = document.createElement("progress");
  readonly #note = document.createElement("span");
  readonly #acts = document.createElement("span");
  readonly #toggle: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  #verb: Act = "pause";
  #pace = new Pace();
  #shown: TransferState | null = null;
  #paintedAt = 0;
  #quiet = 0;

  constructor(name: string, words: UploadWords, act: (what: Act) => void) {
    this.#name = name;
    this.#words = words;
    const title = document.createElement("bdi");
    title.className = "file-name";
    title.textContent = name;
    this.#bar.setAttribute("aria-label", `${words.sending} ${name}`);
    this.#toggle = this.#button(() => act(this.#verb));
    this.#cancel = this.#button(() => act("cancel"));
    this.#label(this.#cancel, words.cancel);
    this.#acts.className = "sent-acts";
    this.#acts.append(this.#toggle, this.#cancel);
    const row = document.createElement("div");
    row.className = "sent-state";
    row.append(this.#note, this.#acts);
    this.item.append(title, this.#bar, row);
  }

  #button(act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet small";
    button.addEventListener("click", act);
    return button;
  }

  /** A word that is seen, and the file's name for who cannot see which line it stands in. */
  #label(button: HTMLButtonElement, word: string): void {
    const whose = document.createElement("span");
    whose.className = "sr";
    whose.textContent = ` ${this.#name}`;
    button.replaceChildren(word, whose);
  }

  /** Shows how the file stands; figures change twice a second at most. */
  show(shown: Shown, now: number): void {
    const { state, sent, job } = shown;
    // Time that a file waits says nothing of how fast it goes.
    // Nor does the first figure, which counts what was there before.
    if (state === "sending" && this.#shown === "sending") this.#pace.add(now, sent);
    else this.#pace = new Pace();
    clearTimeout(this.#quiet);
    if (state === "sending") this.#quiet = window.setTimeout(() => this.#fallQuiet(shown), QUIET_MS);
    if (state === this.#shown && now - this.#paintedAt < REPAINT_MS) return;
    this.#paintedAt = now;
    this.#bar.max = job.file.size;
    this.#bar.value = sent;
    this.#note.textContent = this.#describe(shown);
    if (state !== this.#shown) this.#change(shown);
  }

  #fallQuiet(shown: Shown): void {
    this.#pace = new Pace();
    this.#note.textContent = this.#describe(shown);
  }

  #change({ state, canStop, isOver, elsewhere }: Shown): void {
    this.#shown = state;
    this.item.className = state;
    this.#bar.hidden = isOver || state === "held";
    this.#note.className = toneOf(state, elsewhere);
    this.#verb = state === "paused" ? "resume" : state === "same" ? "anyway" : "pause";
    this.#label(this.#toggle, this.#words[this.#verb]);
    this.#toggle.hidden = state === "held";
    this.#cancel.hidden = isOver;
    this.#acts.hidden = !canStop && !elsewhere;
  }

  #describe({ state, sent, sentence, job }: Shown): string {
    if (sentence !== "") return sentence;
    if (state !== "sending" && state !== "paused") return this.#words[state];
    const left = state === "sending" ? this.#pace.computeLeft(job.file.size) : null;
    return `${this.#words[state]} ${describeProgress(sent, job.file.size, left, this.#words)}`;
  }

  /** What a screen reader hears of a change: the news, not the figures. */
  announce({ state, sentence }: Shown): string {
    return this.#words.said(this.#name, sentence === "" ? this.#words[state] : sentence);
  }
}

function toneOf(state: TransferState, elsewhere: boolean): string {
  if (elsewhere) return "warning";
  if (state === "received" || state === "same") return "text-green";
  if (state === "refused") return "error";
  return state === "broken" || state === "busy" ? "warning" : "soft";
}
