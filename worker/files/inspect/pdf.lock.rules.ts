/** Whether a locked PDF opens for anybody: many are locked only against printing or change (ISO 32000-2, 7.6.4). */
import { Buffer } from "node:buffer";
import { createCipheriv, createHash } from "node:crypto";

const PADDING = Buffer.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a", "hex");

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function parseLiteral(raw: string): string {
  return raw.replace(/\\(?:([0-7]{1,3})|\r\n|(.))/gs, (_, octal?: string, letter?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (letter === undefined || letter === "\n" || letter === "\r") return "";
    return ESCAPES[letter] ?? letter;
  });
}

/** The bytes of the first string in a value as written, `(…)` or `<…>`; null where there is none. */
export function parsePdfString(value: string | undefined): Buffer | null {
  const hex = /^\[? ?<([0-9a-f\s]*)>/i.exec(value ?? "")?.[1];
  if (hex !== undefined) return Buffer.from(hex.replace(/\s/g, ""), "hex");
  // A value that is one string was delimited by the lexer; in a list the first closing bracket ends it.
  const literal = value?.startsWith("(")
    ? value.slice(1, -1)
    : /^\[ \(((?:\\.|[^\\])*?)\) /s.exec(value ?? "")?.[1];
  return literal === undefined ? null : Buffer.from(parseLiteral(literal), "latin1");
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const box = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number) => box[i & 0xff] ?? 0;
  const swap = (i: number, j: number) => {
    [box[i], box[j]] = [at(j), at(i)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  const out = Uint8Array.from(data, (byte) => {
    i = (i + 1) & 0xff;
    j = (j + at(i)) & 0xff;
    swap(i, j);
    return byte ^ at(at(i) + at(j));
  });
  return Buffer.from(out);
}

interface Lock {
  revision: number;
  owner: Buffer;
  user: Buffer;
  /** 32 bits, as a signed number or not. */
  permissions: number;
  keyBytes: number;
  metadata: boolean;
  id: Buffer;
}

const md5 = (...parts: Uint8Array[]) => createHash("md5").update(Buffer.concat(parts)).digest();

/** Algorithms 2, 4 and 5 with the empty password. */
function opensOld({ revision, owner, user, permissions, keyBytes, metadata, id }: Lock): boolean {
  const rights = Buffer.alloc(4);
  rights.writeInt32LE(permissions | 0);
  const plain = revision >= 4 && !metadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  let key = md5(PADDING, owner.subarray(0, 32), rights, id, plain);
  if (revision === 2) return rc4(key.subarray(0, 5), PADDING).equals(user.subarray(0, 32));
  for (let i = 0; i < 50; i++) key = md5(key.subarray(0, keyBytes));
  let check = md5(PADDING, id);
  for (let i = 0; i < 20; i++)
    check = rc4(Buffer.from(key.subarray(0, keyBytes).map((byte) => byte ^ i)), check);
  return check.equals(user.subarray(0, 16));
}

const HASHES = ["sha256", "sha384", "sha512"] as const;

/** Algorithm 2.B with the empty password; revision 5 stops at the first hash. */
function opensNew({ revision, user }: Lock): boolean {
  let key = createHash("sha256").update(user.subarray(32, 40)).digest();
  for (let round = 0, last = 0; revision >= 6 && (round < 64 || last > round - 32); round++) {
    const cipher = createCipheriv("aes-128-cbc", key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(
      false,
    );
    const mixed = cipher.update(Buffer.concat(Array.from({ length: 64 }, () => key)));
    const sum = mixed.subarray(0, 16).reduce((total, byte) => total + byte, 0);
    key = createHash(HASHES[sum % 3] ?? "sha256")
      .update(mixed)
      .digest();
    last = mixed.at(-1) ?? 0;
  }
  return key.subarray(0, 32).equals(user.subarray(0, 32));
}

/**
 * Whether the document opens without a password.
 * @param values the dictionary of its lock, as written
 * @param id the `ID` of its trailer, as written
 */
export function opensForAnybody(values: ReadonlyMap<string, string>, id: string): boolean {
  const owner = parsePdfString(values.get("O"));
  const user = parsePdfString(values.get("U"));
  const revision = Number(values.get("R"));
  if (owner === null || user === null || user.length < 32 || !(revision >= 2 && revision <= 6)) return false;
  const bits = Number(values.get("Length") ?? 40);
  const lock = {
    revision,
    owner,
    user,
    permissions: Number(values.get("P")),
    keyBytes: revision === 4 ? 16 : Math.min(16, Math.max(5, Math.floor(bits / 8) || 5)),
    metadata: values.get("EncryptMetadata") !== "false",
    id: parsePdfString(id) ?? Buffer.alloc(0),
  };
  return revision >= 5 ? user.length >= 48 && opensNew(lock) : opensOld(lock);
}
