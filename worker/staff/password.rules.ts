import { scrypt, timingSafeEqual } from "node:crypto";

/** Cost of a new hash, OWASP's N=2^14 r=8 p=5 setting: 16 MiB and about 0.16 s in a Worker. */
const COST = 16_384;
const BLOCK_SIZE = 8;
const PARALLEL = 5;
const KEY_BYTES = 32;
export const SALT_BYTES = 16;
/** Longer input is cut off before hashing is even tried, so that nobody can make it expensive. */
export const MAX_PASSWORD_CHARS = 200;

interface ScryptCost {
  cost: number;
  blockSize: number;
  parallel: number;
}

function derive(
  password: string,
  salt: Uint8Array,
  { cost, blockSize, parallel }: ScryptCost,
): Promise<Buffer> {
  const options = { N: cost, r: blockSize, p: parallel, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (fault, key) =>
      fault === null ? resolve(key) : reject(fault),
    ),
  );
}

const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

/** `scrypt$16384$8$5$salt$hash`: the parameters travel with the hash, so they can be raised later. */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  const cost = { cost: COST, blockSize: BLOCK_SIZE, parallel: PARALLEL };
  const key = await derive(password, salt, cost);
  return ["scrypt", COST, BLOCK_SIZE, PARALLEL, toText(salt), toText(key)].join("$");
}

/**
 * What an unknown user name is checked against: the same cost as a real check, and no
 * password fits because the key is all zeros.
 */
export const DUMMY_HASH = `scrypt$${COST}$${BLOCK_SIZE}$${PARALLEL}$${toText(new Uint8Array(SALT_BYTES))}$${toText(
  new Uint8Array(KEY_BYTES),
)}`;

/** Whether `password` is the one behind `stored`; compared in constant time. Throws on a hash not of our making. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (match === null) throw new Error("unknown password hash");
  const [, cost, blockSize, parallel, salt = "", hash = ""] = match;
  const found = await derive(password, Buffer.from(salt, "base64url"), {
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallel: Number(parallel),
  });
  const expected = Buffer.from(hash, "base64url");
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** A user name as it is stored and compared: full-width letters and case make no difference. */
export function normaliseUserName(typed: string): string {
  return typed.normalize("NFKC").trim().toLowerCase();
}

/** Where to go after signing in: only a page of the committee, never another site. */
export function checkNextPath(asked: string): string {
  return /^\/committee(?:\/[\w\-/]*)?(?:\?[\w\-=&%]*)?$/.test(asked) && !asked.startsWith("/committee/sign-")
    ? asked
    : "/committee";
}
