/** Just enough of XML to walk through tags as they stream past; nothing is resolved from anywhere. */

export type XmlPiece =
  /** `tag` is all of it, with its attributes. */
  | { kind: "open"; name: string; closed: boolean; tag: string }
  | { kind: "close"; name: string }
  | { kind: "text"; text: string };

/** A tag that is longer than this is no tag of an office document. */
const MAX_TAG_CHARS = 1024 * 1024;
const MAX_REFERENCE_CHARS = 10;

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Text with the five named and all numeric references resolved; others are left as they stand. */
export function decodeReferences(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/** Where the markup that begins at `at` ends; -1 when that has not come yet. */
function findMarkupEnd(xml: string, at: number): number {
  const ending = xml.startsWith("<!--", at) ? "-->" : xml.startsWith("<![CDATA[", at) ? "]]>" : ">";
  const end = xml.indexOf(ending, at);
  return end < 0 ? -1 : end + ending.length;
}

function readMarkup(markup: string): XmlPiece | null {
  if (markup.startsWith("<![CDATA[")) return { kind: "text", text: markup.slice(9, -3) };
  const name = /^<\/?([^\s/>!?]+)/.exec(markup)?.[1];
  if (name === undefined) return null;
  return markup.startsWith("</")
    ? { kind: "close", name }
    : { kind: "open", name, closed: markup.endsWith("/>"), tag: markup };
}

/** Markup without an end within any bounds. */
export class XmlUnreadable extends Error {}

/** How much of text that goes on may be given already: a reference at its end must stay whole. */
function findSafeEnd(text: string): number {
  const reference = text.lastIndexOf("&");
  return reference >= text.length - MAX_REFERENCE_CHARS && reference >= 0 ? reference : text.length;
}

/** Tags and text in their order. Throws `XmlUnreadable` where a tag never ends, or absurdly late. */
export async function* readXml(source: AsyncIterable<string>): AsyncGenerator<XmlPiece> {
  let rest = "";
  for await (const piece of source) {
    rest += piece;
    let at = 0;
    for (;;) {
      const open = rest.indexOf("<", at);
      if (open < 0) {
        const end = at + findSafeEnd(rest.slice(at));
        if (end > at) yield { kind: "text", text: decodeReferences(rest.slice(at, end)) };
        at = end;
        break;
      }
      // "<!-" may still become a comment, so short beginnings wait for more.
      const end = rest.length - open < 9 && rest.indexOf(">", open) < 0 ? -1 : findMarkupEnd(rest, open);
      if (end < 0) break;
      if (open > at) yield { kind: "text", text: decodeReferences(rest.slice(at, open)) };
      const markup = readMarkup(rest.slice(open, end));
      if (markup !== null) yield markup;
      at = end;
    }
    rest = rest.slice(at);
    if (rest.length > MAX_TAG_CHARS) throw new XmlUnreadable("a tag without an end");
  }
  if (rest.includes("<")) throw new XmlUnreadable("a tag without an end");
}
