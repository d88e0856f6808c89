import type { zhOffer, zhUpload } from "./zh.upload";

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

export const enUpload: typeof zhUpload = {
  held: "Not sent yet",
  waiting: "Waiting",
  sending: "Sending",
  paused: "Paused",
  broken: "No connection; goes on by itself when it is back",
  busy: "The server is busy; goes on by itself in a while",
  checking: "Checking",
  received: "Received",
  already: "Received. The same file is in already and was not stored twice",
  same: "In already",
  sameHere: (name) => `The same as “${name}”, which is in already: no need to send it again`,
  sameElsewhere: (title, name) =>
    `The same as “${name}” of “${title}”, so it was not sent. If it belongs here too, press “Send here too”.`,
  anyway: "Send here too",
  cancelled: "Cancelled",
  pause: "Pause",
  resume: "Go on",
  cancel: "Cancel",
  of: (sent, total) => `${sent} of ${total}`,
  left: (time) => `about ${time}`,
  seconds: (count) => plural(count, "second"),
  minutes: (count) => plural(count, "minute"),
  hours: (hours, minutes) => (minutes === 0 ? plural(hours, "hour") : `${hours} h ${minutes} min`),
  said: (name, state) => `${name}: ${state}. `,
  comma: ", ",
  keepOpen: "Keep this page open until it is done. If it closes, choose the same file again and it goes on.",
  empty: "The file is empty (0 bytes), so it was not sent. Choose it again.",
  archive: "Not sent: unpack the archive and send what is in it.",
  tooLarge: (limit) => `Larger than ${limit}, so it was not sent. Compress or split it.`,
  noPlace: (count) =>
    `Not sent: only ${plural(count, "more file")} can be taken here, and that many were chosen. Cancel or replace one to send this instead.`,
  unreadable: "The file cannot be read; it may have been moved or changed. Choose it again.",
  refused: "The server did not take this file. Reload the page and send it again.",
};

export const enOffer: typeof zhOffer = {
  gps: (count) => `${plural(count, "photo")} with the place where it was taken (GPS).`,
  heic: "Other computers may not open HEIC photos.",
  heicKept: "This device cannot convert HEIC, so HEIC photos go as they are.",
  several: (count) => `${plural(count, "photo")} can become one PDF.`,
  large: "Large photos: smaller copies go faster.",
  unseen: "HEIC: no preview here, can be downloaded",
  choices: {
    originals: "Send the originals",
    shrink: "Send smaller copies",
    strip: "Send without the place",
    jpeg: "Send as JPEG",
    pdf: "Make one PDF",
  },
  note: "The originals are not changed. Copies are made on this device and do not hold the place.",
  working: (done, all) => `Making copies: ${done} of ${all}`,
  failed: "The copy could not be made. Send the originals, or choose the photos again.",
  pdfName: (stem, count) => `${stem} (${plural(count, "photo")}).pdf`,
  gap: " ",
};
