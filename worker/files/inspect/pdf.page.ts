/** What a page of a PDF shows: its content read as drawing (ISO 32000-1, 7.8, 8 and 9), text alone kept. */
import type { Buffer } from "node:buffer";
import { openFont, type PdfFont } from "./pdf.font";
import type { PdfObjects } from "./pdf.objects";
import { matrixOf, TextPen } from "./pdf.pen.rules";
import {
  dictOf,
  nameOf,
  numbersOf,
  type PdfDict,
  PdfName,
  PdfStream,
  PdfTokens,
  type PdfValue,
  PdfWord,
  TextUnread,
} from "./pdf.value.rules";

const MAX_OPERATORS = 2_000_000;
const MAX_IMAGE_ENTRIES = 1000;
const MAX_FORM_DEPTH = 12;
const A4: readonly number[] = [0, 0, 595, 842];

/** Pictures over so much of a page may be a scan with a line of text upon it. */
const PICTURED_SHARE = 0.5;
/** So many curves may be letters that were turned into outlines. */
const MAX_CURVES = 2000;

const PAINTING = new Set(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"]);
const CURVES = new Set(["c", "v", "y"]);

/** The text of a document, page by page; fonts are opened once. */
export class PageReader {
  readonly #objects: PdfObjects;
  readonly #pen = new TextPen();
  readonly #fonts = new Map<PdfDict, PdfFont>();
  #operators = 0;
  #curves = 0;
  #painted = false;
  /** How much of the page pictures cover. */
  #pictured = 0;

  constructor(objects: PdfObjects) {
    this.#objects = objects;
  }

  get text(): string {
    return this.#pen.text;
  }

  /**
   * Adds what the page shows.
   * @returns whether it shows something that is not text, and no text
   */
  async add(page: PdfDict, resources: PdfDict, box: readonly number[]): Promise<boolean> {
    this.#pen.begin();
    this.#painted = false;
    this.#pictured = 0;
    await this.#run(await this.#readContents(page), resources, 0);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box.length === 4 ? box : A4;
    const covered = this.#pictured / Math.max(1, Math.abs((x1 - x0) * (y1 - y0)));
    if (this.#pen.shown && covered >= PICTURED_SHARE) throw new TextUnread("a page that may be a picture");
    return !this.#pen.shown && (this.#painted || this.#pictured > 0);
  }

  async #readContents(page: PdfDict): Promise<string> {
    const contents = await this.#objects.resolve(page.get("Contents"));
    const parts: string[] = [];
    for (const one of Array.isArray(contents) ? contents : [contents]) {
      const stream = await this.#objects.resolve(one);
      if (stream instanceof PdfStream) parts.push((await this.#objects.unpack(stream)).toString("latin1"));
      else if (stream !== null) throw new TextUnread("a page without contents");
    }
    return parts.join("\n");
  }

  async #run(content: Buffer | string, resources: PdfDict, depth: number): Promise<void> {
    const tokens = new PdfTokens(content);
    let operands: PdfValue[] = [];
    for (let one = tokens.next(); one !== undefined; one = tokens.next()) {
      if (!(one instanceof PdfWord)) {
        operands.push(one);
        continue;
      }
      this.#operators += 1;
      if (this.#operators > MAX_OPERATORS) throw new TextUnread("too much is drawn");
      if (one.word === "BI") this.#passImage(tokens);
      else if (one.word === "Do") await this.#draw(nameOf(operands[0]), resources, depth);
      else if (one.word === "Tf") await this.#setFont(operands, resources);
      else if (one.word === "gs") await this.#setExtended(nameOf(operands[0]), resources);
      else this.#apply(one.word, operands);
      operands = [];
    }
  }

  #apply(word: string, operands: readonly PdfValue[]): void {
    if (PAINTING.has(word)) this.#painted = true;
    else if (CURVES.has(word)) this.#curve();
    else this.#pen.apply(word, operands);
  }

  #curve(): void {
    this.#curves += 1;
    if (this.#curves > MAX_CURVES) throw new TextUnread("letters that may be outlines");
  }

  async #setFont([name, size]: readonly PdfValue[], resources: PdfDict): Promise<void> {
    const fonts = await this.#objects.dict(resources.get("Font"));
    await this.#takeFont(fonts.get(nameOf(name) ?? ""), size);
  }

  async #takeFont(value: PdfValue | undefined, size: PdfValue | undefined): Promise<void> {
    const dict = await this.#objects.dict(value);
    if (dict.size === 0) throw new TextUnread("no such font");
    const font = this.#fonts.get(dict) ?? (await openFont(this.#objects, dict));
    this.#fonts.set(dict, font);
    this.#pen.setFont(font, typeof size === "number" ? size : 0);
  }

  /** A set of parameters may name a font as well (8.4.5). */
  async #setExtended(name: string | null, resources: PdfDict): Promise<void> {
    const sets = await this.#objects.dict(resources.get("ExtGState"));
    const [font, size] = await this.#objects.list(
      (await this.#objects.dict(sets.get(name ?? ""))).get("Font"),
    );
    if (font !== undefined) await this.#takeFont(font, size);
  }

  async #draw(name: string | null, resources: PdfDict, depth: number): Promise<void> {
    const drawings = await this.#objects.dict(resources.get("XObject"));
    const drawing = await this.#objects.resolve(drawings.get(name ?? ""));
    if (!(drawing instanceof PdfStream)) return;
    if (nameOf(drawing.dict.get("Subtype")) !== "Form") return this.#picture();
    if (depth >= MAX_FORM_DEPTH) throw new TextUnread("nested too deep");
    const own = await this.#objects.dict(drawing.dict.get("Resources"));
    const matrix = numbersOf(await this.#objects.resolve(drawing.dict.get("Matrix")));
    const leave = this.#pen.enter(matrixOf(matrix));
    await this.#run(await this.#objects.unpack(drawing), own.size > 0 ? own : resources, depth + 1);
    leave();
  }

  /** A picture fills the unit square of its space (8.9.5). */
  #picture(): void {
    this.#pictured += this.#pen.unitArea;
  }

  #passImage(tokens: PdfTokens): void {
    const entries: PdfValue[] = [];
    for (let one = tokens.next(); ; one = tokens.next()) {
      if (one === undefined) throw new TextUnread("cut off");
      if (one instanceof PdfWord && one.word === "ID") break;
      if (entries.length >= MAX_IMAGE_ENTRIES) throw new TextUnread("no image");
      entries.push(one);
    }
    if (!(entries[0] instanceof PdfName)) dictOf(entries);
    tokens.skipImageData();
    this.#picture();
  }
}
