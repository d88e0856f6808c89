/**
 * What workerd's globals have beyond the DOM's: a dependency's types pull in the DOM
 * library, whose declarations of these names hide the runtime's own.
 */
interface ReadableStreamBYOBReader {
  readAtLeast<T extends ArrayBufferView>(min: number, view: T): Promise<{ done: boolean; value?: T }>;
}

interface Crypto {
  DigestStream: new (algorithm: string) => WritableStream<Uint8Array> & { digest: Promise<ArrayBuffer> };
}
