/**
 * Where half-sent files go on, beyond a reload: the address of the upload and nothing else.
 * The name under which it lies is a hash, so that a shared computer does not tell file names.
 */
import type { Job } from "./job";

const PREFIX = "huizhi-upload:";

/**
 * The same for the same file picked again for the same place. When it was changed last is not asked:
 * many phones say the moment of picking. What is another file after all does not pass as this one,
 * because the last bytes tell the hash of the whole.
 */
export function fingerprint(job: Job): string {
  const { file, endpoint, artifact, field, replaces } = job;
  const parts = [endpoint, artifact, field, replaces, file.name, file.size];
  return PREFIX + hash(JSON.stringify(parts));
}

/** 2 × 32 bits of FNV-1a, forwards and backwards: tells files apart, protects nothing. */
function hash(text: string): string {
  let [one, two] = [0x811c9dc5, 0x811c9dc5];
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
    two = Math.imul(two ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

/** A browser may forbid storage; a file then begins anew after a reload. */
function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

export const findUrl = (key: string): string | null => attempt(() => localStorage.getItem(key));

export const keepUrl = (key: string, url: string): void => void attempt(() => localStorage.setItem(key, url));

export const forgetUrl = (key: string): void => void attempt(() => localStorage.removeItem(key));
