const ATTEMPTS = 3;

/** A module's own tag; another query each time, because a browser remembers one that failed. */
function addScript(src: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module";
    script.src = src;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

/** Loads a script of this site that is not part of the page; rejects when it does not come in three attempts. */
export async function loadScript(src: string, failures = 0): Promise<void> {
  try {
    await addScript(failures > 0 ? `${src}?${failures}` : src);
  } catch (fault) {
    if (failures + 1 >= ATTEMPTS) throw fault;
    await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** failures));
    await loadScript(src, failures + 1);
  }
}
