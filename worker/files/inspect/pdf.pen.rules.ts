/** Where text goes on a page and what it says there: the text state (ISO 32000-1, 9.3 and 9.4). */
import type { PdfFont } from "./pdf.font";
import { numbersOf, PdfString, type PdfValue, TextUnread } from "./pdf.value.rules";

export type Matrix = readonly [number, number, number, number, number, number];

const UNIT: Matrix = [1, 0, 0, 1, 0, 0];
const MAX_TEXT_CHARS = 2_000_000;
const MAX_STATES = 200;
const multiply = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
];

export function matrixOf(numbers: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers;
  return [a, b, c, d, e, f];
}

interface State {
  ctm: Matrix;
  font: PdfFont | null;
  size: number;
  spacing: number;
  wordSpacing: number;
  stretch: number;
  leading: number;
  mode: number;
}

const INVISIBLE_MODES = new Set([3, 7]);

const freshState = (): State => ({
  ctm: UNIT,
  font: null,
  size: 0,
  spacing: 0,
  wordSpacing: 0,
  stretch: 1,
  leading: 0,
  mode: 0,
});

/** Writes down what is shown; a glyph that does not follow the last one on its line begins a word of its own. */
export class TextPen {
  text = "";
  /** Something that is not blank was shown since `begin`. */
  shown = false;
  #state: State = freshState();
  #states: State[] = [];
  #line: Matrix = UNIT;
  #place: Matrix = UNIT;
  /** Where the last glyph ended. */
  #end: { x: number; y: number } | null = null;

  /** A fresh page. */
  begin(): void {
    this.#state = freshState();
    this.#states = [];
    this.#end = null;
    this.shown = false;
    this.#say("\n");
  }

  /** How large the unit square is on the page by now. */
  get unitArea(): number {
    const [a, b, c, d] = this.#state.ctm;
    return Math.abs(a * d - b * c);
  }

  setFont(font: PdfFont, size: number): void {
    this.#state.font = font;
    this.#state.size = size;
  }

  /** What a drawing inside the page does to the state ends with it. */
  enter(matrix: Matrix): () => void {
    const [state, states] = [{ ...this.#state }, this.#states];
    this.#states = [];
    this.#transform(matrix);
    return () => {
      this.#state = state;
      this.#states = states;
    };
  }

  apply(word: string, operands: readonly PdfValue[]): void {
    if (word.startsWith("T") || word === "'" || word === '"') this.#applyText(word, operands);
    else if (word === "q") this.#save();
    else if (word === "Q") this.#state = this.#states.pop() ?? this.#state;
    else if (word === "cm") this.#transform(matrixOf(numbersOf([...operands])));
    else if (word === "BT") this.#setLine(UNIT);
  }

  #applyText(word: string, operands: readonly PdfValue[]): void {
    const numbers = numbersOf([...operands]);
    const [first = 0, second = 0] = numbers;
    const state = this.#state;
    switch (word) {
      case "Tc":
        state.spacing = first;
        break;
      case "Tw":
        state.wordSpacing = first;
        break;
      case "Tz":
        state.stretch = first / 100;
        break;
      case "TL":
        state.leading = first;
        break;
      case "Tr":
        state.mode = first;
        break;
      case "TD":
        state.leading = -second;
        this.#moveLine(first, second);
        break;
      case "Td":
        this.#moveLine(first, second);
        break;
      case "Tm":
        this.#setLine(matrixOf(numbers));
        break;
      case "T*":
        this.#moveLine(0, -state.leading);
        break;
      case '"':
        state.wordSpacing = first;
        state.spacing = second;
        this.#showNext(operands[2]);
        break;
      case "'":
        this.#showNext(operands[0]);
        break;
      case "Tj":
        this.#show(operands[0]);
        break;
      case "TJ":
        this.#showAll(operands[0]);
        break;
    }
  }

  #save(): void {
    if (this.#states.length >= MAX_STATES) throw new TextUnread("nested too deep");
    this.#states.push({ ...this.#state });
  }

  #transform(matrix: Matrix): void {
    this.#state.ctm = multiply(matrix, this.#state.ctm);
  }

  #setLine(matrix: Matrix): void {
    this.#line = matrix;
    this.#place = matrix;
  }

  #moveLine(x: number, y: number): void {
    this.#setLine(multiply([1, 0, 0, 1, x, y], this.#line));
  }

  #showNext(value: PdfValue | undefined): void {
    this.#moveLine(0, -this.#state.leading);
    this.#show(value);
  }

  #showAll(list: PdfValue | undefined): void {
    for (const one of Array.isArray(list) ? list : []) {
      if (typeof one === "number") this.#advance((-one / 1000) * this.#state.size);
      else this.#show(one);
    }
  }

  #advance(by: number): void {
    this.#place = multiply([1, 0, 0, 1, by * this.#state.stretch, 0], this.#place);
  }

  #show(value: PdfValue | undefined): void {
    if (!(value instanceof PdfString) || value.bytes === "") return;
    const { font, size, spacing, wordSpacing, mode } = this.#state;
    if (font === null) throw new TextUnread("text without a font");
    for (const { text, width, blank } of font.decode(value.bytes)) {
      // A scan's text is laid under it unseen, as a program guessed it.
      if (INVISIBLE_MODES.has(mode) && text.trim() !== "") throw new TextUnread("text nobody sees");
      this.#separate();
      this.#say(text);
      if (text.trim() !== "") this.shown = true;
      this.#advance((width / 1000) * size + spacing + (blank ? wordSpacing : 0));
      this.#end = this.#locate();
    }
  }

  #locate() {
    const [, , , , x, y] = multiply(this.#place, this.#state.ctm);
    return { x, y };
  }

  #separate(): void {
    if (this.#end === null) return;
    const [a, b] = multiply(this.#place, this.#state.ctm);
    const { x, y } = this.#locate();
    const [dx, dy] = [x - this.#end.x, y - this.#end.y];
    const length = Math.hypot(a, b);
    const em = length * Math.abs(this.#state.size);
    const along = length === 0 ? 0 : (dx * a + dy * b) / length;
    const across = length === 0 ? 0 : (dx * b - dy * a) / length;
    if (Math.abs(across) > 0.5 * em) this.#say("\n");
    else if (along > 0.2 * em || along < -0.8 * em) this.#say(" ");
  }

  #say(text: string): void {
    this.text += text;
    if (this.text.length > MAX_TEXT_CHARS) throw new TextUnread("too much text");
  }
}
