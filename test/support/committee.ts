/** A browser in which a member of a committee's staff is signed in, without the cost of a password. */
import { STAFF_COOKIE } from "../../worker/access";
import { openDb } from "../../worker/db";
import { newToken } from "../../worker/ids";
import { insertStaffSession } from "../../worker/staff/session.store";
import { type Client, createClient, createTestApp, env, reset, type TestApp } from "./worker";

export async function signInStaff(app: TestApp, staffId: string): Promise<Client> {
  const token = newToken();
  await insertStaffSession(openDb(env.DB), { token, staffId, now: app.now });
  const client = createClient(app);
  client.cookies.set(`__Host-${STAFF_COOKIE}`, token);
  return client;
}

export interface StaffDesk {
  app: TestApp;
  client: Client;
  by: { committeeId: string; staffId: string };
}

/** An empty store, a committee made by `make`, and a browser in which its staff is signed in. */
export async function openStaffDesk(
  now: string,
  make: (now: string) => Promise<StaffDesk["by"]>,
): Promise<StaffDesk> {
  await reset();
  const app = createTestApp({ now });
  const by = await make(now);
  return { app, by, client: await signInStaff(app, by.staffId) };
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

export const editPath = (roundId: string) => `/committee/rounds/${roundId}/edit`;

/** A draft made by the page of new rounds. */
export async function createFromTemplate(client: Client, template: string, profile: string): Promise<string> {
  const answer = await client.post("/committee/rounds", { template, profile });
  const id = /rnd_[0-9a-z]+/.exec(answer.headers.get("location") ?? "")?.[0];
  if (id === undefined) throw new Error(`no draft was made: ${answer.status}`);
  return id;
}

export const readForm = async (client: Client, roundId: string) =>
  readInputs(await (await client.get(editPath(roundId))).text());

/** The edit form with everything as the page has it, but for `changes`, and one of its buttons pressed. */
export async function saveForm(
  client: Client,
  roundId: string,
  changes: Record<string, string>,
  action = "save",
): Promise<Response> {
  return client.post(editPath(roundId), { ...(await readForm(client, roundId)), ...changes, action });
}

export const readRound = (roundId: string) =>
  env.DB.prepare("SELECT * FROM rounds WHERE id = ?").bind(roundId).first();

export const countRows = (table: string) =>
  env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<number>("n");

export async function listEventTypes(chain: string): Promise<string[]> {
  const statement = env.DB.prepare("SELECT type FROM events WHERE chain_id = ? ORDER BY seq");
  const { results } = await statement.bind(chain).all();
  return results.map((row) => String(row.type));
}
