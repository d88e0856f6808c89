import type { Lang } from "../../schemas/deadline";

/** Where the built style sheet and islands are; names carry a content hash. */
export interface Assets {
  styles: string;
  /** What the page carries in itself that is seen first. */
  inline: { css: string; script: string };
  /** Island name to the address of its module. */
  islands: Readonly<Record<string, string>>;
}

let current: Assets = { styles: "", inline: { css: "", script: "" }, islands: {} };

/** Told once at start by the program that serves the pages: `web` never reads the build. */
export function setAssets(assets: Assets): void {
  current = assets;
}

/** The address of an island that has sentences of its own, as it speaks in this language. */
export const findIsland = (name: string, lang: Lang): string | undefined =>
  current.islands[lang === "zh" ? name : `${name}.${lang}`];

export function getAssets(): Assets {
  return current;
}
