import { Hono } from "hono";
import { API_ROUTES } from "../schemas/api";
import { access } from "./access";
import { pingDatabase } from "./health.store";
import { type AppContext, type AppEnv, dbOf } from "./http";
import { buildOpenapi } from "./openapi.rules";

export const openapiRoutes = new Hono<AppEnv>();

openapiRoutes.get("/api/openapi.json", access.anybody, sendOpenapi);
openapiRoutes.get("/healthz", access.anybody, sendHealth);

let document: string | undefined;

/** Made on the first request of an isolate: converting every schema at start would be paid by all. */
function sendOpenapi(c: AppContext) {
  document ??= JSON.stringify(buildOpenapi(API_ROUTES));
  return c.body(document, 200, {
    "Content-Type": "application/json",
    "Cache-Control": "public, max-age=300",
  });
}

/** Answers only when the database does; anything else is a fault of the front door. */
async function sendHealth(c: AppContext) {
  await pingDatabase(dbOf(c));
  return c.json({ ok: true }, 200, { "Cache-Control": "no-store" });
}
