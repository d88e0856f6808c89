import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Lang } from "../schemas/deadline";
import type { AppContext, AppEnv } from "./http";

const YEAR_SECONDS = 365 * 86_400;

/** The reader's language: `?lang=`, then the cookie that choosing one sets, else zh-CN. */
export function langOf(c: AppContext): Lang {
  const asked = c.req.query("lang") ?? getCookie(c, "hz_lang");
  return asked === "en" ? "en" : "zh";
}

/** Remembers a language chosen by `?lang=`; a preference of the browser, not a change of ours. */
export const langChoice: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const chosen = c.req.query("lang");
  if (chosen === "en" || chosen === "zh") {
    setCookie(c, "hz_lang", chosen, { path: "/", sameSite: "Lax", maxAge: YEAR_SECONDS });
  }
};
