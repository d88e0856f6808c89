import type { zhOffer } from "../../text/zh.upload";
import type { Choice } from "./choice";

type OfferWords = typeof zhOffer;

/** A question about pictures on the page: what is the matter, and a button for each answer. */
export interface Tray {
  element: HTMLElement;
  /** Says how far the copies are. */
  work(done: number, all: number): void;
  fail(): void;
}

function make<Name extends "div" | "p" | "button">(name: Name, className: string, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function makeButtons(words: OfferWords, choices: readonly Choice[], act: (choice: Choice) => void) {
  return choices.map((choice, index) => {
    const button = make("button", index === 0 ? "btn small" : "btn quiet small", words.choices[choice]);
    button.type = "button";
    button.addEventListener("click", () => act(choice));
    return button;
  });
}

/** @param act called with the answer, and not again before it has come to an end */
export function makeTray(
  words: OfferWords,
  question: string,
  choices: readonly Choice[],
  act: (choice: Choice) => Promise<void>,
): Tray {
  const element = make("div", "");
  const row = make("div", "row");
  const note = make("p", "hint", words.note);
  let busy = false;
  const buttons = makeButtons(words, choices, async (choice) => {
    if (busy) return;
    setBusy(true);
    await act(choice);
    setBusy(false);
  });
  // Not `disabled`: the focus would be lost with the button that has just been pressed.
  const setBusy = (is: boolean) => {
    busy = is;
    for (const one of buttons) one.setAttribute("aria-disabled", String(is));
  };
  const tell = (said: string, tone: string) => {
    note.textContent = said;
    note.className = tone;
  };
  row.append(...buttons);
  element.append(make("p", "", question), row, note);
  for (const [name, value] of [
    ["role", "group"],
    ["aria-label", question],
    ["tabindex", "-1"],
  ] as const) {
    element.setAttribute(name, value);
  }
  note.setAttribute("role", "status");
  return {
    element,
    work: (done, all) => tell(words.working(done, all), "hint"),
    fail: () => tell(words.failed, "error"),
  };
}
