import { encodeBase32 } from "../ids";

/** 130 of the 256 bits: what people copy should be no longer than it must be. */
export const LINK_SECRET_CHARS = 26;

export type DeriveSecret = (linkId: string) => Promise<string>;

const MIN_KEY_BYTES = 16;

function hexToBytes(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) throw new Error("LINK_KEY must be hex");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Derives a link's secret from its id: base 32 of HMAC-SHA-256(LINK_KEY, id), cut to 130
 * bits. D1 holds only a hash of it, and yet the committee can copy the links again any day.
 */
export async function openLinkKey(linkKey: string): Promise<DeriveSecret> {
  const bytes = hexToBytes(linkKey);
  if (bytes.length < MIN_KEY_BYTES) throw new Error("LINK_KEY must have 16 bytes or more");
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return async (linkId) => {
    const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(linkId));
    return encodeBase32(new Uint8Array(mac)).slice(0, LINK_SECRET_CHARS).toLowerCase();
  };
}

/** The secret stands in the fragment, which browsers send to nobody. */
export function buildLinkUrl(origin: string, secret: string): string {
  return `${origin}/b#${secret}`;
}

/** One line per branch as it is pasted into a chat or a spreadsheet. */
export function buildLinkLines(list: readonly { name: string; url: string }[]): string {
  return list.map((one) => `${one.name}\t${one.url}`).join("\n");
}
