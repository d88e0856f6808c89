/** So near the limit both counts are shown: word processors differ by a little (domain.md §3.4). */
const NEAR_LIMIT_CHARS = 20;

/** "正文 998 字，要求不少于 1000 字（仅汉字 877 字）"; the same words on the server and while somebody types. */
export function describeCount(
  words: { count: string; han: string },
  figures: { chars: number; han: number; least: number },
): string {
  const { chars, han, least } = figures;
  const said = words.count.replace("{chars}", String(chars)).replace("{least}", String(least));
  const near = Math.abs(chars - least) <= NEAR_LIMIT_CHARS;
  return near ? said + words.han.replace("{han}", String(han)) : said;
}
