/**
 * A multipart/form-data body read as it arrives (RFC 7578): a page without JavaScript
 * posts its file this way, and no more than one part of it is ever held in memory.
 */
import { Buffer } from "node:buffer";
import { refuse } from "../http";
import type { FillPart } from "./file.pour";

const READ_BYTES = 256 * 1024;
const READ_MIN_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_FIELD_BYTES = 64 * 1024;

export interface FormPart {
  name: string;
  /** Null for an ordinary field. */
  fileName: string | null;
  fill: FillPart;
}

/** The boundary of a multipart content type; null when it is another type or has none. */
export function parseBoundary(contentType: string | undefined): string | null {
  const match = /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(
    contentType ?? "",
  );
  return match?.[1] ?? match?.[2] ?? null;
}

/** `filename="…"` as browsers write it: quotes as %22, line breaks as %0D %0A, UTF-8 as it is. */
function parsePartHeaders(text: string): { name: string; fileName: string | null } {
  const line = text.split("\r\n").find((one) => /^content-disposition:/i.test(one)) ?? "";
  const decode = (value: string | undefined) => value?.replace(/%22/g, '"').replace(/%0[DA]/gi, "") ?? null;
  const name = decode(/;\s*name="([^"]*)"/i.exec(line)?.[1]);
  return { name: name ?? "", fileName: decode(/;\s*filename="([^"]*)"/i.exec(line)?.[1]) };
}

export class MultipartReader {
  #reader: ReadableStreamBYOBReader;
  #held: Buffer = Buffer.from("\r\n");
  /** What is given out, and written over by the next call. */
  #out: Buffer = Buffer.alloc(0);
  #ended = false;
  #delimiter: Buffer;

  constructor(body: ReadableStream<Uint8Array>, boundary: string) {
    this.#reader = body.getReader({ mode: "byob" });
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  }

  /** The next part, or null after the last; what `fill` gives is good until the next call. Problem: `file.broken_off` when the body ends too early. */
  async next(): Promise<FormPart | null> {
    await this.#skipToDelimiter();
    const headers = await this.#readHeaders();
    if (headers === null) return null;
    return { ...parsePartHeaders(headers), fill: (max) => this.#fill(max) };
  }

  /** Lets the sender go: called when the rest of the body does not matter any more. */
  async cancel(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }

  async #pull(): Promise<void> {
    const { value, done } = await this.#reader.readAtLeast(READ_MIN_BYTES, new Uint8Array(READ_BYTES));
    if (value !== undefined && value.byteLength > 0) this.#held = Buffer.concat([this.#held, value]);
    if (done) this.#ended = true;
  }

  async #skipToDelimiter(): Promise<void> {
    for (;;) {
      const at = this.#held.indexOf(this.#delimiter);
      if (at >= 0) {
        this.#held = this.#held.subarray(at + this.#delimiter.length);
        return;
      }
      this.#held = this.#held.subarray(Math.max(0, this.#held.length - this.#delimiter.length + 1));
      if (this.#ended) refuse("file.broken_off");
      await this.#pull();
    }
  }

  async #readHeaders(): Promise<string | null> {
    for (;;) {
      if (this.#held.length >= 2 && this.#held.subarray(0, 2).toString("latin1") === "--") return null;
      const end = this.#held.indexOf("\r\n\r\n");
      if (end >= 0) {
        const text = this.#held.subarray(0, end).toString("utf8");
        this.#held = this.#held.subarray(end + 4);
        return text;
      }
      if (this.#ended || this.#held.length > MAX_HEADER_BYTES) refuse("file.broken_off");
      await this.#pull();
    }
  }

  async #fill(max: number): Promise<Uint8Array> {
    if (this.#out.length < max) this.#out = Buffer.allocUnsafeSlow(max);
    const out = this.#out;
    let filled = 0;
    while (filled < max) {
      const at = this.#held.indexOf(this.#delimiter);
      const safe = at >= 0 ? at : Math.max(0, this.#held.length - this.#delimiter.length + 1);
      const taken = Math.min(safe, max - filled);
      this.#held.copy(out, filled, 0, taken);
      this.#held = this.#held.subarray(taken);
      filled += taken;
      if (at >= 0 && taken === at) break;
      if (at < 0 && filled < max) {
        if (this.#ended) refuse("file.broken_off");
        await this.#pull();
      }
    }
    return out.subarray(0, filled);
  }
}

/** A small text field whole. Problem: `request.invalid` when it is longer than a field may be. */
export async function readFieldText(part: FormPart): Promise<string> {
  const bytes = await part.fill(MAX_FIELD_BYTES);
  if (bytes.length === MAX_FIELD_BYTES) refuse("request.invalid", { reason: part.name });
  return new TextDecoder().decode(bytes);
}
