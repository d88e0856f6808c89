/**
 * Upload forms that send at once what was picked: a line per file with a bar, refusals in
 * the line, and at the end the fresh page around it. Without this the forms post plainly.
 */
import { refresh } from "./lib/refresh";
import { type Outcome, sendFile } from "./lib/send";

const words = document.getElementById("upload-words")?.dataset ?? {};

function line(list: HTMLElement, name: string) {
  const item = document.createElement("li");
  const bar = document.createElement("progress");
  const note = document.createElement("span");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${words.sending} ${name}`);
  item.append(name, bar, note);
  list.append(item);
  return {
    progress: (share: number) => {
      bar.value = share;
    },
    end: (sentence: string, good: boolean) => {
      bar.remove();
      note.className = good ? "text-green" : "error";
      note.textContent = ` ${sentence}`;
    },
  };
}

function check(file: File): string | undefined {
  if (file.size === 0) return words.empty;
  return file.size > Number(words.max) ? words.large : undefined;
}

async function sendAll(form: HTMLFormElement, input: HTMLInputElement): Promise<void> {
  const list = form.querySelector<HTMLElement>(".sent") ?? document.createElement("ul");
  list.className = "sent";
  list.setAttribute("aria-live", "polite");
  list.replaceChildren();
  form.append(list);
  const files = [...(input.files ?? [])];
  let refused = 0;
  for (const file of files) {
    const shown = line(list, file.name);
    const wrong = check(file);
    const outcome: Outcome =
      wrong === undefined
        ? await sendFile(form, file, words, shown.progress)
        : { good: false, sentence: wrong };
    shown.end(outcome.sentence, outcome.good);
    if (!outcome.good) refused++;
  }
  input.value = "";
  if (refused < files.length) await refresh(form, refused > 0 ? list : null);
}

function enhance(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form.upload:not(.live)")) {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    if (input === null) continue;
    form.classList.add("live");
    input.addEventListener("change", () => {
      if (input.files?.length) void sendAll(form, input);
    });
  }
}

addEventListener("huizhi:refreshed", enhance);
enhance();
