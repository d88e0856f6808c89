import { inflateSync } from "node:zlib";

/** What a PDF says, read without the library that wrote it. */
export interface ReadPdf {
  /** The text of each page in drawing order, white space taken out. */
  pages: string[];
  /** The document's XMP metadata. */
  metadata: string;
  /** How many font programs are embedded. */
  embeddedFonts: number;
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

/**
 * Reads the text of a PDF whose fonts are all embedded with a ToUnicode map and Identity-H
 * codes (ISO 32000-1, 9.10): what a reader's copy and search would find.
 */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const raw = latin1(bytes);
  const bodies = new Map<string, string>();
  for (const match of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    bodies.set(match[1] ?? "", match[2] ?? "");
  const get = (id: string | undefined) => bodies.get(id ?? "") ?? "";
  const maps = [...raw.matchAll(/\/ToUnicode (\d+) 0 R/g)].map((match) =>
    parseToUnicode(unpack(get(match[1]))),
  );
  if (maps.length !== 1) throw new Error(`expected one face, found ${maps.length}`);
  const metadata = Buffer.from(
    raw.slice(raw.indexOf("<x:xmpmeta"), raw.indexOf("</x:xmpmeta>")),
    "latin1",
  ).toString();
  const kids = /\/Kids \[([^\]]*)\]/.exec(raw)?.[1] ?? "";
  const pages = [...kids.matchAll(/(\d+) 0 R/g)].map((kid) => {
    const contents = /\/Contents (\d+) 0 R/.exec(get(kid[1]))?.[1];
    return readText(unpack(get(contents)), maps[0] ?? new Map());
  });
  return { pages, metadata, embeddedFonts: raw.split("/FontFile2 ").length - 1 };
}

/** The bytes of a stream object, inflated, as Latin-1. */
function unpack(body: string): string {
  const start = body.indexOf("\nstream\n") + "\nstream\n".length;
  const length = Number(/\/Length (\d+)/.exec(body)?.[1]);
  const packed = Buffer.from(body.slice(start, start + length), "latin1");
  return latin1(body.includes("/FlateDecode") ? inflateSync(packed) : packed);
}

const decodeUtf16 = (hex: string) =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));

/** Character code → text, from the `bfrange` lists of a ToUnicode map. */
function parseToUnicode(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, first = "0", list = ""] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    const texts = [...list.matchAll(/<([^>]*)>/g)].map((match) =>
      decodeUtf16((match[1] ?? "").replace(/\s/g, "")),
    );
    texts.forEach((text, i) => {
      map.set(Number.parseInt(first, 16) + i, text);
    });
  }
  return map;
}

function readText(content: string, map: ReadonlyMap<number, string>): string {
  const shown = [...content.matchAll(/\[([^\]]*)\] TJ|(<[0-9a-f]*>) Tj/gi)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  const codes = [...shown.join("").matchAll(/<([0-9a-f]*)>/gi)].flatMap(
    (match) => (match[1] ?? "").match(/.{4}/g) ?? [],
  );
  return codes
    .map((code) => map.get(Number.parseInt(code, 16)) ?? "\ufffd")
    .join("")
    .replace(/\s/g, "");
}
