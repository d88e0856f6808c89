/**
 * What was made once and is asked for again stays in the isolate, up to a number of bytes; the
 * one asked for last goes last.
 */
export class IsolateCache<T> {
  /** The one that was asked for last stands last. */
  readonly #kept = new Map<string, { value: T; bytes: number }>();
  #bytes = 0;

  /** @param countBytes about what a value takes of the isolate's memory */
  constructor(
    private readonly maxBytes: number,
    private readonly countBytes: (value: T) => number,
  ) {}

  /** The value of this key, at hand only where `keep` was called with it before. */
  find(key: string): T | null {
    const known = this.#kept.get(key);
    if (known === undefined) return null;
    this.#kept.delete(key);
    this.#kept.set(key, known);
    return known.value;
  }

  /**
   * Keeps a value, which nobody may change any more, and lets go of the oldest where there is no
   * room; one larger than all of it is not kept.
   */
  keep(key: string, value: T): T {
    this.#forget(key);
    const bytes = this.countBytes(value);
    if (bytes > this.maxBytes) return value;
    this.#kept.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.maxBytes) break;
      this.#forget(oldest);
    }
    return value;
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}
