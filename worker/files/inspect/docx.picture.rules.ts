/** Pictures in the main part of a Word document, by the room they are given on the page. */
import type { XmlPiece } from "./xml.rules";

type OpenTag = Extract<XmlPiece, { kind: "open" }>;

const EMU_PER_POINT = 12_700;
const A4_AREA = 595 * 842;

/**
 * From so much of a page on a picture may be the paper itself. Less than the half of PDFs: Word
 * fits a photo of a page between its margins, where nine tenths of the usual width are 46 of 100.
 */
const PAGE_SHARE = 0.4;

/** Shapes hold text that is read like any other; what else is drawn is seen and not read. */
const SHAPES = /\/wordprocessing(Shape|Group|Canvas)["']/;
const POINTS: Readonly<Record<string, number>> = { pt: 1, in: 72, cm: 28.35, mm: 2.835, px: 0.75, pc: 12 };

const readEmu = (tag: string, name: "cx" | "cy") =>
  Number(new RegExp(`\\s${name}\\s*=\\s*["'](\\d{1,12})["']`).exec(tag)?.[1] ?? 0) / EMU_PER_POINT;

/** A length of a VML style, in points; 0 where it has none, or one without a unit. */
function readLength(style: string, name: "width" | "height"): number {
  const [, number = "0", unit = ""] =
    new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*(\\d{0,6}\\.?\\d{0,6})([a-z]{2})`, "i").exec(style) ?? [];
  return Number(number) * (POINTS[unit.toLowerCase()] ?? 0);
}

/** What is drawn in a document, tag by tag. */
export class PictureFinder {
  /** Something is drawn that nobody here reads. */
  found = false;
  /** One of them is so large that it may show a page of text. */
  pageSized = false;
  /** Of the drawing or the VML shape that the tags are in, in square points. */
  #area = 0;

  see(local: string, { name, tag }: OpenTag): void {
    if (local === "drawing" || local === "pict" || local === "object") this.#area = 0;
    else if (local === "extent") this.#area = readEmu(tag, "cx") * readEmu(tag, "cy");
    else if (local === "blip" || local === "imagedata") this.#add();
    else if (local === "graphicData" && !SHAPES.test(tag)) this.#add();
    else if (name.startsWith("v:")) this.#enterShape(tag);
  }

  /** A shape without a size of its own, or in the units of a group, leaves that of the group. */
  #enterShape(tag: string): void {
    const style = /\sstyle\s*=\s*["']([^"']*)/.exec(tag)?.[1] ?? "";
    const area = readLength(style, "width") * readLength(style, "height");
    if (area > 0) this.#area = area;
  }

  #add(): void {
    this.found = true;
    if (this.#area >= PAGE_SHARE * A4_AREA) this.pageSized = true;
  }
}
