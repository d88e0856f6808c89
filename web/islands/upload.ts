/**
 * Upload forms that send at once what was picked. All of the sending is in `upload.client`,
 * which loads with the first file; this only listens. Without it the forms post plainly.
 */
import { PICKED, type Picked, readPlace } from "./lib/job";

const words = document.getElementById("upload-words")?.dataset ?? {};
const ATTEMPTS = 3;

/** A module's own tag; another query each time, because a browser remembers one that failed. */
function fetchClient(query: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module";
    script.src = `${words.client}${query}`;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

async function load(failures = 0): Promise<void> {
  try {
    await fetchClient(failures > 0 ? `?${failures}` : "");
  } catch (fault) {
    if (failures + 1 >= ATTEMPTS) throw fault;
    await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** failures));
    await load(failures + 1);
  }
}

let client: Promise<void> | undefined;

async function take(form: HTMLFormElement, input: HTMLInputElement): Promise<void> {
  const place = readPlace(form, words.api ?? "");
  const detail: Picked = { place, files: [...(input.files ?? [])], maxBytes: Number(words.max) };
  const note = form.querySelector<HTMLElement>(".note") ?? document.createElement("p");
  note.className = "note hint";
  note.setAttribute("role", "status");
  note.textContent = `${words.sending}…`;
  form.append(note);
  client ??= load();
  try {
    await client;
    note.remove();
    input.value = "";
    dispatchEvent(new CustomEvent(PICKED, { detail }));
  } catch {
    // The form with its own button is still there, and the picked files are still in it.
    client = undefined;
    document.documentElement.classList.remove("js");
    note.textContent = words.broken ?? "";
  }
}

const known = new WeakSet<HTMLFormElement>();

function enhance(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form.upload")) {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    if (input === null || known.has(form)) continue;
    known.add(form);
    input.addEventListener("change", () => {
      if (input.files?.length) void take(form, input);
    });
  }
}

addEventListener("huizhi:refreshed", enhance);
enhance();
