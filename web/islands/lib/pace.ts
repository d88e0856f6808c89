import { formatBytes } from "../../../schemas/bytes";
import type { zhUpload } from "../../text/zh.upload";

const WINDOW_MS = 15_000;
/** The first bytes only fill the phone's own buffers; a guess from them would be far too good. */
const LEAST_MS = 2000;

/** How fast a file has been going lately. Times are milliseconds of any one clock. */
export class Pace {
  #samples: { at: number; bytes: number }[] = [];

  /** Bytes that have left by now; fewer than before begins anew. */
  add(at: number, bytes: number): void {
    const last = this.#samples[this.#samples.length - 1];
    if (last !== undefined && bytes < last.bytes) this.#samples = [];
    this.#samples = [...this.#samples.filter((one) => at - one.at <= WINDOW_MS), { at, bytes }];
  }

  /** Seconds until `total` bytes have gone; null while nothing can be said. */
  computeLeft(total: number): number | null {
    const first = this.#samples[0];
    const last = this.#samples[this.#samples.length - 1];
    if (first === undefined || last === undefined) return null;
    const ms = last.at - first.at;
    if (ms < LEAST_MS || last.bytes === first.bytes) return null;
    return ((total - last.bytes) * ms) / (last.bytes - first.bytes) / 1000;
  }
}

type UploadWords = typeof zhUpload;

/** "20 秒", "3 分钟", "1 小时 5 分": rounded up, in steps that do not flicker. */
export function describeSeconds(seconds: number, words: UploadWords): string {
  if (seconds <= 55) return words.seconds(Math.max(5, Math.ceil(seconds / 5) * 5));
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.floor(minutes / 60), minutes % 60);
}

/** "3.2 MB / 10 MB，约 20 秒"; without the time while it is unknown. */
export function describeProgress(
  sent: number,
  total: number,
  secondsLeft: number | null,
  words: UploadWords,
): string {
  const said = words.of(formatBytes(sent), formatBytes(total));
  return secondsLeft === null ? said : said + words.comma + words.left(describeSeconds(secondsLeft, words));
}
