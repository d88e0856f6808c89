import { isNearLimit } from "../../schemas/count";
import { formatCount } from "./format";

/** "正文 998 字，要求不少于 1000 字（仅汉字 877 字）"; the same words on the server and while somebody types. */
export function describeCount(
  words: { count: string; han: string },
  figures: { chars: number; han: number; least: number },
): string {
  const { chars, han, least } = figures;
  const said = words.count.replace("{chars}", String(chars)).replace("{least}", String(least));
  return isNearLimit(chars, least) ? said + words.han.replace("{han}", String(han)) : said;
}

/** "1,006 字（仅汉字 885 字）" of a file; Han alone only where the notice asks for about so many. */
export function describeFileChars(
  words: { chars: (count: string) => string; han: (count: string) => string },
  file: { chars: number; han: number | null },
  artifact: { kind: string; minChars: number | null },
): string {
  const said = words.chars(formatCount(file.chars));
  const least = artifact.kind === "paper" ? null : artifact.minChars;
  const near = least !== null && file.han !== null && isNearLimit(file.chars, least);
  return near ? said + words.han(formatCount(file.han ?? 0)) : said;
}
