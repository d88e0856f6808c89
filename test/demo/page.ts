/** A page as somebody without JavaScript has it: its words, its links, and its forms ready to be filled in. */

/** A name and what goes with it, as a form sends it. */
export type Pair = [name: string, value: string];

export interface Control {
  name: string;
  /** `select`, `textarea`, or the type of an input. */
  type: string;
  value: string;
  /** For boxes and circles; true for everything else that is sent. */
  on: boolean;
  accept: string | null;
  multiple: boolean;
}

export interface Form {
  id: string;
  method: string;
  action: string;
  multipart: boolean;
  controls: Control[];
  /** Buttons by what they send. */
  buttons: Pair[];
  /** Names of a row that the page can add, with `__i__` for its number. */
  rowNames: Set<string>;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? whole);
  });
}

/** A picker that asks a phone for its camera. */
export const isPhotoPicker = (control: Control): boolean => control.accept?.includes("image/") ?? false;

/** The words of a page, white space collapsed. */
export function readWords(html: string): string {
  const body = html.replace(/<(script|style|template)\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " ");
  return decode(body).replace(/\s+/g, " ").trim();
}

/** Where the links of a page lead. */
export function listLinks(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map((match) => decode(match[1] ?? ""));
}

type Attributes = Map<string, string>;

function readAttributes(text: string): Attributes {
  const pairs = [...text.matchAll(/([^\s=/>"]+)(?:="([^"]*)")?/g)];
  return new Map(pairs.map((match) => [(match[1] ?? "").toLowerCase(), decode(match[2] ?? "")]));
}

const SILENT = new Set(["submit", "button", "image", "reset"]);

/** Puts the forms of a page together from its tags, in order; our own markup is regular enough for that. */
class FormReader {
  readonly forms: Form[] = [];
  readonly #late: { owner: string; button: Pair }[] = [];
  #open: Form | null = null;
  #select: Control | null = null;
  #inTemplate = false;

  read(html: string): Form[] {
    const tags = /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*\/?>/gi;
    for (let match = tags.exec(html); match !== null; match = tags.exec(html)) {
      const [, slash, name = "", rest = ""] = match;
      if (slash) this.#close(name);
      else this.#begin(name, readAttributes(rest), html.slice(tags.lastIndex));
    }
    for (const { owner, button } of this.#late) {
      this.forms.find((form) => form.id === owner)?.buttons.push(button);
    }
    return this.forms;
  }

  #close(name: string): void {
    if (name === "form") this.#open = null;
    if (name === "select") this.#select = null;
    if (name === "template") this.#inTemplate = false;
  }

  #begin(name: string, at: Attributes, after: string): void {
    if (name === "template") this.#inTemplate = true;
    else if (name === "form") this.#openForm(at);
    else if (name === "option") this.#addOption(at);
    else if (name === "button") this.#addButton(at);
    else if (name === "textarea") this.#add(at, "textarea", decode(readTextarea(after)));
    else if (name === "select") this.#select = this.#add(at, "select", "");
    else if (name === "input") this.#addInput(at);
  }

  #openForm(at: Attributes): void {
    this.#open = {
      id: at.get("id") ?? "",
      method: (at.get("method") ?? "get").toUpperCase(),
      action: at.get("action") ?? "",
      multipart: at.get("enctype") === "multipart/form-data",
      controls: [],
      buttons: [],
      rowNames: new Set(),
    };
    this.forms.push(this.#open);
  }

  #addInput(at: Attributes): void {
    const type = at.get("type") ?? "text";
    const boxed = type === "checkbox" || type === "radio";
    if (SILENT.has(type)) return;
    this.#add(at, type, at.get("value") ?? (boxed ? "on" : ""), !boxed || at.has("checked"));
  }

  #add(at: Attributes, type: string, value: string, on = true): Control | null {
    const name = at.get("name") ?? "";
    if (name === "" || this.#open === null || at.has("disabled")) return null;
    if (this.#inTemplate) {
      this.#open.rowNames.add(name);
      return null;
    }
    const accept = at.get("accept") ?? null;
    const control = { name, type, value, on, accept, multiple: at.has("multiple") };
    this.#open.controls.push(control);
    return control;
  }

  #addOption(at: Attributes): void {
    if (this.#select !== null && at.has("selected")) this.#select.value = at.get("value") ?? "";
  }

  #addButton(at: Attributes): void {
    if (this.#inTemplate || (at.get("type") ?? "submit") !== "submit") return;
    const button: Pair = [at.get("name") ?? "", at.get("value") ?? ""];
    const owner = at.get("form");
    if (owner !== undefined) this.#late.push({ owner, button });
    else this.#open?.buttons.push(button);
  }
}

/** HTML drops one line break right behind the opening tag. */
function readTextarea(after: string): string {
  return after.slice(0, after.indexOf("</textarea>")).replace(/^\r?\n/, "");
}

export const readForms = (html: string): Form[] => new FormReader().read(html);

/** What a form sends as it stands on the page, without a button. */
export function listSent(form: Form): Pair[] {
  return form.controls
    .filter((one) => one.on && one.type !== "file")
    .map((one): Pair => [one.name, one.value]);
}

/**
 * A form filled in: what `typed` names is put in the place of what stood there, the rest
 * stays. Throws on a name that the page neither has nor can add as a row's.
 */
export function fillForm(form: Form, typed: readonly Pair[]): Pair[] {
  const names = new Set(typed.map(([name]) => name));
  const known = new Set(form.controls.map((one) => one.name));
  for (const name of names) {
    const inRow = name.replace(/^([a-z_]+)\.\d+\./, "$1.__i__.");
    if (!known.has(name) && !form.rowNames.has(inRow)) throw new Error(`the page has no field ${name}`);
  }
  return [...listSent(form).filter(([name]) => !names.has(name)), ...typed];
}
