import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { openArchive } from "../support/archive";
import { makeDocx, makeJpg } from "../support/files";
import { env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { title: { zh: "征求意见汇总", en: "Opinions" }, accepts: ["docx"] }),
  makeArtifact("photos", { title: { zh: "会议影像", en: "Photos" }, accepts: ["jpg"], minFiles: 2 }),
]);

const docx = makeDocx("征求意见");
const photos = [makeJpg("one", 30_000), makeJpg("two", 60_000)];
const folder = "JC01_霁川区桐荫小学党支部";

let world: World;
let path: string;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  path = `/b/${world.of().submissionId}/bundle.zip`;
});

async function fillBranch(): Promise<void> {
  await sendFile(world, "report", docx, "意见 汇总.doc");
  for (const [i, photo] of photos.entries()) await sendFile(world, "photos", photo, `IMG_${i}.JPG`);
}

function ask(headers: Record<string, string> = {}): Promise<Response> {
  return world.app.request(path, { headers: { ...world.bearer(), ...headers } });
}

const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

describe("the bundle of one branch", () => {
  test("opens in an independent reader, and every file is what was handed in", async () => {
    await fillBranch();
    const entries = await openArchive(await bytesOf(await ask()));
    const paths = entries.map((entry) => entry.path);
    expect(paths).toEqual([
      `${folder}/回执_2026-18-0001.pdf`,
      `${folder}/回执_2026-18-0001.json`,
      `${folder}/01_征求意见汇总/01_征求意见汇总_v1.docx`,
      `${folder}/02_会议影像/02_会议影像_01_v1.jpg`,
      `${folder}/02_会议影像/02_会议影像_02_v1.jpg`,
      `${folder}/清单.csv`,
      `${folder}/index.html`,
      `${folder}/SHA256SUMS`,
    ]);
    const hashes = await Promise.all(entries.map((entry) => sha256(new Uint8Array(entry.data ?? []))));
    expect(hashes.slice(2, 5).sort()).toEqual(
      (await Promise.all([docx, ...photos].map((one) => sha256(one)))).sort(),
    );
    const sums = new TextDecoder().decode(entries.at(-1)?.data ?? new Uint8Array());
    for (const [i, entry] of entries.slice(0, -1).entries()) {
      expect(sums).toContain(`${hashes[i]}  ${entry.path.slice(folder.length + 1)}\n`);
    }
  });

  test("lists what came, under the name the branch gave it, for Excel and WPS", async () => {
    await fillBranch();
    const entries = await openArchive(await bytesOf(await ask()));
    const list = entries.find((entry) => entry.path.endsWith("清单.csv"))?.data ?? new Uint8Array();
    expect([...list.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(list).split("\r\n");
    expect(lines[0]).toBe("序号,档号,文号,责任者,题名,日期,密级,页数,备注,文件,原名,字节,SHA-256,收到时间");
    expect(lines[3]).toContain("霁教党字〔2026〕18号,霁川区桐荫小学党支部,征求意见汇总,20261201,,");
    expect(lines[3]).toContain("意见 汇总.doc");
  });

  test("holds the newest version, and on request every one, saying which was replaced", async () => {
    const first = (await (await sendFile(world, "report", docx, "一.docx")).json()) as {
      file: { id: string };
    };
    const second = makeDocx("征求意见，改过");
    await sendFile(world, "report", second, "二.docx", { headers: { "X-Replaces": first.file.id } });
    const reports = async (query: string) => {
      const answer = await world.app.request(`${path}${query}`, { headers: world.bearer() });
      const entries = await openArchive(await bytesOf(answer));
      const list = new TextDecoder().decode(
        entries.find((one) => one.path.endsWith("清单.csv"))?.data ?? undefined,
      );
      const files = entries.filter((one) => one.path.includes("/01_"));
      return { list, files: files.map((one) => [one.path.split("/")[2], one.bytes]) };
    };
    const newest = await reports("");
    expect(newest.files).toEqual([["01_征求意见汇总_v2.docx", second.length]]);
    const all = await reports("?versions=all");
    expect(all.files).toEqual([
      ["01_征求意见汇总_v1.docx", docx.length],
      ["01_征求意见汇总_v2.docx", second.length],
    ]);
    expect(all.list).toContain("已由第2版替换");
    expect(newest.list).not.toContain("替换");
  });

  test("is the same bytes each time it is asked for, with a strong ETag", async () => {
    await fillBranch();
    const [first, second] = [await ask(), await ask()];
    expect(first.headers.get("etag")).toMatch(/^"[0-9a-f]{64}"$/);
    expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
    expect(await sha256(await bytesOf(first))).toBe(await sha256(await bytesOf(second)));
  });

  test("breaks off visibly when an object is gone or replaced, and never looks whole", async () => {
    await fillBranch();
    const { object_key: key } = (await env.DB.prepare(
      "SELECT object_key FROM files WHERE artifact_key = 'report'",
    ).first<{ object_key: string }>()) ?? { object_key: "" };
    await env.FILES.put(key, "replaced");
    await expect(ask().then(bytesOf)).rejects.toThrow();
    await env.FILES.delete(key);
    await expect(ask().then(bytesOf)).rejects.toThrow();
  });

  test("of a branch that handed in nothing is a plain refusal", async () => {
    const answer = await ask({ Accept: "application/json" });
    expect(await answer.json()).toMatchObject({ code: "bundle.empty" });
  });
});
