/** What a name or a declared type tells for certain before a byte is sent; all else is told by the bytes. */
import type { FileType } from "../../schemas/artifact";
import { type Problem, problem } from "../../schemas/problem";
import { checkVerdict, describeAccepted } from "./file.rules";
import { dangerous, unknown } from "./inspect/inspection";
import { isProgramName } from "./inspect/magic.rules";

const ARCHIVE = /^(zip|zipx|rar|7z|tar|gz|tgz|bz2|xz|zst|cab)$/;
const MARKUP = /^(x?html?|mht|mhtml)$/;
const SOUND = /^(mp3|m4[abr]|caf|wav|aac|amr|flac|ogg|opus|wma)$/;
const FILM = /^(mp4|mov|m4v|avi|mkv|wmv|flv|3gp|webm)$/;
const PICTURE = /^(jpe?g|png|hei[cf]|gif|bmp|webp|tiff?)$/;
const DOCUMENT = /^(pdf|docx?|wps|ofd|xlsx?|et|pptx?)$/;

const FILMS: readonly FileType[] = ["mp4", "mov"];
const PICTURES: readonly FileType[] = ["jpg", "png", "heic"];

const endingOf = (name: string) => /\.([0-9a-z]{1,6})$/i.exec(name)?.[1]?.toLowerCase() ?? null;

/** The ending that a declared type stands for, where the name has none. */
function findDeclaredEnding(declared: string): string {
  if (declared.startsWith("audio/")) return "mp3";
  return declared.startsWith("video/") ? "mp4" : "";
}

/** What the ending says a file is of, where none of that family is taken. */
function findForeignFamily(ending: string, accepted: readonly FileType[]): string | null {
  const takes = (family: readonly FileType[]) => accepted.some((one) => family.includes(one));
  if (SOUND.test(ending)) return "音频";
  if (FILM.test(ending)) return takes(FILMS) ? null : "视频";
  // A phone may call a still of a film a film, never a document a photo.
  if (PICTURE.test(ending)) return takes([...PICTURES, ...FILMS]) ? null : "图片";
  const onlyMedia = accepted.every((one) => FILMS.includes(one) || PICTURES.includes(one));
  return DOCUMENT.test(ending) && onlyMedia ? "文档" : null;
}

/**
 * Refuses what surely is not taken, whatever its bytes; a missing or unknown ending passes, and
 * so does one that may merely be wrong. Problems: `file.archive`, `file.dangerous`, `file.wrong_type`.
 *
 * @param declared the media type the client names; "" for none
 */
export function checkFileName(name: string, declared: string, accepted: readonly FileType[]): Problem | null {
  const ending = endingOf(name) ?? findDeclaredEnding(declared.toLowerCase());
  if (ARCHIVE.test(ending)) return problem("file.archive", describeAccepted(accepted));
  if (isProgramName(name)) return checkVerdict(dangerous("可执行程序或脚本"), accepted);
  if (MARKUP.test(ending)) return checkVerdict(dangerous("网页文件（HTML）"), accepted);
  if (ending === "svg") return checkVerdict(dangerous("SVG 图片"), accepted);
  const family = findForeignFamily(ending, accepted);
  return family === null ? null : checkVerdict(unknown(family), accepted);
}
