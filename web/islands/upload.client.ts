/**
 * Sends what was picked: loaded by the island `upload` with the first file. A line per file,
 * two in flight, on through every break of the network, and at the end the fresh page. What
 * is in already is not sent again, and pictures are first shown to the island `upload.offer`.
 */
import "./lib/older";
import { enUpload } from "../text/en.upload";
import { zhUpload } from "../text/zh.upload";
import { Board } from "./lib/board";
import { PICKED, type Picked, type Place } from "./lib/job";
import { loadScript } from "./lib/load";
import { OFFERED, type Offer } from "./lib/offer";
import { findSame } from "./lib/same";
import { Sender, type Way } from "./lib/sender";

const PICTURE = /\.(?:jpe?g|png|heic|heif)$/i;

const isEnglish = document.documentElement.lang === "en";
/** The build leaves the page's own language alone (.ci/lean.mjs). */
const words = { zh: zhUpload, en: enUpload }[isEnglish ? "en" : "zh"];
const board = new Board(words);
const sender = new Sender(words, board);

const fileOf = ({ transfer }: Way) => transfer.job.file;
/** It can still be taken back. */
const isPending = ({ transfer }: Way) => transfer.canStop;
const isHeld = ({ transfer }: Way) => transfer.state === "held";
const isPicture = ({ type, name }: File) => type.startsWith("image/") || PICTURE.test(name);

/** What was picked, and what had the focus then. */
interface Choosing extends Picked {
  focused: Element | null;
  /** What goes when the pictures go, they among them, in the order picked. */
  along: readonly Way[];
}

addEventListener(PICKED, (event) => void take((event as CustomEvent<Picked>).detail));

async function take(picked: Picked): Promise<void> {
  const { place, files, maxBytes } = picked;
  const focused = document.activeElement;
  board.clear(place.card, "received", "same", "refused", "cancelled");
  const all = files.flatMap((file) => sender.hold(place, file, maxBytes) ?? []);
  await tellSame(place, all);
  const left = all.filter(isHeld);
  const pictures = place.accept === "" ? [] : left.filter((way) => isPicture(fileOf(way)));
  // Where not all find a place, the pictures' question is waited for: they may become one file.
  const scarce = left.length > sender.countPlaces(place);
  const along = scarce && pictures.length > 0 ? left : pictures;
  for (const way of left) if (!along.includes(way)) sender.release(way);
  if (pictures.length > 0) await offer({ ...picked, focused, along }, pictures);
}

function releaseAll(ways: readonly Way[]): void {
  for (const way of ways) sender.release(way);
}

async function tellSame(place: Place, all: readonly Way[]): Promise<void> {
  const same = await findSame(place, all.map(fileOf));
  for (const { transfer } of all) {
    const found = same.get(transfer.job.file);
    if (found === undefined) continue;
    const title = isEnglish ? found.title.en : found.title.zh;
    const sentence = found.here ? words.sameHere(found.name) : words.sameElsewhere(title, found.name);
    transfer.recognise(sentence, !found.here);
  }
}

let offering: Promise<void> | undefined;

/** Hands pictures to who may offer something better than to send them as they are. */
async function offer(pick: Choosing, pictures: readonly Way[]): Promise<void> {
  offering ??= loadScript(document.getElementById("upload-words")?.dataset.offer ?? "");
  try {
    await offering;
  } catch {
    offering = undefined;
  }
  const detail = makeOffer(pick, pictures.filter(isHeld));
  // Where nobody takes them up, for want of the network or in an old browser, the pictures go as they are.
  if (dispatchEvent(new CustomEvent(OFFERED, { detail, cancelable: true }))) detail.release();
}

function makeOffer(pick: Choosing, held: readonly Way[]): Offer {
  const { place, focused, along } = pick;
  return {
    pictures: held.map((way) => ({ file: fileOf(way), item: way.line.item })),
    accept: place.accept,
    several: place.several,
    listPending: () => held.filter(isPending).map(fileOf),
    release: () => releaseAll(along),
    exchange: (from, to) => {
      const back = held.filter((way) => from.includes(fileOf(way)) && isPending(way));
      exchange(pick, back, to);
    },
    ...makeQuestion(pick, held),
    isAttended: () => [focused, document.body].includes(document.activeElement),
    say: (news) => board.say(news),
    watch: (listener) => {
      for (const way of held) way.watch = listener;
    },
  };
}

function exchange({ place, maxBytes }: Choosing, back: readonly Way[], to: readonly File[]): void {
  if (back.length === 0) return;
  for (const way of back) {
    // They give their places to what comes instead, not to what waits beside them.
    way.watch = () => {};
    way.transfer.cancel();
    way.line.item.remove();
  }
  for (const file of to) {
    const way = sender.hold(place, file, maxBytes);
    if (way !== null) sender.release(way);
  }
}

/** The question above the lines; when it goes, the focus that was in it goes to the picker. */
function makeQuestion({ place, along }: Choosing, held: readonly Way[]): Pick<Offer, "open" | "close"> {
  const { card, picker } = place;
  let question: HTMLElement | null = null;
  return {
    open(element) {
      const first = held.find(isPending)?.line.item;
      if (first !== undefined) question = board.addQuestion(card, element, first);
    },
    close() {
      const focused = question?.contains(document.activeElement) === true;
      question?.remove();
      question = null;
      board.tidy(card);
      if (focused) board.focusPicker(picker);
      // With the last picture cancelled nobody answers for what waited beside them.
      if (!held.some(isHeld)) releaseAll(along);
    },
  };
}

addEventListener("online", () => sender.wakeAll());
addEventListener("offline", () => sender.interruptAll());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") sender.wakeAll();
});
