import type { Lang } from "./deadline";

/** Han characters, the iteration mark 々 and the 〇 of dates among them. */
const HAN = /\p{Script=Han}/gu;

/**
 * Full-width and Chinese punctuation: the CJK block, vertical and small forms, full-width
 * forms that are neither letters nor digits, and the marks Chinese shares with Latin text
 * (“ ” ‘ ’ – — … · ‰ ※). White space is in none of these ranges, U+3000 included.
 */
const WIDE_MARK =
  /[\u00b7\u2013-\u2016\u2018\u2019\u201c\u201d\u2025-\u2027\u2030\u203b\u3001-\u3003\u3008-\u3020\u3030\u303d\u30fb\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff60\uffe0-\uffe6]/g;

/** A run of letters or digits that are not Han; a combining mark continues a run and never starts one. */
const LETTER_RUN = /(?!\p{Script=Han})[\p{L}\p{N}](?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])*/gu;

/** How often a global pattern matches; no list of all matches is made, which may be millions. */
function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) count += 1;
  return count;
}

/**
 * 字数 by rule C1 (domain.md §3.4), as common word processors count: a Han character 1, a
 * full-width or Chinese punctuation mark 1, a run of letters or digits 1, white space and
 * half-width punctuation 0.
 */
export function countC1(text: string): number {
  return countC2(text) + countMatches(text, WIDE_MARK) + countMatches(text, LETTER_RUN);
}

/** 字数 by rule C2: Han characters only. */
export function countC2(text: string): number {
  return countMatches(text, HAN);
}

/** So near the limit both counts are shown: word processors differ by a little (domain.md §3.4). */
export const NEAR_LIMIT_CHARS = 20;

/** Whether a count is so near what is asked for that whoever counts otherwise may come out on the other side. */
export const isNearLimit = (chars: number, least: number): boolean =>
  Math.abs(chars - least) <= NEAR_LIMIT_CHARS;

/** "1000字（含标点；仅汉字879字）": both counts, so that whoever counts otherwise sees why. */
export function describeChars(text: string, lang: Lang): string {
  const [chars, han] = [countC1(text), countC2(text)];
  return lang === "zh"
    ? `${chars}字（含标点；仅汉字${han}字）`
    : `${chars} (punctuation counted; ${han} Han)`;
}
