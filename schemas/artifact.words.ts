import type { Bilingual, FileType } from "./artifact";

const PHOTOS: Bilingual = { zh: "照片", en: "photos" };
const FILMS: Bilingual = { zh: "视频", en: "video" };
const same = (word: string): Bilingual => ({ zh: word, en: word });

/** A file type as people call it. */
export const TYPE_WORDS: Readonly<Record<FileType, Bilingual>> = {
  pdf: same("PDF"),
  docx: same("Word"),
  doc: same("Word"),
  wps: same("WPS"),
  ofd: same("OFD"),
  xlsx: same("Excel"),
  xls: same("Excel"),
  et: { zh: "WPS 表格", en: "WPS sheets" },
  jpg: PHOTOS,
  png: PHOTOS,
  heic: PHOTOS,
  mp4: FILMS,
  mov: FILMS,
};

/** "PDF、Word、WPS、照片": the words for a list of types, each once. */
export function describeTypes(types: readonly FileType[], lang: "zh" | "en"): string {
  return [...new Set(types.map((one) => TYPE_WORDS[one][lang]))].join(lang === "zh" ? "、" : ", ");
}
