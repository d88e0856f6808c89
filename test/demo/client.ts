import { check } from "./checks";
import { type Form, fillForm, type Pair, readForms, readWords } from "./page";

/** What a file is picked as. */
export interface PickedFile {
  field: string;
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** An answer, read whole. */
export class Answer {
  /** Where it came from in the end, path and query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;

  constructor(path: string, response: Response, bytes: Buffer) {
    this.path = path;
    this.status = response.status;
    this.headers = response.headers;
    this.bytes = bytes;
  }

  get html(): string {
    return this.bytes.toString("utf8");
  }

  get words(): string {
    return readWords(this.html);
  }

  get forms(): Form[] {
    return readForms(this.html);
  }

  json<T>(): T {
    return JSON.parse(this.html) as T;
  }

  /** The form whose action is `action`, and that `wanted` picks where there are several. */
  form(action: string, wanted: (form: Form) => boolean = () => true): Form {
    const found = this.forms.find((form) => form.action === action && wanted(form));
    check(found, `The page ${this.path} has no form for ${action}.`);
    return found;
  }

  /** The same answer, when its status is `status`; else the demo ends. */
  expect(status: number, what: string): this {
    const said = this.status < 400 || status === this.status ? "" : ` (${this.words.slice(0, 300)})`;
    check(this.status === status, `${what}: answered ${this.status}, expected ${status}${said}.`);
    return this;
  }
}

const SAFE = new Set(["GET", "HEAD"]);
const MAX_REDIRECTS = 5;

/** One browser: keeps cookies, says where its writes come from, follows redirects as told to. */
export class Client {
  readonly #cookies = new Map<string, string>();
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** One request; redirects are not followed. */
  async request(path: string, init: RequestInit = {}): Promise<Answer> {
    const method = init.method ?? "GET";
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0) {
      headers.set("Cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    }
    if (!SAFE.has(method)) {
      headers.set("Origin", this.origin);
      headers.set("Sec-Fetch-Site", "same-origin");
    }
    const response = await fetch(new URL(path, this.origin), { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return new Answer(path, response, Buffer.from(await response.arrayBuffer()));
  }

  /** Opens a page as a person does, through any redirects. */
  async open(path: string): Promise<Answer> {
    return this.#follow(await this.request(path, { headers: { Accept: "text/html" } }));
  }

  getJson(path: string): Promise<Answer> {
    return this.request(path, { headers: { Accept: "application/json" } });
  }

  /** Fills in a form of a page and presses a button. */
  async submit(
    form: Form,
    typed: readonly Pair[] = [],
    press: { button?: Pair; files?: readonly PickedFile[] } = {},
  ): Promise<Answer> {
    const { button, files = [] } = press;
    if (button !== undefined) {
      const [name, value] = button;
      const there = form.buttons.some((one) => one[0] === name && one[1] === value);
      check(there, `The form for ${form.action} has no button ${name}=${value}.`);
    }
    const pairs = [...fillForm(form, typed), ...(button === undefined ? [] : [button])];
    const headers = { Accept: "text/html" };
    if (form.method === "GET") return this.open(`${form.action}?${new URLSearchParams(pairs)}`);
    const body = form.multipart ? buildMultipart(pairs, files) : new URLSearchParams(pairs);
    return this.#follow(await this.request(form.action, { method: "POST", body, headers }));
  }

  async #follow(answer: Answer): Promise<Answer> {
    let now = answer;
    for (let i = 0; i < MAX_REDIRECTS && now.status >= 301 && now.status <= 303; i++) {
      const to = new URL(now.headers.get("Location") ?? "", new URL(now.path, this.origin));
      check(to.origin === this.origin, `${now.path} leads to another site, ${to.origin}.`);
      now = await this.request(`${to.pathname}${to.search}`, { headers: { Accept: "text/html" } });
    }
    return now;
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const gone = value === "" || attributes.some((one) => /^max-age=0$/i.test(one));
    if (gone) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Hidden fields first, as the page has them: the server reads in order. */
function buildMultipart(pairs: readonly Pair[], files: readonly PickedFile[]): FormData {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  for (const { field, name, bytes } of files) data.append(field, new File([bytes], name));
  return data;
}
