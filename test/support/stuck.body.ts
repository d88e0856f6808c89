/** The body of a request that stands in its middle until it is told to go on. */
export interface StuckBody {
  body: ReadableStream;
  /** Where it stands at first. */
  middle: number;
  send(from: number, to: number): void;
  /** The rest, and the end. */
  end(from?: number): void;
}

export function makeStuckBody(bytes: Uint8Array): StuckBody {
  const middle = bytes.length >> 1;
  let controller: ReadableByteStreamController | null = null;
  const body = new ReadableStream({
    type: "bytes",
    start(begun) {
      controller = begun;
      begun.enqueue(bytes.slice(0, middle));
    },
  });
  const send = (from: number, to: number) => controller?.enqueue(bytes.slice(from, to));
  return {
    body,
    middle,
    send,
    end(from = middle) {
      send(from, bytes.length);
      controller?.close();
    },
  };
}
