import { type Problem, problem } from "../../schemas/problem";

/**
 * SHA-256 of a whole file as lower-case hex, as its sender tells it (`Repr-Digest`, RFC 9530 §3):
 * with the whole, or with the request that brings its last bytes, because who sends from a phone
 * knows it only when the first parts have gone. A dictionary of structured fields (RFC 8941): the last of
 * several counts, parameters say nothing here, and what fills up the base64 may be left out. Null when there is none; other algorithms are passed over. Problem: `upload.invalid`.
 */
export function parseDigest(header: string | undefined): string | null | Problem {
  const named = (header ?? "").split(",").findLast((one) => /^\s*sha-256=/i.test(one));
  if (named === undefined) return null;
  const [, base64] = /=:([A-Za-z0-9+/]{43})=?:\s*(?:;.*)?$/.exec(named) ?? [];
  if (base64 === undefined) return problem("upload.invalid", { reason: "Repr-Digest" });
  const letters = [...atob(`${base64}=`)];
  return letters.map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
