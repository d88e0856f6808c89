/** Which of the files just picked are in already, told before a byte of them is sent. */
import type { Bilingual } from "../../../schemas/artifact";
import { askStatus, type KnownArtifact, type KnownFile } from "./ask";
import { type Job, PART_BYTES } from "./job";
import { computeSha256 } from "./sha256";

/** Nobody waits longer than this to be told; the server recognises the bytes itself when they come. */
const PATIENCE_MS = 4000;

/** What a picked file is the same as. */
export interface Same {
  /** Of the artifact it was handed in for. */
  title: Bilingual;
  name: string;
  /** In the very place it was picked for now. */
  here: boolean;
}

type Place = Pick<Job, "api" | "artifact" | "field">;

const toHex = (digest: Uint8Array) => [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const isHere = (place: Place, one: KnownArtifact, file: KnownFile) =>
  one.key === place.artifact && (file.fieldKey ?? "") === place.field;

/** What `file` is the same as, the very place before all others; null when it is new. */
async function findOne(place: Place, known: readonly KnownArtifact[], file: File): Promise<Same | null> {
  const alike = known.flatMap((one) =>
    one.files.filter((other) => other.bytes === file.size).map((other) => ({ one, other })),
  );
  // Reading a file costs time: only where the size leaves room for doubt.
  if (alike.length === 0) return null;
  const sha256 = toHex(await computeSha256(file));
  const found = alike
    .filter(({ other }) => other.sha256 === sha256)
    .map(({ one, other }) => ({ title: one.title, name: other.name, here: isHere(place, one, other) }));
  return found.find((same) => same.here) ?? found[0] ?? null;
}

/**
 * The files of up to a part that this branch has in already, byte for byte; none where the
 * server does not answer soon.
 */
export async function findSame(place: Place, files: readonly File[]): Promise<Map<File, Same>> {
  const same = new Map<File, Same>();
  const small = files.filter((one) => one.size <= PART_BYTES);
  if (small.length === 0) return same;
  const late = new Promise<readonly KnownArtifact[]>((resolve) => setTimeout(resolve, PATIENCE_MS, []));
  const known = await Promise.race([askStatus(place.api), late]);
  for (const file of small) {
    const found = await findOne(place, known, file).catch(() => null);
    if (found !== null) same.set(file, found);
  }
  return same;
}

/**
 * Whether the place has these very bytes: what a file sent in one request became when the answer
 * was lost, and the place is full now.
 */
export const isHeld = async ({ file, ...place }: Job): Promise<boolean> =>
  (await findSame(place, [file])).get(file)?.here === true;
