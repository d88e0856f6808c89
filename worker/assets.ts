/** Where this build's static files are served from; every path is absolute and, but for the font, content-hashed. */
export interface AssetManifest {
  styles: string;
  /** What pages carry in themselves, and the CSP's words for it. */
  inline: { css: string; cssHash: string; script: string; scriptHash: string };
  /** By the name of the file in web/islands, without its extension. */
  islands: Readonly<Record<string, string>>;
  font: string;
}

/** Put in by the build, which makes the client before the Worker; the tests put in plain names. */
declare const __ASSETS__: AssetManifest;

export const ASSET_MANIFEST: AssetManifest = __ASSETS__;
