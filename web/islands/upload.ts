/**
 * Upload forms that send at once what was picked. All of the sending is in `upload.client`,
 * which loads with the first file; this only listens. Without it the forms post plainly.
 */
import { PICKED, type Picked, readPlace } from "./lib/job";
import { loadScript } from "./lib/load";

const words = document.getElementById("upload-words")?.dataset ?? {};

let client: Promise<void> | undefined;

async function take(form: HTMLFormElement, input: HTMLInputElement): Promise<void> {
  const place = readPlace(form, words.api ?? "");
  const detail: Picked = { place, files: [...(input.files ?? [])], maxBytes: Number(words.max) };
  const note = form.querySelector<HTMLElement>(".note") ?? document.createElement("p");
  note.className = "note hint";
  note.setAttribute("role", "status");
  note.textContent = `${words.sending}…`;
  form.append(note);
  client ??= loadScript(words.client ?? "");
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
    const begin = () => {
      if (input.files?.length) void take(form, input);
    };
    input.addEventListener("change", begin);
    // On a slow line the finger is sooner than this script.
    begin();
  }
}

addEventListener("huizhi:refreshed", enhance);
enhance();
