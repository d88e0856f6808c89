import { CODE_ALPHABET } from "../schemas/receipt";

export type IdPrefix =
  | "com"
  | "stf"
  | "brn"
  | "rnd"
  | "sub"
  | "lnk"
  | "fil"
  | "ent"
  | "pap"
  | "rcp"
  | "req"
  | "pck"
  | "bdl"
  | "upl"
  | "rev"
  | "ext"
  | "ask"
  | "kpt";

/** Writes bytes in Crockford's base 32, five bits a letter, most significant first. */
export function encodeBase32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += CODE_ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + CODE_ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** A new id such as `rnd_4zk…`: 80 random bits, not a secret. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${encodeBase32(crypto.getRandomValues(new Uint8Array(10))).toLowerCase()}`;
}

/** A session token: 160 bits from the CSPRNG (ASVS 7.2.3 asks for 128). */
export function newToken(): string {
  return encodeBase32(crypto.getRandomValues(new Uint8Array(20))).toLowerCase();
}

/** A slip's short code, `K7M2-94QD`: 40 random bits, unique by the database, read aloud at a desk. */
export function newSlipCode(): string {
  const code = encodeBase32(crypto.getRandomValues(new Uint8Array(5)));
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What was typed or read aloud, as a slip code is stored: look-alike letters mapped, dashes placed. */
export function normaliseSlipCode(typed: string): string {
  const letters = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/[IL]/g, "1")
    .replace(/O/g, "0");
  return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}
