import type { zhUpload } from "../../text/zh.upload";
import type { Place } from "./job";
import { type Act, Line, type Shown } from "./line";

/** States that are over: what is told of them goes with the next pick. */
type Over = "received" | "same" | "refused" | "cancelled";

const HUSH_MS = 400;

/** The lists of files under the cards of the page; they outlive the cards, which are shown anew. */
export class Board {
  readonly #lists = new Map<string, HTMLUListElement>();
  readonly #voice = document.createElement("p");
  #news = "";

  constructor(private readonly words: typeof zhUpload) {
    this.#voice.className = "sr";
    this.#voice.setAttribute("role", "status");
    document.body.append(this.#voice);
  }

  /** A new line under the card of `place`; what was told there of earlier files goes. */
  addLine(place: Place, name: string, act: (what: Act) => void): Line {
    const line = new Line(name, this.words, act);
    const list = this.#listOf(place.card);
    list.insertBefore(line.item, list.querySelector(".keep"));
    this.#unsay(place.card);
    return line;
  }

  /** What goes on here is no longer said to have broken off. */
  #unsay(card: string): void {
    const names = [...(this.#lists.get(card)?.querySelectorAll(".file-name") ?? [])].map(
      (one) => one.textContent,
    );
    for (const said of document.querySelectorAll<HTMLElement>(`#${card} [data-unfinished]`)) {
      if (names.includes(said.dataset.unfinished ?? "")) said.remove();
    }
  }

  /** Takes away what is told of files that are over. */
  clear(card: string, ...states: Over[]): void {
    for (const state of states) {
      for (const old of this.#lists.get(card)?.querySelectorAll(`li.${state}`) ?? []) old.remove();
    }
    this.tidy(card);
  }

  #listOf(card: string): HTMLUListElement {
    const list = this.#lists.get(card) ?? document.createElement("ul");
    list.className = "sent";
    this.#lists.set(card, list);
    this.#attach(card, list);
    return list;
  }

  /** The hint goes with the last file that is still on its way. */
  tidy(card: string): void {
    const list = this.#lists.get(card);
    const moving = "li:not(.keep):not(.received):not(.same):not(.refused):not(.cancelled)";
    if (list?.querySelector(moving) === null) list.querySelector(".keep")?.remove();
  }

  /** A question about files whose lines begin with `before`; it goes with `remove()`. */
  addQuestion(card: string, question: HTMLElement, before: HTMLElement): HTMLElement {
    const item = document.createElement("li");
    item.className = "question";
    item.append(question);
    const list = this.#listOf(card);
    list.insertBefore(item, before.parentElement === list ? before : list.firstChild);
    return item;
  }

  /** Says once under a card that a large file can go on later. */
  hint(card: string): void {
    const list = this.#listOf(card);
    if (list.querySelector(".keep") !== null) return;
    const line = document.createElement("li");
    line.className = "keep hint";
    line.textContent = this.words.keepOpen;
    list.append(line);
  }

  #attach(card: string, list: HTMLElement): void {
    const place = document.getElementById(card) ?? document.getElementById("main");
    if (place instanceof HTMLDetailsElement) place.open = true;
    if (list.parentElement !== place) place?.append(list);
  }

  /** Puts the lists that still say something into the page as it is now. */
  attachAll(): void {
    for (const [card, list] of this.#lists) {
      if (list.children.length > 0) this.#attach(card, list);
      else list.remove();
      this.#unsay(card);
    }
  }

  /** Where the person goes on when the button that was pressed is gone: the picker, or the fold that hides it. */
  focusPicker(id: string): void {
    const picker = document.getElementById(id);
    const fold = picker?.closest("details:not([open])")?.querySelector("summary");
    (fold ?? picker)?.focus();
  }

  /** Says what is new of a file. */
  announce(line: Line, shown: Shown): void {
    this.say(line.announce(shown));
  }

  /** Says something to who cannot see it, several news in one breath. */
  say(news: string): void {
    if (this.#news === "") {
      setTimeout(() => {
        this.#voice.textContent = this.#news;
        this.#news = "";
      }, HUSH_MS);
    }
    this.#news += news;
  }
}
