import type { Context } from "hono";
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import { type Problem, type ProblemCode, problem } from "../schemas/problem";
import type { BranchAccess } from "./branches/link.store";
import { type Db, openDb } from "./db";
import type { RoundRow } from "./rounds/round.store";
import type { StaffAccess } from "./staff/session.store";
import type { SubmissionSheet } from "./submissions/facts.store";

/** A field of a form post, its name first. */
export type Field = readonly [string, string];

/** What every handler can reach. The clock is an argument of the whole program, never read elsewhere. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    clock: () => Date;
    requestId: string;
    staff: StaffAccess;
    branch: BranchAccess;
    /** The branch's sheet, asked for beside its session; whoever takes it takes it away. */
    sheet: Promise<SubmissionSheet | null> | undefined;
    round: RoundRow;
    /** The text fields of the form post as far as they were read. */
    fields: readonly Field[];
  };
}
export type AppContext = Context<AppEnv>;

/** A refusal on its way to the one error exit. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** Stops the request with a problem; the front door answers. */
export function refuse(code: ProblemCode, details: Record<string, string | number> = {}): never {
  throw new Refusal(problem(code, details));
}

export function refuseWith(one: Problem): never {
  throw new Refusal(one);
}

/** The request's instant, UTC ISO. */
export function nowOf(c: AppContext): string {
  return c.get("clock")().toISOString();
}

export function dbOf(c: AppContext): Db {
  return openDb(c.env.DB);
}

export function originOf(c: AppContext): string {
  return new URL(c.req.url).origin;
}

/** True when the caller is a program rather than a person's browser. */
export function wantsJson(c: AppContext): boolean {
  const accept = c.req.header("accept") ?? "";
  return c.req.path.startsWith("/api/") || accept.includes("application/json") || accept.includes("+json");
}

/** The statuses a page is answered with: every status of the problem catalogue among them. */
export type PageStatus = 200 | 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 416 | 422 | 429 | 500;

/** Answers with a rendered page. Pages are private to the reader and never stored by caches. */
export function sendPage<P>(c: AppContext, page: VNode<P>, status: PageStatus = 200) {
  c.header("Cache-Control", "private, no-store");
  return c.html(`<!doctype html>${render(page as VNode<never> as VNode)}`, status);
}

/** A form post ends in a redirect to a GET, so that reloading never posts twice. */
export function seeOther(c: AppContext, path: string) {
  c.header("Cache-Control", "no-store");
  return c.redirect(path, 303);
}

export function sendJson(c: AppContext, body: unknown, status: 200 | 201 | 202 = 200) {
  c.header("Cache-Control", "private, no-store");
  return c.json(body as never, status);
}

/** The text fields of a form post, in order, files left out. The front door bounds what is read (`bodySize`). */
export async function readFields(c: AppContext): Promise<[string, string][]> {
  const form = await c.req.raw.formData().catch((fault) => {
    if (fault instanceof TypeError) refuse("request.invalid", { reason: "Content-Type" });
    throw fault;
  });
  const fields: [string, string][] = [];
  form.forEach((value, key) => {
    if (typeof value === "string") fields.push([key, value]);
  });
  c.set("fields", fields);
  return fields;
}

export function fieldOf(fields: readonly Field[], name: string): string {
  return fields.find(([key]) => key === name)?.[1] ?? "";
}
