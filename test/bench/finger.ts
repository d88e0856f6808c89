import type { Locator, Page } from "playwright-core";
import type { Picked } from "../browser/support/branch";

/**
 * What a person's hand does, in touches of the glass. A date is chosen in the phone's own
 * picker; a text that exists already is fetched from another app (there, hold, select all,
 * copy, back, hold, paste) instead of being typed.
 */
const TAPS = { choice: 2, day: 3, moment: 5, fetched: 7 } as const;

/** Seconds a touch and a typed character take; reading and thinking are not counted. */
const PACE = { tap: 1.2, character: 0.25 } as const;

export const PACE_NOTE = `${PACE.tap} s a tap, ${PACE.character} s a typed character, reading not counted`;

/** A finger on a page that counts what it does. */
export class Finger {
  taps = 0;
  typed = 0;

  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** What the hand alone takes, in seconds. */
  get seconds(): number {
    return this.taps * PACE.tap + this.typed * PACE.character;
  }

  async tap(at: Locator): Promise<void> {
    this.taps += 1;
    await at.click();
  }

  async type(into: Locator, text: string): Promise<void> {
    this.taps += 1;
    this.typed += [...text].length;
    await into.fill(text);
  }

  async choose(list: Locator, option: string): Promise<void> {
    this.taps += TAPS.choice;
    await list.selectOption(option);
  }

  /** A day, `YYYY-MM-DD`, or a moment, `YYYY-MM-DDTHH:MM`. */
  async pickTime(control: Locator, time: string): Promise<void> {
    this.taps += time.includes("T") ? TAPS.moment : TAPS.day;
    await control.fill(time);
  }

  /** Text that lies in another app; cells of a table come with tabs between them. */
  async fetch(into: Locator, text: string): Promise<void> {
    this.taps += TAPS.fetched;
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await into.focus();
    await this.page.keyboard.press("Control+V");
  }

  /** The picker, each file, and its button that says done. */
  async pick(picker: Locator, files: readonly Picked[]): Promise<void> {
    this.taps += 2 + files.length;
    await picker.setInputFiles([...files]);
  }
}
