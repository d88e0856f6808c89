import type { Lang } from "../../schemas/deadline";
import { enChoices } from "./en.choices";

/** A choice of a form as it is read; its own word where it has no other. */
export const sayChoice = (choice: string, lang: Lang): string =>
  lang === "en" ? (enChoices[choice] ?? choice) : choice;
