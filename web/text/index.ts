import type { Lang } from "../../schemas/deadline";
import { en } from "./en";
import { type Words, zh } from "./zh";

export type { Words } from "./zh";

/** Every word a person can see, in the reader's language. */
export function text(lang: Lang): Words {
  return lang === "en" ? en : zh;
}
