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

/** What the question is about is its name too, for who is led to it. */
function makeFrame(question: string, ...parts: readonly HTMLElement[]): HTMLElement {
  const frame = make("div", "");
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", question);
  frame.tabIndex = -1;
  frame.append(make("p", "", question), ...parts);
  return frame;
}

/** @param act called with the answer, and not again before it has come to an end */
export function makeTray(
  words: OfferWords,
  question: string,
  choices: readonly Choice[],
  act: (choice: Choice) => Promise<void>,
): Tray {
  const row = make("div", "row");
  const note = make("p", "hint", words.note);
  note.setAttribute("role", "status");
  let busy = false;
  const buttons = makeButtons(words, choices, async (choice) => {
    if (busy) return;
    setBusy(true);
    await act(choice);
    setBusy(false);
  });
  row.append(...buttons);
  // Not `disabled`: the focus would be lost with the button that has just been pressed.
  const setBusy = (is: boolean) => {
    busy = is;
    for (const one of buttons) one.setAttribute("aria-disabled", String(is));
  };
  const tell = (said: string, className: string) => Object.assign(note, { textContent: said, className });
  return {
    element: makeFrame(question, row, note),
    work: (done, all) => void tell(words.working(done, all), "hint"),
    fail: () => void tell(words.failed, "error"),
  };
}
