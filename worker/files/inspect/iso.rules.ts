/** What the first box of a film, a sound or a HEIC picture says of it (ISO/IEC 14496-12, 4.3). */
import { fourLetters, u32be } from "./bytes.rules";
import { known, unknown, type Verdict } from "./inspection";

const HEIC_BRAND = /^(hei[cxms]|hev[cxms])$/;
const OTHER_BRAND = /^(avif|avis|M4A |M4B |crx |jp2 |jpx |F4A )$/;
/** Boxes that begin films of cameras from before there was `ftyp`. */
const OLD_FILM_BOX = /^(moov|mdat|wide|free|skip)$/;

/** Whether it begins as films did before `ftyp`; only a `moov` box says for certain that it is one. */
export const beginsAsOldFilm = (head: Uint8Array): boolean => OLD_FILM_BOX.test(fourLetters(head, 4));

/** A sound, or a picture that no browser here shows: told for certain, and taken nowhere. */
export const OTHER_MEDIA = unknown("其他媒体文件");

/** What a file is whose `ftyp` box is all in `head`; never a document. */
export function inspectBrands(head: Uint8Array): Verdict {
  const size = Math.min(u32be(head, 0), head.length);
  const major = fourLetters(head, 8);
  const brands: string[] = [];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(fourLetters(head, at));
  const general = major === "mif1" || major === "msf1";
  if (HEIC_BRAND.test(major) || (general && !brands.includes("avif"))) return known("heic");
  if (general || OTHER_BRAND.test(major)) return OTHER_MEDIA;
  return known(major === "qt  " ? "mov" : "mp4");
}
