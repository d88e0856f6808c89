import { buildSafeName, countUtf8Bytes, cutNamePart, splitExtension } from "./filename.rules";

/** Below the 255 bytes a file system takes for one name, with room for a browser's " (1)". */
const NAME_MAX_BYTES = 200;

/**
 * The one maker of `Content-Disposition` values (RFC 6266). `filename` is a plain ASCII
 * rendering for old clients; `filename*` (RFC 8187) carries the real name and is left out
 * where the two are the same. Any input gives a one-line header value.
 */
export function buildContentDisposition(name: string, kind: "attachment" | "inline" = "attachment"): string {
  const { stem, ext } = splitExtension(buildSafeName(name));
  const real = `${cutNamePart(stem, NAME_MAX_BYTES - countUtf8Bytes(ext))}${ext}`;
  const plain = `${buildAsciiStem(stem).slice(0, NAME_MAX_BYTES - ext.length)}${ext}`;
  const value = `${kind}; filename="${plain}"`;
  return plain === real ? value : `${value}; filename*=UTF-8''${encodeExtValue(real)}`;
}

/** What is left of a name in ASCII letters: accents dropped, the rest one `_` per run, none at the ends. */
function buildAsciiStem(stem: string): string {
  const ascii = stem
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9 .()_-]+/g, "_")
    .replace(/_{2,}/g, "_")
    .replace(/^[_. -]+|[_. -]+$/g, "");
  return ascii === "" ? "download" : buildSafeName(ascii);
}

/** RFC 8187 §3.2.1: everything but attr-char is percent-encoded. */
function encodeExtValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
