/** The pages by their keys alone: Tab from stop to stop, each looked at, then typed into or pressed. */
import type { Download, FileChooser, Page } from "playwright-core";
import type { Picked } from "./branch";

/** What has the focus, and how it looks to somebody who has no mouse. */
export interface Stop {
  /** Nothing but the page itself has it. */
  none: boolean;
  tag: string;
  id: string;
  type: string;
  name: string;
  text: string;
  href: string;
  value: string;
  checked: boolean;
  /** The values a list offers, in its order. */
  options: string[];
  /** An outline or a shadow is drawn round it, or round the label that stands for it. */
  marked: boolean;
  /** Whole inside the window; of a text of several lines its upper edge, as browsers show only the line of the caret. */
  inside: boolean;
  /** Upper and lower edge in a window of what height, pixels. */
  edges: string;
  /** What lies over its upper edge, its middle or its lower edge, of a text only the first; empty when nothing does. */
  covered: string;
}

/** A control that is not drawn itself is seen by its label. */
const READ_STOP = `(() => {
  const one = document.activeElement ?? document.body;
  const none = one === document.body || one === document.documentElement;
  const size = (element) => element.getBoundingClientRect();
  const isDrawn = (element) => element.checkVisibility({ opacityProperty: true }) && size(element).width > 2;
  const seen = [one, ...(one.labels ?? [])].find(isDrawn) ?? one;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(seen);
  const box = size(seen);
  const isText = one.tagName === "TEXTAREA";
  const points = isText ? [box.top + 2] : [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
  const over = points.flatMap((y) => {
    if (y < 0 || y > innerHeight) return [];
    const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), y);
    const own = top === null || seen.contains(top) || top.contains(seen) || [...(one.labels ?? [])].some((label) => label.contains(top));
    return own ? [] : [top.id || top.className || top.tagName];
  });
  return {
    none, tag: one.tagName, id: one.id, type: one.type ?? "", name: one.name ?? "",
    text: (one.textContent ?? "").replace(/\\s+/g, " ").trim(), href: one.href ?? "", value: one.value ?? "",
    checked: one.checked === true,
    options: one.tagName === "SELECT" ? [...one.options].map((option) => option.value) : [],
    marked: isDrawn(seen) && ((outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none"),
    inside: box.top >= -1 && box.top < innerHeight && (isText || box.bottom <= innerHeight + 1) && box.left >= 0 && box.right <= innerWidth,
    edges: Math.round(box.top) + "–" + Math.round(box.bottom) + " of " + innerHeight,
    covered: over.join(" "),
  };
})()`;

/** More stops than any page has: what is looked for is not there. */
const MAX_STOPS = 400;

type Wanted = (stop: Stop) => boolean;

export const hasId =
  (id: string): Wanted =>
  (stop) =>
    stop.id === id;
export const leadsTo =
  (path: RegExp): Wanted =>
  (stop) =>
    path.test(stop.href);
export const says =
  (words: string): Wanted =>
  (stop) =>
    stop.text === words;

type DateOrder = (wanted: string) => string[];

const DATE_PARTS = 6;

/** 2026-12-03T14:00, and 12/03/2026 02:00 PM; an arrow leads out of a year, which may have six digits. */
const DATE_ORDERS: DateOrder[] = [
  (wanted) => {
    const [year = "", ...rest] = wanted.split(/[-T:]/);
    return [year, "ArrowRight", ...rest];
  },
  (wanted) => {
    const [year = "", month = "", day = "", hour, minute = ""] = wanted.split(/[-T:]/);
    const time = hour === undefined ? [] : [twelve(Number(hour)), minute, Number(hour) < 12 ? "A" : "P"];
    return [month, day, year, "ArrowRight", ...time];
  },
];

const twelve = (hour: number) => String(hour % 12 || 12).padStart(2, "0");

function preferOrder(order: DateOrder): void {
  DATE_ORDERS.splice(DATE_ORDERS.indexOf(order), 1);
  DATE_ORDERS.unshift(order);
}

export class Keys {
  /** How many stops were looked at. */
  stops = 0;
  /** Stops whose focus could not be seen. */
  readonly unseen: string[] = [];

  constructor(readonly page: Page) {
    // While nobody listens the browser would open a dialog of its own, which nothing closes.
    page.on("filechooser", () => {});
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** What has the focus now, held against what everybody must be able to see of it. */
  async look(): Promise<Stop> {
    const stop = (await this.page.evaluate(READ_STOP)) as Stop;
    if (stop.none) return stop;
    this.stops += 1;
    const faults = [
      !stop.marked && "is not marked",
      !stop.inside && "is outside the window",
      stop.covered !== "" && `lies under ${stop.covered}`,
    ].filter(Boolean);
    const where = `${new URL(this.page.url()).pathname.replace(/sub_\w+/, "…")} ${stop.tag}`;
    if (faults.length > 0)
      this.unseen.push(`${where} ${stop.name || stop.id || stop.text} ${faults.join(", ")} (${stop.edges})`);
    return stop;
  }

  async next(): Promise<Stop> {
    await this.press("Tab");
    return this.look();
  }

  /** Goes on from stop to stop until the wanted one, wherever it stands. */
  async seek(wanted: Wanted, back = false): Promise<Stop> {
    for (let at = 0; at < MAX_STOPS; at++) {
      await this.press(back ? "Shift+Tab" : "Tab");
      const stop = await this.look();
      if (wanted(stop)) return stop;
    }
    throw new Error(`no stop of ${this.page.url()} is the wanted one`);
  }

  /** Follows a link or presses a button. */
  async enter(wanted: Wanted): Promise<void> {
    await this.seek(wanted);
    await this.press("Enter");
  }

  async download(wanted: Wanted): Promise<Buffer> {
    await this.seek(wanted);
    const [file] = await Promise.all<[Promise<Download>, Promise<void>]>([
      this.page.waitForEvent("download"),
      this.press("Enter"),
    ]);
    return Buffer.concat(await (await file.createReadStream()).toArray());
  }

  /** Opens a picker from its stop and takes files in it. */
  async pick(wanted: Wanted, files: Picked[]): Promise<void> {
    await this.seek(wanted);
    const [picker] = await Promise.all<[Promise<FileChooser>, Promise<void>]>([
      this.page.waitForEvent("filechooser"),
      this.press("Enter"),
    ]);
    await picker.setFiles(files);
  }

  /** Types what the control that has the focus needs to hold `wanted`. */
  async type(stop: Stop, wanted: string): Promise<void> {
    if (stop.tag === "SELECT") return this.#choose(stop, wanted);
    if (stop.type === "date" || stop.type === "datetime-local") return this.#typeDate(stop, wanted);
    if (stop.value === wanted) return;
    if (stop.value !== "") await this.press("Control+A");
    if (wanted === "") return this.press("Delete");
    await this.page.keyboard.insertText(wanted.replace(/\r\n/g, "\n"));
  }

  /** By the arrows, as far as the option is away. */
  async #choose(stop: Stop, wanted: string): Promise<void> {
    const steps = stop.options.indexOf(wanted) - stop.options.indexOf(stop.value);
    for (let at = 0; at < Math.abs(steps); at++) await this.press(steps > 0 ? "ArrowDown" : "ArrowUp");
  }

  /** The parts of a date stand in the order of the machine's own language, which a page is not told. */
  async #typeDate(stop: Stop, wanted: string): Promise<void> {
    if (stop.value === wanted) return;
    for (const write of [...DATE_ORDERS]) {
      for (let at = 0; at < DATE_PARTS; at++) await this.press("ArrowLeft");
      for (const key of write(wanted)) {
        await (key.startsWith("Arrow") ? this.press(key) : this.page.keyboard.type(key));
      }
      if ((await this.look()).value === wanted) return void preferOrder(write);
    }
    throw new Error(`${stop.name} does not take ${wanted}`);
  }

  /** Ticks what is to be ticked; of radios the arrows find the right one. */
  async tick(stop: Stop, wanted: readonly string[]): Promise<void> {
    if (stop.type === "checkbox") {
      if (stop.checked !== wanted.includes(stop.value)) await this.press("Space");
      return;
    }
    let at = stop;
    for (let moves = 0; at.value !== wanted[0] && moves < MAX_STOPS; moves++) {
      await this.press("ArrowDown");
      at = await this.look();
    }
    if (!at.checked) await this.press("Space");
  }
}
