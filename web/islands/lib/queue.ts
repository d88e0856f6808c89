import type { Transfer } from "./transfer";

/** More at once would only slow each other down on a phone's line. */
const AT_ONCE = 2;

/** Every file of the page: two in flight, the others in the order they were picked. */
export class Queue {
  readonly #transfers: Transfer[] = [];

  /** A file that is on its way to the very same place already; null when it is new. */
  find(key: string): Transfer | null {
    return this.#transfers.find((one) => one.key === key) ?? null;
  }

  add(transfer: Transfer): void {
    this.#transfers.push(transfer);
    this.fill();
  }

  /** Lets go of what is over and starts who is next. */
  fill(): void {
    for (let at = this.#transfers.length - 1; at >= 0; at--) {
      if (this.#transfers[at]?.isOver) this.#transfers.splice(at, 1);
    }
    while (this.#transfers.filter((one) => one.isActive).length < AT_ONCE) {
      const next = this.#transfers.find((one) => one.state === "waiting");
      if (next === undefined) break;
      next.start();
    }
  }

  /** True while something would be lost with the page. */
  get isBusy(): boolean {
    return this.#transfers.length > 0;
  }

  /** All that are not over. */
  list(): readonly Transfer[] {
    return [...this.#transfers];
  }
}
