/** The harness of the tests that run in workerd: a clean database, an app with a clock, a browser-like client. */
import {
  createExecutionContext,
  type D1Migration,
  reset as dropStorage,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env as bindings } from "cloudflare:workers";
import { afterEach } from "vitest";

/** The Worker's own bindings, and the migrations the config read from disk. */
export const env = bindings as Env & { TEST_MIGRATIONS: D1Migration[] };

/** Empties D1 and R2 and migrates anew. Storage is shared by the tests of one file: call it in `beforeEach`. */
export async function reset(): Promise<void> {
  await dropStorage();
  // As one batch: one after another, as they are applied to a database in use, takes three times as long.
  const queries = env.TEST_MIGRATIONS.flatMap((one) => one.queries);
  await env.DB.batch(queries.map((query) => env.DB.prepare(query)));
}

/** Of requests that write; one that reads may wait for ever for a body that a test did not want. */
const writes = new Set<ExecutionContext>();

// What a write left to waitUntil, a pack being sealed, must not be cut off by the next test's reset.
afterEach(async () => {
  for (const context of writes) await waitOnExecutionContext(context);
  writes.clear();
});

export const TEST_ORIGIN = "https://huizhi.test";

export interface TestApp {
  /** The instant every request sees; assign to move time. UTC ISO. */
  now: string;
  readonly origin: string;
  /** One request, answered by the real app; redirects are not followed. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Waits for what requests left to `waitUntil`. */
  idle(): Promise<void>;
}

/** What the harness needs of an app: Hono's door. */
export interface Door {
  fetch(request: Request, env: Env, context: ExecutionContext): Response | Promise<Response>;
}

export interface TestAppOptions {
  /** UTC ISO. */
  now?: string;
  origin?: string;
  /** Instead of the whole Worker, an app of a few routes. */
  app?: (options: { clock: () => Date }) => Door;
  /** Bindings that stand in front of the real ones (for faults and limits). */
  env?: Partial<Env>;
}

export function createTestApp(options: TestAppOptions = {}): TestApp {
  const contexts: ExecutionContext[] = [];
  const clock = () => new Date(testApp.now);
  let door: Promise<Door> | undefined;
  const open = async (): Promise<Door> =>
    options.app === undefined
      ? (await import("../../worker/index")).createApp({ clock })
      : options.app({ clock });
  const testApp: TestApp = {
    now: options.now ?? "2026-07-01T01:00:00.000Z",
    origin: options.origin ?? TEST_ORIGIN,
    async request(path, init) {
      const context = createExecutionContext();
      contexts.push(context);
      if (!["GET", "HEAD"].includes(init?.method ?? "GET")) writes.add(context);
      door ??= open();
      const request = new Request(new URL(path, testApp.origin), { redirect: "manual", ...init });
      return (await door).fetch(request, { ...env, ...options.env }, context);
    },
    async idle() {
      for (const context of contexts.splice(0)) await waitOnExecutionContext(context);
    },
  };
  return testApp;
}

export type FormFields = Record<string, string | Blob> | readonly (readonly [string, string | Blob])[];

export interface Client {
  readonly cookies: Map<string, string>;
  /** Any request with this client's cookies; writes carry the Origin of the site. */
  request(path: string, init?: RequestInit): Promise<Response>;
  get(path: string, headers?: HeadersInit): Promise<Response>;
  /** A form post, as a browser sends it: multipart as soon as one field is a file. */
  post(path: string, fields?: FormFields): Promise<Response>;
  /** The same, and then the page it leads to, as a browser goes there. */
  submit(path: string, fields?: FormFields): Promise<Response>;
  /** A JSON body to an API route; method POST unless told. */
  send(path: string, body: unknown, method?: "POST" | "PUT" | "PATCH" | "DELETE"): Promise<Response>;
}

/** One browser: keeps cookies between requests, follows no redirect. */
export function createClient(app: TestApp): Client {
  const cookies = new Map<string, string>();
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0)
      headers.set("Cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    if (!["GET", "HEAD"].includes(init.method ?? "GET") && !headers.has("Origin")) {
      headers.set("Origin", app.origin);
      headers.set("Sec-Fetch-Site", "same-origin");
    }
    const response = await app.request(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    return response;
  }
  const get = (path: string, headers?: HeadersInit) =>
    request(path, { headers: { Accept: "text/html", ...Object.fromEntries(new Headers(headers)) } });
  const post = (path: string, fields: FormFields = {}) =>
    request(path, { method: "POST", body: formBody(fields), headers: { Accept: "text/html" } });
  return {
    cookies,
    request,
    get,
    post,
    submit: async (path, fields) => {
      const answer = await post(path, fields);
      if (answer.status !== 303) throw new Error(`the post was answered in place: ${answer.status}`);
      return get((answer.headers.get("location") ?? "").split("#")[0] ?? "");
    },
    send: (path, body, method = "POST") =>
      request(path, {
        method,
        body: JSON.stringify(body),
        headers: { Accept: "application/json", "Content-Type": "application/json" },
      }),
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at).trim();
  const expired = attributes.some((attribute) => /^\s*max-age=(0|-\d+)\s*$/i.test(attribute));
  if (expired) cookies.delete(name);
  else cookies.set(name, pair.slice(at + 1).trim());
}

function formBody(fields: FormFields): FormData | URLSearchParams {
  const pairs = Array.isArray(fields) ? (fields as [string, string | Blob][]) : Object.entries(fields);
  if (pairs.every(([, value]) => typeof value === "string"))
    return new URLSearchParams(pairs as [string, string][]);
  const form = new FormData();
  for (const [name, value] of pairs) form.append(name, value as Blob);
  return form;
}
