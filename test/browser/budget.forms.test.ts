/** What a phone pays for the page of a form: of every form there is. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { localDay } from "../../schemas/deadline";
import { FORMS } from "../../schemas/forms";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { makeArtifact, makeDefinition } from "../support/definition";
import { signInAs } from "./support/committee";
import { Door } from "./support/door";
import { beginWalk, PHONE } from "./support/walk";
import { type Loaded, loadCounted, scriptsOf, sum } from "./support/wire";

/** Headers and all, nothing cached. */
const MAX_PAGE_BYTES = 20_000;
const MAX_SCRIPT_BYTES = 10_000;
/** What counts and checks comes with the first letter: with it a page may have so much script. */
const MAX_TYPING_BYTES = 15_500;
const MAX_REQUESTS = 4;

const getWalk = beginWalk();
const demo = buildDemoRound(localDay(new Date().toISOString()) ?? "");
const CHECKS = /\/assets\/checks\./;
let page: Page;
/** The page of each form: of those that the demo asks for in its round, of the others in one that asks for all. */
const paths = new Map<string, string>();

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE, baseURL: getWalk().app.url });
  await signInAs(page, getWalk().demo);
  const door = new Door(page, getWalk().app.url);
  const artifacts = Object.values(FORMS).map(({ id, title }) =>
    makeArtifact(id, { kind: "form", form: id, title }),
  );
  const definition = makeDefinition(artifacts);
  const { id } = await door.call<{ id: string }>("POST", "/api/rounds", { definition });
  await door.call("POST", `/api/rounds/${id}/publish`);
  const { rounds } = await door.call<{ rounds: { id: string }[] }>("GET", "/api/rounds");
  const open = async (round: string) => {
    const link = (await door.listLinks(round)).find((one) => one.code === "JC01");
    return (await door.open(link?.url ?? "")).path;
  };
  const all = await open(id);
  const own = await open(rounds.find((one) => one.id !== id)?.id ?? "");
  for (const form of Object.keys(FORMS)) paths.set(form, `${all}/forms/${form}`);
  for (const { form, key } of demo.artifacts) if (form) paths.set(form, `${own}/forms/${key}`);
});

/** One letter into a fresh browser, after which what checks it is waited for. */
async function loadAndType(form: string, lang: string): Promise<Loaded[]> {
  const storageState = await page.context().storageState();
  const fresh = await getWalk().open({ viewport: PHONE, storageState });
  return loadCounted(fresh, `${getWalk().app.url}${paths.get(form)}?lang=${lang}`, async () => {
    expect(await fresh.locator("script[src*=checks]").count()).toBe(0);
    const checks = fresh.waitForResponse((answer) => CHECKS.test(answer.url()));
    await fresh.locator("#entry-form :is(input[type=text], textarea)").first().press("1");
    await (await checks).finished();
  });
}

const PAGE = new Set(["Document", "Stylesheet", "Script"]);

test.each([
  ...Object.keys(FORMS).map((form) => [form, "zh"] as const),
  ["meeting_minutes", "en"] as const,
  ["appraisal_tally", "en"] as const,
])(
  "%s in %s opens within its bytes, its script and its requests, and checks within a little more",
  async (form, lang) => {
    const loaded = (await loadAndType(form, lang)).filter((one) => PAGE.has(one.type));
    const opened = loaded.filter((one) => !CHECKS.test(one.url));
    expect(loaded.length - opened.length).toBe(1);
    expect(scriptsOf(opened).length).toBeGreaterThan(0);
    expect(sum(opened)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
    expect(sum(scriptsOf(opened))).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
    expect(opened.length).toBeLessThanOrEqual(MAX_REQUESTS);
    expect(sum(scriptsOf(loaded))).toBeLessThanOrEqual(MAX_TYPING_BYTES);
  },
);
