import type { zhUpload } from "../../text/zh.upload";
import { askUpload, endUpload, isReadable } from "./ask";
import { attempt } from "./attempt";
import { type Job, PART_BYTES } from "./job";
import { computeDelayMs, type Failure, judge } from "./retry";
import { isHeld } from "./same";
import { findUrl, forgetUrl, keepUrl } from "./urls";

/**
 * `held` waits to be let go by who made it, `broken` for the network, `busy` for the server,
 * these two to go on by themselves; the last four are final. `same` was in already.
 */
export type TransferState =
  | "held"
  | "waiting"
  | "sending"
  | "checking"
  | "broken"
  | "busy"
  | "paused"
  | "received"
  | "same"
  | "refused"
  | "cancelled";

/** A connection that says nothing for so long is dead, whatever the phone believes. */
const SILENCE_MS = 120_000;
/** The server reads a large file back before it answers. */
const CHECKING_MS = 300_000;
/** After a phone slept, this much silence is enough to try a new connection. */
const ASLEEP_MS = 15_000;

/** One file on its way, for as long as the page lives: it goes on after every passing failure. */
export class Transfer {
  state: TransferState = "held";
  /** Bytes that have left, of `job.file.size`. */
  sent = 0;
  /** What to tell beside the state: why it was refused, or that it was in already. */
  sentence = "";
  /** The same bytes are in for another artifact, so that this one may want them too. */
  elsewhere = false;
  #url: string | null;
  #kept = 0;
  /** In a row, without a byte more that the server keeps. */
  #failures = 0;
  /** Attempts; one whose answer was lost may have arrived whole. */
  #attempts = 0;
  /** It was sent once more from its beginning, because other bytes had arrived than the file has. */
  #resent = false;
  #stop: (() => void) | null = null;
  #timer = 0;
  #heardAt = 0;
  /** Grows with each start and halt; an answer to an older question is dropped. */
  #turn = 0;

  constructor(
    readonly job: Job,
    /** Under which its address is kept. */
    readonly key: string,
    private readonly words: typeof zhUpload,
    private readonly onChange: (transfer: Transfer) => void,
  ) {
    this.#url = findUrl(key);
  }

  /** Holds one of the places in flight. */
  get isActive(): boolean {
    return ["sending", "checking", "broken", "busy"].includes(this.state);
  }

  get isOver(): boolean {
    return ["received", "same", "refused", "cancelled"].includes(this.state);
  }

  get canStop(): boolean {
    return !this.isOver && this.state !== "checking";
  }

  /** It was sent, and nobody knows what became of it: the answer that would name its address got lost. */
  get mayBeIn(): boolean {
    return this.#url === null && this.#attempts > 0;
  }

  /** Lets a held file go. */
  release(): void {
    if (this.state === "held") this.#become("waiting");
  }

  /** Nothing is sent, because the place has no room for it. */
  turnAway(sentence: string): void {
    if (this.state === "held") this.#finish("refused", sentence);
  }

  /** Nothing is sent, because these bytes are in. */
  recognise(sentence: string, elsewhere: boolean): void {
    this.elsewhere = elsewhere;
    if (this.state === "held") this.#finish("same", sentence);
  }

  start(): void {
    this.#halt();
    const whole = this.job.file.size <= PART_BYTES && this.#attempts === 0;
    this.#attempts += 1;
    this.#become("sending");
    this.#listen(SILENCE_MS);
    this.#stop = attempt(this.job, this.#url, whole, {
      begun: (url) => this.#keep(url),
      progress: (bytes) => this.#progress(bytes),
      kept: (bytes) => this.#acknowledge(bytes),
      done: () => void this.#confirm(),
      failed: (failure) => void this.#fail(failure),
    });
  }

  pause(): void {
    if (!this.canStop) return;
    this.#halt();
    this.#become("paused");
  }

  resume(): void {
    if (this.state === "paused") this.#become("waiting");
  }

  cancel(): void {
    if (!this.canStop) return;
    this.#halt();
    if (this.#url !== null) endUpload(this.#url);
    this.#finish("cancelled");
  }

  /** The network went away. */
  interrupt(): void {
    if (this.state === "sending" || this.state === "checking") this.#retry("broken", null);
  }

  /** The network, or the person, is back: no need to sit out a delay. */
  wake(now: number): void {
    const asleep = now - this.#heardAt > ASLEEP_MS;
    if (this.state === "broken" || (this.state === "sending" && asleep)) this.start();
    else if (this.state === "checking") void this.#look(asleep);
  }

  /** The answer may have been lost while the phone slept; asking disturbs nobody who still checks. */
  async #look(asleep: boolean): Promise<void> {
    const turn = this.#turn;
    const told = this.#url === null ? null : await askUpload(this.#url);
    if (turn !== this.#turn) return;
    const state = told === null || "method" in told ? "open" : told.state;
    if (state === "stored") await this.#confirm();
    else if (state === "refused") await this.#ask();
    else if (asleep) this.start();
  }

  #become(state: TransferState, sentence = ""): void {
    this.state = state;
    this.sentence = sentence;
    this.onChange(this);
  }

  #finish(state: "received" | "same" | "refused" | "cancelled", sentence = ""): void {
    this.#halt();
    forgetUrl(this.key);
    this.#become(state, sentence);
  }

  #halt(): number {
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#stop = null;
    this.#turn += 1;
    return this.#turn;
  }

  #listen(patienceMs: number): void {
    clearTimeout(this.#timer);
    this.#heardAt = Date.now();
    this.#timer = window.setTimeout(() => this.#retry("broken", null), patienceMs);
  }

  #keep(url: string): void {
    this.#url = url;
    keepUrl(this.key, url);
  }

  #lose(): void {
    this.#url = null;
    this.#kept = 0;
    forgetUrl(this.key);
  }

  #progress(bytes: number): void {
    this.sent = bytes;
    const all = bytes === this.job.file.size;
    this.#listen(all ? CHECKING_MS : SILENCE_MS);
    this.#become(all ? "checking" : "sending");
  }

  #acknowledge(bytes: number): void {
    if (bytes > this.#kept) this.#failures = 0;
    this.#kept = bytes;
  }

  /** Every byte is there; what became of them the server tells. */
  async #confirm(): Promise<void> {
    const turn = this.#halt();
    const told = this.#url === null ? null : await askUpload(this.#url);
    if (turn !== this.#turn) return;
    const already = told !== null && "already" in told && told.already;
    this.#finish("received", already ? this.words.already : "");
  }

  async #fail(failure: Failure): Promise<void> {
    const turn = this.#halt();
    const { file } = this.job;
    if (failure.status === 0 && !(await isReadable(file))) {
      if (turn === this.#turn) this.#finish("refused", this.words.unreadable);
      return;
    }
    const doubtful = failure.code === "file.too_many" && this.#attempts > 1;
    if (doubtful && (await isHeld(this.job))) {
      if (turn === this.#turn) this.#finish("received");
      return;
    }
    if (turn === this.#turn) await this.#decide(failure);
  }

  async #decide(failure: Failure): Promise<void> {
    const verdict = judge(failure);
    if (verdict === "ask") return this.#ask();
    if (verdict === "refused") return this.#refuse(failure.status, failure.detail);
    if (verdict === "anew") this.#lose();
    this.#retry(failure.status < 400 ? "broken" : "busy", failure.retryAfterMs);
  }

  /** The upload's own address tells what its HEAD could not: a sentence, or that it is over. */
  async #ask(): Promise<void> {
    const turn = this.#turn;
    const told = this.#url === null ? null : await askUpload(this.#url);
    if (turn !== this.#turn) return;
    if (told !== null && "method" in told) return this.#decide(told);
    if (told?.code === "upload.checksum" && !this.#resent) {
      this.#resent = true;
      this.#lose();
      return this.#retry("busy", null);
    }
    if (told?.state === "refused" && told.detail !== "") return this.#refuse(0, told.detail);
    if (told?.state === "refused") this.#lose();
    this.#retry("busy", null);
  }

  /** Whoever has to open the link again picks the file again and goes on: then the address stays. */
  #refuse(status: number, detail: string): void {
    const sentence = detail === "" ? this.words.refused : detail;
    if (status === 401) {
      this.#halt();
      this.#become("refused", sentence);
    } else this.#finish("refused", sentence);
  }

  #retry(state: "broken" | "busy", retryAfterMs: number | null): void {
    this.#halt();
    this.#failures += 1;
    const delay = computeDelayMs(this.#failures, Math.random(), retryAfterMs);
    this.#timer = window.setTimeout(() => this.start(), delay);
    this.#become(state);
  }
}
