/** Where the built style sheet and islands are; names carry a content hash. */
export interface Assets {
  styles: string;
  /** Island name to the address of its module. */
  islands: Readonly<Record<string, string>>;
}

let current: Assets = { styles: "", islands: {} };

/** Told once at start by the program that serves the pages: `web` never reads the build. */
export function setAssets(assets: Assets): void {
  current = assets;
}

export function getAssets(): Assets {
  return current;
}
