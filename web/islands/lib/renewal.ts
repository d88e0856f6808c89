import type { Board } from "./board";
import type { Place } from "./job";
import { refresh } from "./refresh";

const AGAIN_MS = 5000;

/** Shows the page anew after files came in, once for all of them; lines of what is not in stay. */
export class Renewal {
  /** Cards whose files have come in since they were shown. */
  readonly #stale = new Map<string, Place>();
  #renewing = false;

  /**
   * @param isMoving whether something is on its way to a card, which is then left alone
   * @param onShown called when a card tells of what has come in
   */
  constructor(
    private readonly board: Board,
    private readonly isMoving: (card: string) => boolean,
    private readonly onShown: (card: string) => void,
  ) {}

  add(place: Place): void {
    this.#stale.set(place.card, place);
  }

  /** Goes on for as long as there is a stale card at rest. */
  async run(): Promise<void> {
    const next = [...this.#stale.values()].find((one) => !this.isMoving(one.card));
    if (this.#renewing || next === undefined) return;
    this.#renewing = true;
    const due = [...this.#stale.values()].filter((one) => one.swap === next.swap);
    for (const { card } of due) this.#stale.delete(card);
    const done = await refresh(next.swap, next.card, () => {
      for (const { card } of due) {
        this.board.clear(card, "received");
        this.onShown(card);
      }
      this.board.attachAll();
    });
    this.#renewing = false;
    if (done === null) return;
    if (done) return this.run();
    for (const one of due) this.#stale.set(one.card, one);
    setTimeout(() => this.run(), AGAIN_MS);
  }
}
