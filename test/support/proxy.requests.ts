/** What a client sends over one HTTP/1.1 connection, told apart into heads and bodies. */
import { Buffer } from "node:buffer";

export type Piece =
  | { kind: "head"; bytes: Buffer; method: string; offset: number | null; length: number }
  | { kind: "body"; bytes: Buffer; last: boolean };

const HEAD_END = "\r\n\r\n";

function readHead(bytes: Buffer): Piece & { kind: "head" } {
  const text = bytes.toString("latin1");
  const find = (name: string) => new RegExp(`^${name}: *(.+)$`, "im").exec(text)?.[1]?.trim();
  if (find("transfer-encoding") !== undefined) throw new Error("a body without a length is not understood");
  const offset = find("upload-offset");
  return {
    kind: "head",
    bytes,
    method: text.slice(0, text.indexOf(" ")),
    offset: offset === undefined ? null : Number(offset),
    length: Number(find("content-length") ?? 0),
  };
}

/** Reads one direction of a connection as it comes; every byte is given back once, in order. */
export class RequestReader {
  #head = Buffer.alloc(0);
  #left = 0;

  *split(chunk: Buffer): Generator<Piece> {
    for (let rest = chunk; rest.length > 0; ) {
      if (this.#left > 0) {
        const bytes = rest.subarray(0, this.#left);
        this.#left -= bytes.length;
        rest = rest.subarray(bytes.length);
        yield { kind: "body", bytes, last: this.#left === 0 };
        continue;
      }
      this.#head = Buffer.concat([this.#head, rest]);
      const end = this.#head.indexOf(HEAD_END);
      if (end < 0) return;
      const head = readHead(this.#head.subarray(0, end + HEAD_END.length));
      rest = this.#head.subarray(end + HEAD_END.length);
      this.#head = Buffer.alloc(0);
      this.#left = head.length;
      yield head;
    }
  }
}
