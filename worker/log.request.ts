import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "./http";
import { writeLog } from "./log";

/** One line per request, by the pattern of its route: an address may hold a code or an id. */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const begun = Date.now();
  await next();
  writeLog({
    level: c.res.status >= 500 ? "error" : "info",
    message: "request",
    request: c.get("requestId"),
    method: c.req.method,
    route: routePath(c, -1),
    status: c.res.status,
    ms: Date.now() - begun,
  });
};
