import { beforeEach, describe, expect, test } from "vitest";
import { FORMS } from "../../schemas/forms";
import type { FormField } from "../../schemas/forms/vocabulary";
import { enChoices } from "../../web/text/en.choices";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { readWords } from "../support/markup";
import { type Client, reset } from "../support/worker";
import { makeWorld, type World } from "../support/world";

/** Names, and what the notice itself says, stand in its own language. */
const ROUND = buildDemoRound("2026-12-01");
const FORM_KEYS = ROUND.artifacts.filter((one) => one.kind === "form").map((one) => one.key);

let world: World;
let client: Client;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition: ROUND });
  client = await world.branch();
});

const page = (path = "") => `/b/${world.of().submissionId}${path}`;

function listOwn(): string[] {
  const { notice, theme, contacts, artifacts } = ROUND;
  const [contact] = contacts;
  return [
    ...[notice.title, notice.number, notice.issuer, theme, world.of().name, "中共霁川区教育局委员会"],
    ...[contact?.name, contact?.office, contact?.hours],
    ...artifacts.flatMap(({ dueText, source, note, deliverTo }) => [dueText, source, note, deliverTo]),
  ].filter((one) => typeof one === "string" && one !== "") as string[];
}

/** What is still Chinese when the round's own words are taken out, and the way to the other language. */
async function listChinese(answer: Response): Promise<string[]> {
  const words = listOwn()
    .sort((a, b) => b.length - a.length)
    .reduce((said, own) => said.replaceAll(own, ""), readWords(await answer.text()));
  return (words.match(/.{0,20}[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+.{0,20}/gu) ?? []).filter(
    (one) => !one.includes("中文"),
  );
}

describe("in English nothing is Chinese but what the notice says", () => {
  const get = (path: string) => client.get(`${page(path)}?lang=en`);

  test("on the branch's page, its questions and its refusals", async () => {
    for (const path of ["", "/ask"]) expect(await listChinese(await get(path)), path).toEqual([]);
    const wordless = { kind: "extension", artifact: "", due: "", text: "" };
    expect(await listChinese(await client.submit(page("/ask"), wordless))).toEqual([]);
  });

  test.each(FORM_KEYS)("on the form of %s, blank and refused", async (key) => {
    const path = `/forms/${key}`;
    expect(await listChinese(await get(path))).toEqual([]);
    const refused = await client.post(page(path), { action: "hand_in" });
    const told = await client.get(refused.headers.get("location") ?? "");
    expect(readWords(await told.clone().text())).toMatch(/things? need mending/);
    expect(await listChinese(told)).toEqual([]);
  });

  test("where something is no longer taken", async () => {
    await get("");
    world.app.now = "2027-03-01T01:00:00.000Z";
    client = await world.branch();
    await get("");
    const clerk = await world.staff();
    await clerk.send(`/api/rounds/${world.roundId}/close`, {});
    for (const path of ["", `/forms/${FORM_KEYS[0]}`]) expect(await listChinese(await get(path))).toEqual([]);
  });
});

describe("the fixed choices of the forms", () => {
  const listChoices = (field: FormField): string[] => [
    ...(field.options ?? []),
    ...(field.columns ?? []).flatMap(listChoices),
  ];

  test("all have an English word", () => {
    const choices = Object.values(FORMS).flatMap((form) => form.fields.flatMap(listChoices));
    expect(choices.filter((one) => enChoices[one] === undefined)).toEqual([]);
  });
});
