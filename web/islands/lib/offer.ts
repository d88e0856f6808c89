/** What the client that sends files and the island `upload.offer` have to say to each other. */

/** The cancelable event by which the client hands pictures over before they go; who takes them up cancels it. */
export const OFFERED = "huizhi:offered";

/** The pictures of one pick. They are held until `release`, or until something else goes in their place. */
export interface Offer {
  pictures: readonly { file: File; item: HTMLElement }[];
  /** The `accept` of the field they were picked in. */
  accept: string;
  /** Whether that field takes several files at once. */
  several: boolean;
  /** Those that are not yet with the server and can still be taken back. */
  listPending(): File[];
  /** Sends the pictures as they are. */
  release(): void;
  /** Takes back what is pending of `from` and sends `to`; nothing happens when none of `from` is pending. */
  exchange(from: readonly File[], to: readonly File[]): void;
  /** The person has not gone on to anything else since the pictures were picked. */
  isAttended(): boolean;
  /** Shows a question above the lines of the pictures. */
  open(question: HTMLElement): void;
  /** Tells who cannot see it. */
  say(words: string): void;
  /** Takes the question away. */
  close(): void;
  /** Runs `act` whenever one of the pictures takes another state. */
  watch(act: () => void): void;
}
