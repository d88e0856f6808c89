import { type Problem, problem } from "../../schemas/problem";
import { MAX_UPLOAD_BYTES } from "../../schemas/upload";
import { describeTooLarge } from "../files/file.rules";
import { combineCrc32 } from "./crc.rules";

/**
 * R2 knows 10,000 part numbers; `MAX_UPLOAD_BYTES` is 128 parts. With 64 numbers a part, whoever
 * takes over never meets a part number of who was before.
 */
const NUMBERS_PER_PART = 64;

/** Unfinished uploads of one branch at a time. */
export const MAX_OPEN_UPLOADS = 50;

/** So long an upload that has no byte yet holds its place among them. */
export const UNTOUCHED_MINUTES = 10;

/** An upload is kept this long after its last part; stated to the client as Upload-Expires. */
export const UPLOAD_KEPT_HOURS = 48;

export const TUS_VERSION = "1.0.0";
export const TUS_EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration";
export const TUS_CHECKSUMS = "sha256,sha1";

/** A part that R2 holds. */
export interface StoredPart {
  number: number;
  etag: string;
  bytes: number;
  crc32: number;
}

/** Less than a part, as an object of its own beside the upload's file. */
export interface StoredPiece {
  key: string;
  bytes: number;
  crc32: number;
}

/** What a client says of the file it is about to send. */
export interface UploadMetadata {
  name: string;
  /** The media type the client names; "" when it names none. */
  type: string;
  artifact: string;
  field: string | null;
  replaces: string | null;
  /** Lower-case hex over the whole file; null when the client does not know it. */
  sha256: string | null;
}

/** Whole numbers as tus writes them; null for anything else. */
export function parseCount(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

const decodeBase64 = (text: string): string | null => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(
      Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
    );
  } catch {
    return null;
  }
};

/** `Upload-Metadata`: pairs of a key and base64, keys unique (tus 1.0). Problem: `upload.invalid`. */
export function parseMetadata(header: string | undefined): UploadMetadata | Problem {
  const pairs = new Map<string, string>();
  for (const pair of (header ?? "").split(",").filter((one) => one.trim() !== "")) {
    const [key = "", value = "", ...more] = pair.trim().split(/ +/);
    const text = decodeBase64(value);
    if (!/^[\x21-\x2b\x2d-\x7e]+$/.test(key) || text === null || more.length > 0 || pairs.has(key)) {
      return problem("upload.invalid", { reason: "Upload-Metadata" });
    }
    pairs.set(key, text);
  }
  const artifact = pairs.get("artifact");
  if (artifact === undefined) return problem("upload.invalid", { reason: "Upload-Metadata: artifact" });
  const sha256 = pairs.get("sha256")?.toLowerCase() ?? null;
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) {
    return problem("upload.invalid", { reason: "Upload-Metadata: sha256" });
  }
  return {
    name: pairs.get("filename") ?? pairs.get("name") ?? "",
    type: pairs.get("filetype") ?? pairs.get("type") ?? "",
    artifact,
    field: pairs.get("field") || null,
    replaces: pairs.get("replaces") || null,
    sha256,
  };
}

export interface Checksum {
  algorithm: "sha256" | "sha1";
  /** Base64 as sent. */
  digest: string;
}

/** `Upload-Checksum`; null when there is none. Problem: `upload.invalid` (an algorithm that is not known). */
export function parseChecksum(header: string | undefined): Checksum | null | Problem {
  if (header === undefined) return null;
  const [name = "", digest = ""] = header.trim().split(/ +/);
  const algorithm = name.toLowerCase().replace("-", "");
  if (algorithm !== "sha256" && algorithm !== "sha1") {
    return problem("upload.invalid", { reason: "Upload-Checksum" });
  }
  return { algorithm, digest };
}

/** Refuses what the declared length alone tells. Problems: `file.empty`, `file.too_large`. */
export function checkUploadLength(bytes: number): Problem | null {
  if (bytes === 0) return problem("file.empty");
  if (bytes <= MAX_UPLOAD_BYTES) return null;
  return describeTooLarge(bytes, MAX_UPLOAD_BYTES);
}

/** Refuses one more upload at a time than a branch may have. Problem: `upload.too_many_open`. */
export const checkOpenUploads = (open: number): Problem | null =>
  open < MAX_OPEN_UPLOADS ? null : problem("upload.too_many_open", { limit: MAX_OPEN_UPLOADS });

/** The number under which the part at `index`, from 0, is sent by the writer of this epoch. */
export function computePartNumber(index: number, epoch: number): number {
  return index * NUMBERS_PER_PART + (epoch % NUMBERS_PER_PART) + 1;
}

/** The first parts, as many as lie within so many bytes. */
export function listCovered(parts: readonly StoredPart[], bytes: number): StoredPart[] {
  let end = 0;
  return parts.filter((part) => {
    end += part.bytes;
    return end <= bytes;
  });
}

/** CRC-32 of runs of bytes joined. */
export function combineParts(parts: readonly Pick<StoredPart, "bytes" | "crc32">[]): number {
  return parts.reduce((crc, part) => combineCrc32(crc, part.crc32, part.bytes), 0);
}

/** Uploads begun before this and never written to hold no place. */
export const computeUntouchedSince = (now: string): string =>
  new Date(Date.parse(now) - UNTOUCHED_MINUTES * 60_000).toISOString();

/** An HTTP date (RFC 9110 §5.6.7), as Upload-Expires is written. */
export const formatHttpDate = (instant: string): string => new Date(instant).toUTCString();

export const computeExpiry = (now: string): string =>
  new Date(Date.parse(now) + UPLOAD_KEPT_HOURS * 3_600_000).toISOString();
