import { beforeEach, expect, test } from "vitest";
import { zh } from "../../web/text/zh";
import { UPLOAD_KEPT_HOURS } from "../../worker/uploads/upload.rules";
import { makeJpg } from "../support/files";
import { readWords } from "../support/markup";
import { makeTusClient, type TusClient } from "../support/tus";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

const photos = makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 });
const minutes = makeArtifact("minutes", { accepts: ["jpg"], maxFiles: 0 });
const record = makeArtifact("record", { kind: "form", form: "meeting_minutes", minFiles: 0 });
const photo = makeJpg("会场", 120_000);
const NAME = "会场.jpg";

let world: World;
let client: Client;
let tus: TusClient;
let page: string;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition: makeDefinition([photos, minutes, record]) });
  client = await world.branch();
  tus = makeTusClient(world);
  page = `/b/${world.of().submissionId}`;
});

/** A file of which 50,000 bytes came before the line broke. @returns the upload's path */
async function breakOff(artifact = "photos", name = NAME): Promise<string> {
  const path = await tus.create(photo.length, { artifact, filename: name });
  expect((await tus.patch(path, 0, photo.slice(0, 50_000))).status).toBe(204);
  return path;
}

const idOf = (path: string) => path.split("/").at(-1) ?? "";
const show = async (at = page) => (await client.get(at)).text();
const countSaid = (html: string) => html.split("data-unfinished=").length - 1;
const drop = (path: string, by = client) =>
  by.post(`${page}/uploads/${idOf(path)}/drop`, { artifact: "photos" });

test("a file that broke off is said under its artifact, with how much of it came and how it goes on", async () => {
  await breakOff();
  const html = await show();
  expect(readWords(html)).toContain(`${NAME} ${zh.branch.status.unfinished("49 KB", "117 KB")}`);
  expect(html.indexOf('id="a-photos"')).toBeLessThan(html.indexOf("data-unfinished"));
  expect(html.indexOf("data-unfinished")).toBeLessThan(html.indexOf('id="a-minutes"'));
});

test("what was announced only, what came to its end, and what is over its time are not said", async () => {
  await tus.create(photo.length, { artifact: "photos", filename: "只是说了.jpg" });
  const whole = await breakOff("minutes", "传完.jpg");
  await tus.patch(whole, 50_000, photo.slice(50_000));
  expect(countSaid(await show())).toBe(0);
  await breakOff();
  expect(countSaid(await show())).toBe(1);
  world.app.now = new Date(Date.parse(WORLD_NOW) + UPLOAD_KEPT_HOURS * 3_600_000).toISOString();
  expect(countSaid(await show())).toBe(0);
});

test("nor what was sent anew since, by name and length, as a phone does that does not know its photo again", async () => {
  await breakOff();
  await sendFile(world, "photos", photo, NAME);
  expect(countSaid(await show())).toBe(0);
});

test("given up, nothing of it stays, and giving it up again is no fault", async () => {
  const path = await breakOff();
  for (const _time of ["once", "twice"]) {
    const answer = await drop(path);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${page}#a-photos`]);
  }
  expect(countSaid(await show())).toBe(0);
  expect(await tus.offset(path)).toBe(-404);
  expect((await env.FILES.list()).objects).toEqual([]);
});

test("a file for a field of a form is said on the form's page, and giving it up leads back there", async () => {
  const form = `${page}/forms/record`;
  const path = await tus.create(photo.length, { artifact: "record", field: "sign_in", filename: NAME });
  await tus.patch(path, 0, photo.slice(0, 50_000));
  expect(countSaid(await show())).toBe(0);
  expect(countSaid(await show(form))).toBe(1);
  const answer = await client.post(`${page}/uploads/${idOf(path)}/drop`, {
    artifact: "record",
    field: "sign_in",
  });
  expect(answer.headers.get("location")).toBe(`${form}#files-sign_in`);
  expect(countSaid(await show(form))).toBe(0);
});

test("another branch can neither see nor end it", async () => {
  const path = await breakOff();
  const other = world.branches[1];
  if (other === undefined) throw new Error("there is no other branch");
  const stranger = await world.branch(other.code);
  expect((await drop(path, stranger)).status).toBe(401);
  const own = `/b/${other.submissionId}`;
  await stranger.post(`${own}/uploads/${idOf(path)}/drop`, { artifact: "photos" });
  expect(countSaid(await (await stranger.get(own)).text())).toBe(0);
  expect(await tus.offset(path)).toBe(50_000);
});

test("a file that is in is not given up with its upload", async () => {
  const path = await breakOff();
  await tus.patch(path, 50_000, photo.slice(50_000));
  await drop(path);
  expect(readWords(await show())).toContain(NAME);
  const { results } = await env.DB.prepare("SELECT state FROM files").all();
  expect(results).toEqual([{ state: "stored" }]);
});
