/** A client that does nothing but count, so that what is measured is who sends and not who reads. */
import { connect } from "node:net";

export interface Drained {
  /** Of the body; a chunked one with its chunk marks. */
  bytes: number;
  ms: number;
  /** From the request to the first byte of the body, the connection included. */
  firstByteMs: number;
}

const BUFFER_BYTES = 512 * 1024;
const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** Reads one answer's head, then counts; knows the end by length or by the last chunk. */
class Counter {
  bytes = 0;
  #head: Buffer | null = Buffer.alloc(0);
  #length: number | null = null;
  #tail: Buffer = Buffer.alloc(0);

  add(data: Buffer): void {
    if (this.#head === null) {
      this.#count(data);
      return;
    }
    const joined = Buffer.concat([this.#head, data]);
    const end = joined.indexOf(HEAD_END);
    this.#head = joined;
    if (end < 0) return;
    this.#readHead(joined.toString("latin1", 0, end));
    this.#head = null;
    this.#count(joined.subarray(end + HEAD_END.length));
  }

  get isWhole(): boolean {
    if (this.#head !== null) return false;
    return this.#length === null ? this.#tail.equals(LAST_CHUNK) : this.bytes === this.#length;
  }

  #readHead(head: string): void {
    const status = Number(head.split(" ")[1]);
    if (status !== 200) throw new Error(`a measured read was answered ${status}`);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    this.#length = length === undefined ? null : Number(length);
  }

  #count(data: Buffer): void {
    this.bytes += data.length;
    if (this.#length === null) {
      const last = data.subarray(-LAST_CHUNK.length);
      this.#tail = Buffer.concat([this.#tail, last]).subarray(-LAST_CHUNK.length);
    }
  }
}

/** GETs `url` and throws the body away. Throws when it breaks off or is no 200. */
export function drain(url: URL, headers: Record<string, string>): Promise<Drained> {
  const lines = Object.entries({ Host: url.host, ...headers, Connection: "close" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const started = performance.now();
  const counter = new Counter();
  let firstByteMs = 0;
  return new Promise((resolve, reject) => {
    const onData = (count: number, buffer: Uint8Array) => {
      try {
        counter.add(Buffer.from(buffer.buffer, buffer.byteOffset, count));
      } catch (fault) {
        reject(fault);
        return false;
      }
      if (firstByteMs === 0 && counter.bytes > 0) firstByteMs = performance.now() - started;
      if (counter.isWhole) socket.destroy();
      return true;
    };
    const onread = { buffer: Buffer.allocUnsafe(BUFFER_BYTES), callback: onData };
    const socket = connect({ host: url.hostname, port: Number(url.port), onread });
    socket.on("error", reject);
    socket.on("close", () => {
      const ms = performance.now() - started;
      if (counter.isWhole) resolve({ bytes: counter.bytes, ms, firstByteMs });
      else reject(new Error(`${url.pathname} broke off after ${counter.bytes} bytes`));
    });
    socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${head}\r\n`);
  });
}
