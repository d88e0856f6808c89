import { ASSET_MANIFEST } from "./assets";

let font: Promise<ArrayBuffer> | null = null;

/** The Chinese face that PDFs embed glyphs of: fetched from the static assets once per isolate. */
export function loadFont(env: Pick<Env, "ASSETS">): () => Promise<ArrayBuffer> {
  return () => {
    font ??= fetchFont(env);
    font.catch(() => {
      font = null;
    });
    return font;
  };
}

async function fetchFont(env: Pick<Env, "ASSETS">): Promise<ArrayBuffer> {
  const answer = await env.ASSETS.fetch(new Request(new URL(ASSET_MANIFEST.font, "https://assets.invalid")));
  if (!answer.ok) throw new Error(`font asset answered ${answer.status}`);
  return answer.arrayBuffer();
}
