import { checkEntry, computeEntryFigures, fitForm, parseEntryFields } from "../../../schemas/entry";
import type { EntryContext, FormDefinition } from "../../../schemas/forms/vocabulary";
import type { Finding } from "../../../schemas/problem";
import { describeCount } from "../../ui/count";
import { readFields } from "./draft";

const PAUSE_MS = 300;

type Fields = [string, string][];

/** What is still to be written is no mistake yet; the counter speaks of length. */
const isUnfinished = (one: Finding) => /[._](required|missing|too_few|too_short)$/.test(one.code);

/**
 * The fields with the rows that the server would drop taken out and the rest closed up,
 * and for each such place the number its row has on the page.
 */
function closeUp(form: FormDefinition, fields: Fields): { fields: Fields; places: Map<string, string> } {
  const places = new Map<string, string>();
  const seen = new Map<string, { place: number; kept: boolean }>();
  const counts = new Map<string, number>();
  const kept = fields.flatMap(([name, value]): Fields => {
    const [key = "", index, column] = name.split(".");
    if (column === undefined) return [[name, value]];
    const row = `${key}.${index}`;
    let known = seen.get(row);
    if (known === undefined) {
      const own = fields.filter(([other]) => other.startsWith(`${row}.`));
      const filled = parseEntryFields(form, own)[key] !== undefined;
      known = { place: counts.get(key) ?? 0, kept: filled };
      if (filled) counts.set(key, known.place + 1);
      seen.set(row, known);
      if (filled) places.set(`${key}.${known.place}`, row);
    }
    return known.kept ? [[`${key}.${known.place}.${column}`, value]] : [];
  });
  return { fields: kept, places };
}

/** A path of the entry as it is named on the page. */
function toPage(path: string, places: Map<string, string>): string {
  const [key, index, column] = path.split(".");
  const row = places.get(`${key}.${index}`);
  return row === undefined || column === undefined ? path : `${row}.${column}`;
}

/** What was said before goes, the server's sentences too: what still holds is said anew. */
function clear(form: HTMLFormElement): void {
  for (const old of form.querySelectorAll(".error, .warning, .row-note")) old.remove();
}

/** Takes the marks off what is mended. */
function settleMarks(form: HTMLFormElement, wrong: ReadonlySet<string>): void {
  for (const field of form.querySelectorAll(".field.bad")) {
    if (field.querySelector(".error") === null) field.classList.remove("bad");
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    if (!wrong.has(control.id)) control.removeAttribute("aria-invalid");
  }
}

function show(one: Finding, lang: "zh" | "en"): void {
  const control = document.getElementById(one.path) ?? document.getElementById(one.path.split(".")[0] ?? "");
  if (control === null) return;
  const note = document.createElement("span");
  note.className = one.level === "block" ? "error" : "warning";
  note.textContent = one[lang];
  const row = control.closest("tr");
  if (row === null) return void (control.closest(".field") ?? control).append(note);
  const line = document.createElement("tr");
  line.className = "row-note";
  const cell = line.insertCell();
  cell.colSpan = row.children.length;
  cell.append(note);
  row.after(line);
}

function writeFigures(
  form: FormDefinition,
  value: unknown,
  ctx: EntryContext,
  lang: "zh" | "en",
  places: Map<string, string>,
) {
  const figures = computeEntryFigures(form, value, ctx, lang);
  for (const [path, text] of Object.entries(figures.auto)) {
    const output = document.querySelector(`[data-auto="${toPage(path, places)}"]`);
    if (output) output.textContent = text;
  }
  const line = document.getElementById("char-line");
  if (line === null || figures.chars === null || figures.han === null) return;
  const words = { count: line.dataset.count ?? "", han: line.dataset.han ?? "" };
  const least = Number(line.dataset.least);
  line.textContent = describeCount(words, { chars: figures.chars, han: figures.han, least });
}

/** Sentences come and go above what somebody types into: it stays where it is seen, and not under the buttons. */
function holdFocus(change: () => void): void {
  const place = () => document.activeElement?.getBoundingClientRect().top ?? 0;
  const before = place();
  change();
  scrollBy(0, place() - before);
}

/**
 * Counts at once and says what does not add up, by the very checks the server makes. Called when
 * something was typed already, whose words are looked at first.
 */
export function watchChecks(bare: FormDefinition): void {
  const element = document.querySelector<HTMLFormElement>("#entry-form");
  if (element === null) return;
  const ctx: EntryContext = JSON.parse(element.dataset.context ?? "");
  const form = fitForm(bare, ctx);
  const lang = element.dataset.lang === "en" ? "en" : "zh";
  // After a refused hand-in everything is said until it is mended; before, only what is wrong already.
  const strict = element.querySelector(".error") !== null;
  const voice = document.createElement("p");
  voice.className = "sr";
  voice.setAttribute("role", "status");
  element.append(voice);
  let spoken = new Set<string>();
  let timer = 0;
  const run = () => {
    const { fields, places } = closeUp(form, readFields(element));
    const value = parseEntryFields(form, fields);
    const findings = checkEntry(form, value, ctx)
      .filter((one) => strict || !isUnfinished(one))
      .map((one) => ({ ...one, path: toPage(one.path, places) }));
    holdFocus(() => {
      writeFigures(form, value, ctx, lang, places);
      clear(element);
      for (const one of findings) show(one, lang);
      settleMarks(element, new Set(findings.filter((one) => one.level === "block").map((one) => one.path)));
    });
    const sentences = findings.map((one) => one[lang]);
    voice.textContent = sentences.filter((one) => !spoken.has(one)).join(" ");
    spoken = new Set(sentences);
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(run, PAUSE_MS);
  };
  element.addEventListener("input", later);
  later();
}
