import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { checkInvariants } from "../../worker/audit/invariants";
import { sweep } from "../../worker/retention/sweep";
import { type OpenedEntry, openArchive } from "../support/archive";
import { makeDocx, makeJpg } from "../support/files";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { title: { zh: "征求意见汇总", en: "Opinions" }, accepts: ["docx"] }),
  makeArtifact("photos", { title: { zh: "会议影像", en: "Photos" }, accepts: ["jpg"] }),
]);

let world: World;
let staff: Client;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  staff = await world.staff();
});

async function handIn(code: string, artifacts: readonly string[]): Promise<void> {
  for (const key of artifacts) {
    const bytes = key === "report" ? makeDocx(`${code} 意见`) : makeJpg(code, 20_000);
    await sendFile(world, key, bytes, `${code} ${key}`, { code });
  }
  await world.app.idle();
}

const FOLDERS = {
  JC01: "JC01_霁川区桐荫小学党支部",
  JC02: "JC02_霁川区望潮初级中学党支部",
} as const;

async function fillRound(): Promise<void> {
  await handIn("JC01", ["report", "photos"]);
  await handIn("JC02", ["report"]);
}

const textOf = (entries: readonly OpenedEntry[], path: string) =>
  new TextDecoder().decode(entries.find((one) => one.path === path)?.data ?? new Uint8Array());

async function fetchBytes(
  path: string,
  headers: Record<string, string> = {},
): Promise<Response & { bytes: Uint8Array<ArrayBuffer> }> {
  const answer = await staff.request(path, { headers: { Accept: "application/json", ...headers } });
  return Object.assign(answer, { bytes: new Uint8Array(await answer.clone().arrayBuffer()) });
}

const currentPath = () => `/api/rounds/${world.roundId}/bundle.zip`;

interface Prepared {
  id: string;
  href: string;
  bytes: number;
  branches: number;
  files: number;
  etag: string;
  manifestSha256: string;
}

async function prepare(body: object = {}): Promise<Prepared> {
  return (await staff.send(`/api/rounds/${world.roundId}/bundles`, body)).json();
}

describe("the bundle of a round", () => {
  test("has a folder per branch that handed in, and the lists of the round beside them", async () => {
    await fillRound();
    const entries = await openArchive((await fetchBytes(currentPath())).bytes);
    const tops = [...new Set(entries.map((one) => one.path.split("/")[0]))];
    expect(tops).toEqual([
      "index.html",
      "台账.xlsx",
      "台账.csv",
      "未交清单.csv",
      "SHA256SUMS",
      FOLDERS.JC01,
      FOLDERS.JC02,
    ]);
    expect(textOf(entries, "台账.csv")).toContain("霁川区第三高级中学党总支第一党支部");
    expect(textOf(entries, "未交清单.csv")).toContain("霁川区望潮初级中学党支部");
    expect(textOf(entries, "index.html")).toContain(encodeURIComponent(FOLDERS.JC01));
    const sums = textOf(entries, "SHA256SUMS").trimEnd().split("\n");
    expect(sums).toHaveLength(entries.length - 1);
    for (const entry of entries.filter((one) => one.path !== "SHA256SUMS")) {
      expect(sums).toContain(`${await sha256(new Uint8Array(entry.data ?? []))}  ${entry.path}`);
    }
  });

  test("holds what a branch's own bundle holds, byte for byte", async () => {
    await fillRound();
    const whole = await openArchive((await fetchBytes(currentPath())).bytes);
    for (const code of ["JC01", "JC02"] as const) {
      const path = `/api/rounds/${world.roundId}/branches/${world.of(code).submissionId}/bundle.zip`;
      const own = await openArchive((await fetchBytes(path)).bytes);
      const part = whole.filter((one) => one.path.startsWith(`${FOLDERS[code]}/`));
      expect(part.map(({ path: name, crc32 }) => [name, crc32])).toEqual(
        own.map(({ path: name, crc32 }) => [name, crc32]),
      );
    }
  });

  test("takes the complete ones, or those that are named, by code or id", async () => {
    await fillRound();
    const foldersOf = async (query: string) => {
      const entries = await openArchive((await fetchBytes(`${currentPath()}${query}`)).bytes);
      return [...new Set(entries.flatMap((one) => /^(JC\d\d)_/.exec(one.path)?.[1] ?? []))];
    };
    expect(await foldersOf("?state=complete")).toEqual(["JC01"]);
    expect(await foldersOf("?branch=JC02")).toEqual(["JC02"]);
    expect(await foldersOf(`?branch=${world.of("JC01").submissionId}&branch=JC02`)).toEqual(["JC01", "JC02"]);
    expect((await fetchBytes(`${currentPath()}?state=accepted`)).status).toBe(404);
    expect(await (await fetchBytes(`${currentPath()}?branch=JC03`)).json()).toMatchObject({
      code: "bundle.none",
    });
  });

  test("is the same archive before a branch is sealed and after", async () => {
    await fillRound();
    const before = await fetchBytes(currentPath());
    await sweep(env, new Date(Date.parse(WORLD_NOW) + 11 * 60_000).toISOString());
    const after = await fetchBytes(currentPath(), {
      Range: "bytes=1000-",
      "If-Range": before.headers.get("etag") ?? "",
    });
    expect(after.status).toBe(206);
    expect(after.bytes).toEqual(before.bytes.slice(1000));
  });

  test("is refused while more branches wait to be sealed than one request can render", async () => {
    await openLarge(22);
    expect(await (await fetchBytes(currentPath())).json()).toMatchObject({ code: "bundle.sealing" });
    expect((await prepare()).branches).toBe(22);
    expect((await fetchBytes(currentPath())).status).toBe(200);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

/** A round in which this many branches have handed in one file each and none is sealed. */
async function openLarge(count: number): Promise<void> {
  const many = Array.from({ length: count }, (_, i) => ({
    code: `K${String(i).padStart(2, "0")}`,
    name: `第${i}党支部`,
    numbers: { members: 9, full: 9, probationary: 0, committee: 3, floating: 0, under: null },
  }));
  await reset();
  world = await makeWorld({ definition, branches: many });
  staff = await world.staff();
  for (const one of many) await sendFile(world, "report", makeDocx(one.code), "a.docx", { code: one.code });
}

describe("more branches than one request can seal", () => {
  test("are sealed by one press after the other, which the page offers by itself", async () => {
    await openLarge(82);
    const press = (fields: Record<string, string>) =>
      staff.post(`/committee/rounds/${world.roundId}/bundles`, fields);
    // As many were left before: a press that changes nothing is not pressed again by itself.
    const stuck = await (await press({ filter: "started", left: "22" })).text();
    expect(stuck).toContain('name="left" value="22"');
    expect(stuck).not.toContain("data-again");
    await env.DB.prepare("DELETE FROM packs").run();
    const first = await press({ filter: "started" });
    const page = await first.text();
    expect(first.status).toBe(409);
    expect(page).toContain("还有 22 个支部的材料没有整理好");
    const again = /<form[^>]*data-again.*?<\/form>/s.exec(page)?.[0] ?? "";
    expect(again).toContain('name="filter" value="started"');
    const second = await press({ filter: "started" });
    expect(second.status).toBe(303);
    expect((await fetchBytes(second.headers.get("location") ?? "")).status).toBe(200);
  });
});

describe("a prepared bundle", () => {
  test("is the same bytes until its last day, whatever is handed in meanwhile", async () => {
    await fillRound();
    const made = await prepare();
    const first = await fetchBytes(made.href);
    expect([first.bytes.length, first.headers.get("etag")]).toEqual([made.bytes, made.etag]);
    expect((await openArchive(first.bytes)).length).toBe(made.files);
    await handIn("JC02", ["photos"]);
    await handIn("JC03", ["report"]);
    await staff.send(`/api/rounds/${world.roundId}/naming`, { pattern: "{材料}" }, "PUT");
    await sweep(env, new Date(Date.parse(WORLD_NOW) + 10 * 86_400_000).toISOString());
    staff = await world.staff();
    const resumed = await fetchBytes(made.href, { Range: "bytes=3000-" });
    expect(resumed.status).toBe(206);
    expect(resumed.bytes).toEqual(first.bytes.slice(3000));
    expect((await fetchBytes(currentPath())).headers.get("etag")).not.toBe(made.etag);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is made once for the same state, and goes when its time is over", async () => {
    await fillRound();
    const [one, two] = [await prepare(), await prepare()];
    expect(two.id).toBe(one.id);
    expect((await prepare({ state: "complete" })).id).not.toBe(one.id);
    world.app.now = new Date(Date.parse(WORLD_NOW) + 15 * 86_400_000).toISOString();
    staff = await world.staff();
    expect(await (await fetchBytes(one.href)).json()).toMatchObject({ code: "bundle.gone" });
    await sweep(env, world.app.now);
    const { results } = await env.DB.prepare("SELECT id FROM packs WHERE submission_id IS NULL").all();
    expect(results).toEqual([]);
    expect(await checkInvariants(env)).toEqual([]);
    const again = await prepare();
    expect(again.etag).toBe(one.etag);
    expect((await fetchBytes(again.href)).bytes.length).toBe(one.bytes);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("comes with one press of a form", async () => {
    await fillRound();
    const answer = await staff.post(`/committee/rounds/${world.roundId}/bundles`, { filter: "complete" });
    expect(answer.status).toBe(303);
    const download = await fetchBytes(answer.headers.get("location") ?? "");
    expect(download.headers.get("content-type")).toBe("application/zip");
    const page = await (await staff.get(`/committee/rounds/${world.roundId}/bundle`)).text();
    expect(page).toContain(answer.headers.get("location") ?? "none");
  });

  test("of another committee's round is not there", async () => {
    await fillRound();
    const made = await prepare();
    const other = await makeWorld({ definition });
    const stranger = await other.staff();
    expect((await stranger.request(made.href)).status).toBe(404);
    expect((await stranger.request(made.href.replace(world.roundId, other.roundId))).status).toBe(404);
  });
});

describe("a download is told in the audit log", () => {
  const told = async () =>
    (
      await env.DB.prepare(
        "SELECT actor, data FROM events WHERE type = 'bundle.downloaded' ORDER BY seq",
      ).all<{ actor: string; data: string }>()
    ).results;

  test("with who it was and what it was", async () => {
    await fillRound();
    const own = `/b/${world.of().submissionId}/bundle.zip`;
    await (await world.app.request(own, { headers: world.bearer() })).arrayBuffer();
    const made = await prepare();
    await fetchBytes(made.href);
    const lines = await told();
    expect(lines.map((one) => one.actor)).toEqual([
      expect.stringMatching(/^branch:/),
      `staff:${world.staffId}`,
    ]);
    expect(lines.map((one) => JSON.parse(one.data))).toMatchObject([
      { submission: world.of().submissionId, versions: "latest" },
      { bundle: made.id, etag: made.etag.slice(1, -1), branches: 2 },
    ]);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("what the clerk confirmed as filed", () => {
  const codeIn = (html: string) => /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(html)?.[0] ?? "";
  const archived = async () =>
    (
      await env.DB.prepare(
        "SELECT code FROM submissions WHERE archived_sha256 = content_sha256 ORDER BY code",
      ).all<{ code: string }>()
    ).results.map((one) => one.code);

  test("is every branch of a bundle, by the code at the end of its index.html", async () => {
    await fillRound();
    const made = await prepare();
    const entries = await openArchive((await fetchBytes(made.href)).bytes);
    const path = `/committee/rounds/${world.roundId}/bundles/${made.id}/archive`;
    const wrong = await staff.post(path, { code: "AAAA-AAAA-AAAA" });
    expect(wrong.status).toBe(422);
    expect(await archived()).toEqual([]);
    const code = codeIn(textOf(entries, "index.html"));
    const answer = await staff.post(path, { code: ` ${code.toLowerCase()} ` });
    expect(answer.status).toBe(303);
    expect(await archived()).toEqual(["JC01", "JC02"]);
    await handIn("JC02", ["photos"]);
    expect(await archived()).toEqual(["JC01"]);
    const page = await (await staff.get(`/committee/rounds/${world.roundId}/bundle`)).text();
    expect(page).toContain("已归档");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is one branch, by the code of its own bundle, sealed or not, with older versions or without", async () => {
    await handIn("JC02", ["report"]);
    const id = world.of("JC02").submissionId;
    const base = `/api/rounds/${world.roundId}/branches/${id}`;
    for (const query of ["", "?versions=all"]) {
      await env.DB.prepare("UPDATE submissions SET archived_sha256 = NULL").run();
      const entries = await openArchive((await fetchBytes(`${base}/bundle.zip${query}`)).bytes);
      const code = codeIn(textOf(entries, `${FOLDERS.JC02}/index.html`));
      const answer = await staff.send(`${base}/archive`, { code });
      expect(await answer.json()).toMatchObject({ branches: 1 });
      expect(await archived()).toEqual(["JC02"]);
    }
    const wrong = await staff.send(`${base}/archive`, { code: "nonsense" });
    expect(await wrong.json()).toMatchObject({ code: "bundle.wrong_code" });
  });
});

describe("two branches whose folders a disk would take for one", () => {
  test("keep apart in the bundle of the round", async () => {
    await reset();
    const numbers = { members: 9, full: 9, probationary: 0, committee: 3, floating: 0, under: null };
    const twins = [
      { code: "A", name: "B_C", numbers },
      { code: "A_B", name: "C", numbers },
      { code: "a_b", name: "c", numbers },
    ];
    world = await makeWorld({ definition, branches: twins });
    staff = await world.staff();
    for (const { code } of twins) await handIn(code, ["report", "photos"]);
    for (const path of [currentPath(), (await prepare()).href]) {
      const entries = await openArchive((await fetchBytes(path)).bytes);
      const folders = new Set(
        entries.flatMap((one) => (one.path.includes("/") ? one.path.split("/")[0] : [])),
      );
      expect(new Set([...folders].map((one) => one?.toLowerCase())).size).toBe(3);
    }
  });
});
