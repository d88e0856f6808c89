import { formatBytes } from "../../../schemas/bytes";
import type { zhUpload } from "../../text/zh.upload";
import type { Board } from "./board";
import { type Job, PART_BYTES, type Place, readLeftNow } from "./job";
import type { Act, Line, Shown } from "./line";
import { Queue } from "./queue";
import { Renewal } from "./renewal";
import { Transfer, type TransferState } from "./transfer";
import { fingerprint } from "./urls";

/** The server refuses these by their names as well. */
const ARCHIVE = /\.(?:zip|rar|7z|tar|t?gz)$/i;

/** One file with the place it is for and its line on the page. */
export interface Way {
  transfer: Transfer;
  place: Place;
  line: Line;
  /** Called when the file takes another state. */
  watch: () => void;
}

const warn = (event: BeforeUnloadEvent): void => {
  event.preventDefault();
  event.returnValue = "";
};

/** Every file of the page that is on its way, its line, and the fresh page when it has arrived. */
export class Sender {
  readonly #queue = new Queue();
  /** What is not over yet. */
  readonly #ways = new Map<Transfer, Way>();
  readonly #renewal: Renewal;
  /** Files that came in since their card was shown, which does not count them yet. */
  readonly #landed = new Map<string, number>();

  constructor(
    private readonly words: typeof zhUpload,
    private readonly board: Board,
  ) {
    const isMoving = (card: string) => this.#isMoving(card);
    this.#renewal = new Renewal(board, isMoving, (card) => this.#landed.delete(card));
  }

  #isMoving(card: string): boolean {
    return [...this.#ways.values()].some(
      ({ transfer, place }) => place.card === card && !["held", "paused"].includes(transfer.state),
    );
  }

  /** A line for a file that may be sent, which waits; null when it is not to be sent, or is on its way. */
  hold(place: Place, file: File, maxBytes: number): Way | null {
    const wrong = ARCHIVE.test(file.name) ? this.words.archive : this.#checkSize(file, maxBytes);
    if (wrong === null) return this.#enqueue(place, file);
    this.#refuseUnsent(place, file, wrong);
    return null;
  }

  /** How many more of these files would find a place; a next version takes none of its own. */
  countPlaces(place: Place): number {
    const left = readLeftNow(place);
    if (left === null) return Number.POSITIVE_INFINITY;
    const going = [...this.#ways.values()].filter(
      (way) => way.place.card === place.card && way.place.left !== null && way.transfer.state !== "held",
    );
    return left - going.length - (this.#landed.get(place.card) ?? 0);
  }

  /** Lets a held file go, or says that there is no place for it. */
  release({ transfer, place }: Way): void {
    if (this.countPlaces(place) > 0) transfer.release();
    else transfer.turnAway(this.words.noPlace(place.left ?? 0));
  }

  #checkSize(file: File, maxBytes: number): string | null {
    if (file.size === 0) return this.words.empty;
    return file.size > maxBytes ? this.words.tooLarge(formatBytes(maxBytes)) : null;
  }

  #refuseUnsent(place: Place, file: File, sentence: string): void {
    const line = this.board.addLine(place, file.name, () => {});
    const end = { state: "refused", sent: 0, elsewhere: false, canStop: false, isOver: true } as const;
    const shown: Shown = { ...end, sentence, job: { ...place, file } };
    line.show(shown, Date.now());
    this.board.announce(line, shown);
  }

  /** Another file of the same name and length, picked while the first is on its way, goes beside it. */
  #keyOf(job: Job): string {
    const key = fingerprint(job);
    const time = job.file.lastModified;
    const twin = this.#queue.find(key);
    return twin === null || twin.job.file.lastModified === time ? key : `${key}-${time}`;
  }

  #enqueue(place: Place, file: File): Way | null {
    const job: Job = { ...place, file };
    const key = this.#keyOf(job);
    const twin = this.#queue.find(key);
    if (twin !== null) {
      this.#goOn(twin);
      return null;
    }
    let shown: TransferState = "held";
    const transfer = new Transfer(job, key, this.words, (one) => {
      way.line.show(one, Date.now());
      if (one.state === shown) return;
      shown = one.state;
      if (shown !== "waiting") this.board.announce(way.line, one);
      this.#changed(way);
    });
    const line = this.board.addLine(place, file.name, (what) => this.#act(way, what));
    const way: Way = { transfer, place, line, watch: () => {} };
    line.show(transfer, Date.now());
    this.#ways.set(transfer, way);
    if (file.size > PART_BYTES) this.board.hint(place.card);
    this.#queue.add(transfer);
    this.#guard();
    return way;
  }

  /** The same file picked once more: it is there already, and whoever picks it wants it to go on. */
  #goOn(transfer: Transfer): void {
    transfer.resume();
    transfer.wake(Date.now());
    this.#queue.fill();
  }

  #act({ transfer, place, line }: Way, what: Act): void {
    if (what === "anyway") {
      const again = this.#enqueue(place, transfer.job.file);
      if (again !== null) this.release(again);
    } else transfer[what]();
    if (what !== "anyway" && transfer.state !== "cancelled") return;
    line.item.remove();
    this.board.attachAll();
    this.board.focusPicker(place.picker);
  }

  /** A file took another state: the next one may begin, and the page may be stale. */
  #changed(way: Way): void {
    const { transfer, place } = way;
    this.#queue.fill();
    this.#guard();
    way.watch();
    if (!transfer.isOver && transfer.state !== "paused") return;
    if (transfer.state === "received") this.#count(way);
    // The card tells whether it came in spite of being cancelled.
    if (transfer.state === "cancelled" && transfer.mayBeIn) this.#renewal.add(place);
    if (transfer.isOver) this.#ways.delete(transfer);
    this.board.tidy(place.card);
    void this.#renewal.run();
  }

  #count({ transfer, place }: Way): void {
    // What was in already, and a next version, took no further place.
    if (transfer.sentence === "" && place.left !== null) {
      this.#landed.set(place.card, (this.#landed.get(place.card) ?? 0) + 1);
    }
    this.#renewal.add(place);
  }

  /** Asks before the page is left while something is on its way, and only then. */
  #guard(): void {
    if (this.#queue.isBusy) addEventListener("beforeunload", warn);
    else removeEventListener("beforeunload", warn);
  }

  /** The network, or the person, is back. */
  wakeAll(): void {
    for (const one of this.#queue.list()) one.wake(Date.now());
  }

  /** The network went away. */
  interruptAll(): void {
    for (const one of this.#queue.list()) one.interrupt();
  }
}
