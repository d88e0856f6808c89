import { createHash } from "node:crypto";
import { countUtf8Bytes } from "../filename.rules";
import { DEFAULT_NAMING } from "./bundle.naming.rules";
import type { ZipEntry } from "./bundle.rules";
import { computeLocalBytes } from "./zip.header.rules";

/**
 * A pack is one object in R2 that holds local headers and bytes of consecutive entries as
 * they are sent. Its manifest says what lies in it; offsets follow from it.
 */

/** R2 takes 4.995 GiB in one put; a larger branch is sent file by file, and in a prepared bundle lies in several. */
export const PACK_MAX_BYTES = 4_900_000_000;

/** Change it whenever the same content would be packed as other bytes: lists, index, PDFs, headers. */
const PACK_LAYOUT = 2;

/** Everything beside the content that decides a pack's bytes. */
export function buildRecipe(naming: string | null): string {
  return `${PACK_LAYOUT} ${naming ?? DEFAULT_NAMING}`;
}

/**
 * What a link to a bundle made on demand carries, so that a download broken off is never gone on
 * with other bytes: the link is refused once something else would be sent.
 */
export function buildPin(contentSha256: string | null, naming: string | null): string {
  return createHash("sha256")
    .update(`${contentSha256} ${buildRecipe(naming)}`)
    .digest("hex")
    .slice(0, 16);
}

/** The one maker of R2 keys for packs: a random id under the round's prefix. */
export function buildPackKey(roundId: string, packId: string): string {
  return `${buildPackPrefix(roundId)}${packId}`;
}

/** What every pack of a round lies under. */
export const buildPackPrefix = (roundId: string): string => `packs/${roundId}/`;

type PackLine = [path: string, bytes: number, crc32: number, modifiedAt: string, sha256: string];

export function renderPackManifest(entries: readonly ZipEntry[]): string {
  const lines = entries.map(({ path, bytes, crc32, modifiedAt, sha256 }): PackLine => {
    if (sha256 === undefined) throw new Error("an entry without its SHA-256 cannot be packed");
    return [path, bytes, crc32, modifiedAt, sha256];
  });
  return JSON.stringify(lines);
}

/** Where a pack lies. */
export interface PackObject {
  objectKey: string;
  etag: string;
}

/** Cuts a list of entries where one object would grow too large; the pieces in order hold all of them. */
export function splitIntoPacks(entries: readonly ZipEntry[], maxBytes = PACK_MAX_BYTES): ZipEntry[][] {
  const pieces: ZipEntry[][] = [[]];
  let filled = 0;
  for (const entry of entries) {
    const bytes = computeLocalBytes(countUtf8Bytes(entry.path), entry.bytes) + entry.bytes;
    if (filled > 0 && filled + bytes > maxBytes) {
      pieces.push([]);
      filled = 0;
    }
    pieces.at(-1)?.push(entry);
    filled += bytes;
  }
  return pieces;
}

/** The entries of a pack, each with its place in the object. */
export function parsePackManifest(text: string, pack: PackObject): ZipEntry[] {
  let offset = 0;
  return (JSON.parse(text) as PackLine[]).map(([path, bytes, crc32, modifiedAt, sha256]) => {
    const source = { kind: "packed", key: pack.objectKey, etag: pack.etag, offset } as const;
    offset += computeLocalBytes(countUtf8Bytes(path), bytes) + bytes;
    return { path, bytes, crc32, modifiedAt, sha256, source };
  });
}
