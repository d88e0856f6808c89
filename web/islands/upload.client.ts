/**
 * Sends what was picked: loaded by the island `upload` with the first file. A line per file,
 * two in flight, on through every break of the network, and at the end the fresh page.
 */
import { formatBytes } from "../../schemas/bytes";
import { enUpload } from "../text/en.upload";
import { zhUpload } from "../text/zh.upload";
import { Board } from "./lib/board";
import { PART_BYTES, PICKED, type Picked, type Place } from "./lib/job";
import type { Line, Shown } from "./lib/line";
import { Queue } from "./lib/queue";
import { refresh } from "./lib/refresh";
import { Transfer, type TransferState } from "./lib/transfer";

const AGAIN_MS = 5000;

const words = document.documentElement.lang === "en" ? enUpload : zhUpload;
const board = new Board(words);
const queue = new Queue();
/** What is on its way to each card. */
const places = new Map<Transfer, Place>();

addEventListener(PICKED, (event) => {
  const { place, files, maxBytes } = (event as CustomEvent<Picked>).detail;
  board.clear(place.card, "received", "refused", "cancelled");
  for (const file of files) sendOne(place, file, maxBytes);
});

function sendOne(place: Place, file: File, maxBytes: number): void {
  const wrong = checkSize(file, maxBytes);
  if (wrong !== null) refuseUnsent(place, file, wrong);
  else enqueue(place, file);
}

function enqueue(place: Place, file: File): void {
  let line: Line | null = null;
  let shown: TransferState = "waiting";
  const transfer = new Transfer({ ...place, file }, words, (one) => {
    line?.show(one, Date.now());
    if (one.state === shown) return;
    shown = one.state;
    if (line !== null && shown !== "waiting") board.announce(line, one);
    changed(one);
  });
  const twin = queue.find(transfer.key);
  if (twin !== null) {
    goOn(twin);
    return;
  }
  line = board.addLine(place, file.name, (what) => act(transfer, place, line, what));
  line.show(transfer, Date.now());
  places.set(transfer, place);
  if (file.size > PART_BYTES) board.hint(place.card);
  queue.add(transfer);
  guard();
}

function checkSize(file: File, maxBytes: number): string | null {
  if (file.size === 0) return words.empty;
  return file.size > maxBytes ? words.tooLarge(formatBytes(maxBytes)) : null;
}

function refuseUnsent(place: Place, file: File, sentence: string): void {
  const line = board.addLine(place, file.name, () => {});
  const end = { state: "refused", sent: 0, sentence, canStop: false, isOver: true } as const;
  const shown: Shown = { ...end, job: { ...place, file } };
  line.show(shown, Date.now());
  board.announce(line, shown);
}

/** The same file picked once more: it is there already, and whoever picks it wants it to go on. */
function goOn(transfer: Transfer): void {
  transfer.resume();
  transfer.wake(Date.now());
  queue.fill();
}

function act(transfer: Transfer, place: Place, line: Line | null, what: "pause" | "resume" | "cancel"): void {
  transfer[what]();
  if (transfer.state !== "cancelled") return;
  line?.item.remove();
  board.attachAll();
  board.focusPicker(place.picker);
}

/** A file took another state: the next one may begin, and the page may be stale. */
function changed(transfer: Transfer): void {
  queue.fill();
  guard();
  const place = places.get(transfer);
  if (place === undefined || !(transfer.isOver || transfer.state === "paused")) return;
  if (transfer.state === "received") stale.set(place.card, place);
  if (transfer.isOver) places.delete(transfer);
  board.tidy(place.card);
  void renew();
}

/** Cards whose files have come in since they were shown. */
const stale = new Map<string, Place>();
let renewing = false;

const isMoving = (card: string): boolean =>
  [...places].some(([one, place]) => place.card === card && one.state !== "paused");

/** Shows the page anew, once for all that came in; lines of what is not in stay. */
async function renew(): Promise<void> {
  const next = [...stale.values()].find((one) => !isMoving(one.card));
  if (renewing || next === undefined) return;
  renewing = true;
  const due = [...stale.values()].filter((one) => one.swap === next.swap);
  for (const { card } of due) stale.delete(card);
  const done = await refresh(next.swap, next.card, () => {
    for (const { card } of due) board.clear(card, "received");
    board.attachAll();
  });
  renewing = false;
  if (done) return renew();
  for (const one of due) stale.set(one.card, one);
  setTimeout(renew, AGAIN_MS);
}

const warn = (event: BeforeUnloadEvent): void => {
  event.preventDefault();
  event.returnValue = "";
};

/** Asks before the page is left while something is on its way, and only then. */
function guard(): void {
  if (queue.isBusy) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}

const wakeAll = () => {
  for (const one of queue.list()) one.wake(Date.now());
};
addEventListener("online", wakeAll);
addEventListener("offline", () => {
  for (const one of queue.list()) one.interrupt();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") wakeAll();
});
