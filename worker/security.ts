import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ASSET_MANIFEST } from "./assets";
import { type AppEnv, refuse } from "./http";

/** Scripts, styles and forms only from this site; nothing inline, nothing framed (ASVS 5.0, 3.4.3–3.4.8). */
export const PAGE_CSP = [
  "default-src 'none'",
  // And the two lines that say before the first paint that scripts run.
  `script-src 'self' '${ASSET_MANIFEST.inline.scriptHash}'`,
  // And the styles that the branch's page carries in itself, byte for byte.
  `style-src 'self' '${ASSET_MANIFEST.inline.cssHash}'`,
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

/**
 * What every answer carries. `same-origin` rather than `no-referrer`: under the latter a
 * browser sends `Origin: null` with a form post, and the write check below would refuse it.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": PAGE_CSP,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
  "Strict-Transport-Security": "max-age=31536000",
};

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
};

/**
 * Every write must come from a page of this site, or from a program that carries no
 * cookie. Both headers are checked where present; a cookie without an Origin is refused.
 * Problem: `request.forbidden_origin`.
 */
export const writeOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) {
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site");
    const foreign = origin !== undefined && origin !== new URL(c.req.url).origin;
    const crossSite = site !== undefined && site !== "same-origin";
    const unexplained = origin === undefined && site === undefined && c.req.header("cookie") !== undefined;
    if (foreign || crossSite || unexplained) refuse("request.forbidden_origin");
  }
  await next();
};

/** The most a form or a JSON body may weigh; a round definition of 60 artifacts has about 60 kB. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
export const MAX_FORM_TEXT = "2 MB";
/** A form posts three bytes for each byte of Chinese, so that an entry of 1 MB still fits. */
const MAX_ENTRY_FORM_BYTES = 4 * 1024 * 1024;

const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => refuse("request.too_large", { limit: MAX_FORM_TEXT }),
});
const limitEntryForm = bodyLimit({
  maxSize: MAX_ENTRY_FORM_BYTES,
  onError: () => refuse("request.too_large", { limit: "4 MB" }),
});
const ENTRY_FORM_PATH = /^\/b\/[^/]+\/forms\//;

const UPLOAD_PATH =
  /^\/(?:b\/[^/]+\/files\/[^/]+|committee\/rounds\/[^/]+\/blanks\/[^/]+|api\/submissions\/[^/]+\/(?:artifacts\/[^/]+\/files|uploads(?:\/[^/]+)?))$/;

/**
 * Bodies are read whole into memory everywhere but on the upload routes, which count while
 * they stream; so everywhere else they are small. Problem: `request.too_large`.
 */
export const bodySize: MiddlewareHandler<AppEnv> = (c, next) => {
  if (UPLOAD_PATH.test(c.req.path)) return next();
  return ENTRY_FORM_PATH.test(c.req.path) ? limitEntryForm(c, next) : limitBody(c, next);
};
