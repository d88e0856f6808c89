import { PART_BYTES } from "../../../schemas/upload";
import type { Fault, FaultKind } from "../../support/proxy";
import type { Drive } from "./drive";
import { makeRandom } from "./noise";

const MIB = 1024 * 1024;
const FILE_BYTES = 64 * MIB;
const MOST_FAULTS = 3;
const SILENCE_MS = 10_000;

/** A killed server breaks the line of every upload at once, so it is rarer than what breaks one. */
const KINDS: readonly FaultKind[] = [
  ...["reset", "stall", "slow", "offline", "duplicate", "client"].flatMap((kind) => [kind, kind]),
  "server",
] as FaultKind[];
const LASTS_MS: Partial<Record<FaultKind, number>> = { slow: 8000, offline: 30_000 };
/** As the page's client, one that knows no parts, and all that is left in one request. */
const CHUNKS: readonly (number | null)[] = [PART_BYTES, 5_000_000, null];

/** The uploads of one run: the same for the same seed. The first ones have each kind of fault once. */
export function planDrives(seed: number, count: number): Drive[] {
  const random = makeRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const every = [...new Set(KINDS)];
  return Array.from({ length: count }, (_, i) => {
    const others = Math.floor(random() * MOST_FAULTS);
    const kinds = [every[i] ?? pick(KINDS), ...Array.from({ length: others }, () => pick(KINDS))];
    // A request of the whole file is no part that could be delivered twice.
    const chunkBytes = pick(kinds.includes("duplicate") ? CHUNKS.slice(0, 2) : CHUNKS);
    const faults = kinds.map((kind): Fault => {
      const at = Math.floor(MIB + random() * (FILE_BYTES - 10 * MIB));
      return { kind, at, ms: LASTS_MS[kind] ?? 0 };
    });
    return { name: `seed ${seed} no ${i + 1}`, bytes: FILE_BYTES, chunkBytes, silenceMs: SILENCE_MS, faults };
  });
}
