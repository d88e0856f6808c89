/** A browser in which a member of a committee's staff is signed in, without the cost of a password. */
import { STAFF_COOKIE } from "../../worker/access";
import { openDb } from "../../worker/db";
import { newToken } from "../../worker/ids";
import { insertStaffSession } from "../../worker/staff/session.store";
import { type Client, createClient, env, type TestApp } from "./worker";

export async function signInStaff(app: TestApp, staffId: string): Promise<Client> {
  const token = newToken();
  await insertStaffSession(openDb(env.DB), { token, staffId, now: app.now });
  const client = createClient(app);
  client.cookies.set(`__Host-${STAFF_COOKIE}`, token);
  return client;
}

const ENTITIES: Readonly<Record<string, string>> = { "&quot;": '"', "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const unescapeHtml = (text: string) => text.replace(/&(?:quot|amp|lt|gt);/g, (one) => ENTITIES[one] ?? one);

/** The inputs of a page as a browser would send them back; radios and boxes only where checked. */
export function readInputs(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const name = attribute("name");
    const choice = /\btype="(?:radio|checkbox)"/.test(tag);
    if (name === undefined || (choice && !/\bchecked\b/.test(tag))) continue;
    fields[name] = unescapeHtml(attribute("value") ?? "");
  }
  return fields;
}
