import type { z } from "zod";
import { problem } from "../schemas/problem";
import { type AppContext, refuse, refuseWith } from "./http";

/** The request's JSON, checked by its schema. Problem: `request.invalid`, with a finding per issue. */
export async function readBody<T>(c: AppContext, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.slice(0, 50).map((issue) => ({
    path: issue.path.join("."),
    level: "block" as const,
    code: "request.invalid",
    zh: issue.message,
    en: issue.message,
  }));
  const first = findings[0];
  const reason = first === undefined ? "JSON" : `${first.path} ${first.en}`.trim();
  refuseWith(problem("request.invalid", { reason }, findings));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse("request.invalid", { reason: "JSON" });
  }
}
