import type { RangeReader } from "./inspection";

/**
 * The text of a PDF; null where nobody reads it (字数未核). Chinese fonts in a PDF mostly
 * carry codes of their own, which takes a library to turn into text: none is here yet.
 */
export async function readPdfText(_reader: RangeReader): Promise<string | null> {
  return null;
}
