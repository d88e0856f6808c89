import { IsolateCache } from "../isolate.cache";

/**
 * PDFs stay in the isolate for a while after they were made: a download that goes on over a bad
 * line asks for the same ones with every piece, and each costs some 20 ms of CPU.
 */
const kept = new IsolateCache<Uint8Array<ArrayBuffer>>(4 * 1024 * 1024, (pdf) => pdf.length);

/**
 * The PDF of this key, rendered only when it is not at hand. `key` must say everything that
 * decides the bytes; who gets them must not write into them.
 */
export async function keepPdf(
  key: string,
  render: () => Promise<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  return kept.find(key) ?? kept.keep(key, new Uint8Array(await render()));
}
