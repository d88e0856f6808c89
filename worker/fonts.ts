import { ASSET_MANIFEST } from "./assets";

/**
 * Reads the Chinese face that PDFs embed glyphs of from the static assets. Not cached here:
 * a promise that one request began must not be awaited by another in workerd; the parsed
 * face is kept per isolate by whoever registers it.
 */
export function loadFont(env: Pick<Env, "ASSETS">): () => Promise<ArrayBuffer> {
  return async () => {
    const answer = await env.ASSETS.fetch(
      new Request(new URL(ASSET_MANIFEST.font, "https://assets.invalid")),
    );
    if (!answer.ok) throw new Error(`font asset answered ${answer.status}`);
    return answer.arrayBuffer();
  };
}
