import type { zhUpload } from "./zh.upload";

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

export const enUpload: typeof zhUpload = {
  waiting: "Waiting",
  sending: "Sending",
  paused: "Paused",
  broken: "No connection; goes on by itself when it is back",
  busy: "The server is busy; goes on by itself in a while",
  checking: "Checking",
  received: "Received",
  already: "Received. The same file is in already and was not stored twice",
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
  tooLarge: (limit) => `Larger than ${limit}, so it was not sent. Compress or split it.`,
  unreadable: "The file cannot be read; it may have been moved or changed. Choose it again.",
  refused: "The server did not take this file. Reload the page and send it again.",
};
