/** Han characters, the iteration mark and the round zero of dates (二〇二六) among them. */
const HAN = /\p{Script=Han}/gu;

/**
 * Full-width and Chinese punctuation: the CJK and vertical-form blocks, full-width forms
 * that are neither letters nor digits, and the marks Chinese shares with Latin text
 * (“ ” ‘ ’ — … · and their kin).
 */
const WIDE_MARK =
  /[\u00b7\u2010-\u2016\u2018-\u201f\u2025-\u2027\u2030\u203b\u3001-\u3004\u3008-\u3020\u3030\u303d\u30fb\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6]/g;

/** A run of letters or digits that are not Han, half-width or full-width. */
const LETTER_RUN = /(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;

const countMatches = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

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
