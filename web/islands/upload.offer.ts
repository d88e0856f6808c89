/**
 * What may be done with pictures before they go: loaded with the first picture that is picked.
 * The copies are made on this device; the originals stay as they are, and go unless the branch
 * chooses a copy.
 */
import "./lib/older";
import { enOffer } from "../text/en.upload";
import { zhOffer } from "../text/zh.upload";
import { type Choice, type Plan, planOffer, readMeans } from "./lib/choice";
import { OFFERED, type Offer } from "./lib/offer";
import { canDraw, lookAt, makeCopy, makePdf, openPicture, type Picture } from "./lib/picture";
import { makeTray, type Tray } from "./lib/tray";

/** A line that is done sooner needs no smaller copy. */
const LATE_MS = 3000;

const words = { zh: zhOffer, en: enOffer }[document.documentElement.lang === "en" ? "en" : "zh"];

/** A picture with its line on the page. */
interface Shown extends Picture {
  item: HTMLElement;
}

addEventListener(OFFERED, (event) => {
  event.preventDefault();
  const { detail: offer } = event as CustomEvent<Offer>;
  // A file that cannot be read is told of where it is sent.
  consider(offer).catch(() => offer.release());
});

const isUnseen = (one: Picture) => one.kind === "heic" && !one.seen;

async function consider(offer: Offer): Promise<void> {
  const looking = offer.pictures.map(async ({ file, item }) => ({ ...(await tryToLookAt(file)), item }));
  const pictures: Shown[] = await Promise.all(looking);
  for (const { item } of pictures.filter(isUnseen)) item.append(makeRemark(words.unseen));
  const plan = planOffer(pictures, readMeans(offer.accept, offer.several, canDraw()));
  if (plan.wait) {
    ask(offer, pictures, plan);
    return;
  }
  offer.release();
  if (plan.choices.length > 0) setTimeout(() => askLater(offer, pictures, plan), LATE_MS);
}

/** What cannot be read is told of where it is sent, and keeps no question about the others from being asked. */
function tryToLookAt(file: File): Promise<Picture> {
  return lookAt(file).catch(() => ({ file, kind: null, gps: false, large: false, seen: false }));
}

function makeRemark(text: string): HTMLElement {
  const remark = document.createElement("p");
  remark.className = "hint";
  remark.textContent = text;
  return remark;
}

/** Those that can still be taken back. */
function listLeft<One extends Picture>(offer: Offer, pictures: readonly One[]): One[] {
  const pending = offer.listPending();
  return pictures.filter(({ file }) => pending.includes(file));
}

function askLater(offer: Offer, pictures: readonly Shown[], plan: Plan): void {
  const large = listLeft(offer, pictures).filter((one) => one.large);
  if (large.length > 0) ask(offer, large, plan);
}

/** Who has to answer is led to the question, but not away from what they went on to do; while the originals go it is only mentioned. */
function ask(offer: Offer, pictures: readonly Shown[], { wait, choices }: Plan): void {
  const question = describe(pictures, choices);
  const shown = wait ? choices : choices.filter((one) => one !== "originals");
  const tray: Tray = makeTray(words, question, shown, (choice) =>
    choose(offer, pictures, choice, tray).catch(wait ? tray.fail : offer.close),
  );
  offer.open(tray.element);
  if (wait && offer.isAttended()) tray.element.focus();
  else offer.say(question);
  offer.watch(() => {
    if (listLeft(offer, pictures).length === 0) offer.close();
  });
  void showPictures(pictures);
}

function describe(pictures: readonly Picture[], choices: readonly Choice[]): string {
  const said: [boolean, string][] = [
    [choices.includes("strip"), words.gps(pictures.filter((one) => one.gps).length)],
    [choices.includes("jpeg"), words.heic],
    [choices.includes("pdf"), words.several(pictures.length)],
    [choices.includes("shrink"), words.large],
    [pictures.some(isUnseen), words.heicKept],
  ];
  return said.flatMap(([isSo, sentence]) => (isSo ? [sentence] : [])).join(words.gap);
}

/** Small pictures in the lines, one after the other: a phone's memory holds few large ones. */
async function showPictures(pictures: readonly Shown[]): Promise<void> {
  for (const { file, seen, item } of pictures) {
    const image = seen ? await openPicture(file).catch(() => null) : null;
    if (image === null || !item.isConnected) continue;
    image.alt = "";
    image.className = "thumb";
    item.dataset.pictured = "";
    item.prepend(image);
  }
}

/** Sends what was chosen of the pictures that have not gone meanwhile. */
async function choose(offer: Offer, pictures: readonly Picture[], choice: Choice, tray: Tray): Promise<void> {
  const chosen = listLeft(offer, pictures);
  if (choice === "pdf") await sendPdf(offer, chosen, tray);
  else if (choice !== "originals") await sendCopies(offer, chosen, choice, tray);
  offer.close();
  offer.release();
}

async function sendPdf(offer: Offer, chosen: readonly Picture[], tray: Tray): Promise<void> {
  const pdf = await makePdf(chosen, words.pdfName, (page) => tray.work(page, chosen.length));
  const left = listLeft(offer, chosen);
  // Whoever cancelled a picture while the PDF was made does not want it in there.
  if (left.length < chosen.length) return left.length === 0 ? undefined : sendPdf(offer, left, tray);
  offer.exchange(
    left.map(({ file }) => file),
    [pdf],
  );
}

/** All copies or none: a failure in the middle leaves the question as it was. */
async function sendCopies(
  offer: Offer,
  chosen: readonly Picture[],
  choice: Choice,
  tray: Tray,
): Promise<void> {
  const copies: [File, File][] = [];
  for (const picture of chosen) {
    tray.work(copies.length + 1, chosen.length);
    copies.push([picture.file, await makeCopy(picture, choice)]);
  }
  for (const [file, copy] of copies) if (copy !== file) offer.exchange([file], [copy]);
}
