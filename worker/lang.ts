import { getCookie } from "hono/cookie";
import type { AppContext } from "./http";

export type Lang = "zh" | "en";

/** The reader's language: `?lang=`, then the cookie that choosing one sets, else zh-CN. */
export function langOf(c: AppContext): Lang {
  const asked = c.req.query("lang") ?? getCookie(c, "hz_lang");
  return asked === "en" ? "en" : "zh";
}
