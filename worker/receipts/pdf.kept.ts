/**
 * PDFs stay in the isolate for a while after they were made: a download that goes on over a bad
 * line asks for the same ones with every piece, and each costs some 20 ms of CPU.
 */
const KEPT_MAX_BYTES = 4 * 1024 * 1024;

/** The one that was asked for last stands last. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();
let keptBytes = 0;

/**
 * The PDF of this key, rendered only when it is not at hand. `key` must say everything that
 * decides the bytes; who gets them must not write into them.
 */
export async function keepPdf(
  key: string,
  render: () => Promise<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = kept.get(key) ?? new Uint8Array(await render());
  forget(key);
  kept.set(key, pdf);
  keptBytes += pdf.length;
  for (const oldest of kept.keys()) {
    if (keptBytes <= KEPT_MAX_BYTES) break;
    forget(oldest);
  }
  return pdf;
}

function forget(key: string): void {
  keptBytes -= kept.get(key)?.length ?? 0;
  kept.delete(key);
}
