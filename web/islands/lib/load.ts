const ATTEMPTS = 3;
/** On a weak line a request that says nothing for so long mostly never will. */
const PATIENCE_MS = 12_000;

/** It may come yet, so that asking anew by another address could run it twice. */
class Late extends Error {}

/** A module's own tag; another query each time, because a browser remembers one that failed. */
function addScript(src: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module";
    script.src = src;
    // Whoever asks for it knows what to do without it: the page's look stays (first.ts).
    script.dataset.asked = "";
    script.onload = resolve;
    script.onerror = reject;
    setTimeout(() => reject(new Late("a script did not come")), PATIENCE_MS);
    document.head.append(script);
  });
}

/** Loads a script of this site that is not part of the page; rejects when it fails three times, or does not come in time. */
export async function loadScript(src: string, failures = 0): Promise<void> {
  try {
    await addScript(failures > 0 ? `${src}?${failures}` : src);
  } catch (fault) {
    if (fault instanceof Late || failures + 1 >= ATTEMPTS) throw fault;
    await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** failures));
    await loadScript(src, failures + 1);
  }
}
