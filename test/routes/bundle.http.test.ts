import { beforeAll, describe, expect, test } from "vitest";
import { openArchive } from "../support/archive";
import { makeDocx, makeJpg } from "../support/files";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { title: { zh: "征求意见汇总", en: "Opinions" }, accepts: ["docx"] }),
  makeArtifact("photos", { title: { zh: "会议影像", en: "Photos" }, accepts: ["jpg"], minFiles: 2 }),
]);

/** Every way a bundle comes. */
const SOURCES = {
  "a branch's, made from its files": "files",
  "a branch's, from its pack": "pack",
  "a round's as of now": "round",
  "a round's that was prepared": "prepared",
} as const;
type Source = (typeof SOURCES)[keyof typeof SOURCES];
const EVERY = Object.entries(SOURCES);

type Sent = Record<string, string>;

interface Whole {
  path: string;
  bytes: Uint8Array;
  etag: string;
}

let world: World;
let staff: Client;
const wholes = new Map<Source, Whole>();

async function findPath(source: Source): Promise<string> {
  const base = `/api/rounds/${world.roundId}`;
  if (source === "round") return `${base}/bundle.zip`;
  if (source === "prepared")
    return ((await (await staff.send(`${base}/bundles`, {})).json()) as Whole & { href: string }).href;
  const own = `${base}/branches/${world.of().submissionId}/bundle.zip`;
  // With earlier versions a bundle never comes from a pack; there are none here.
  return source === "files" ? `${own}?versions=all` : own;
}

beforeAll(async () => {
  await reset();
  world = await makeWorld({ definition });
  staff = await world.staff();
  await sendFile(world, "report", makeDocx("征求意见"), "意见.docx");
  for (const n of [1, 2]) await sendFile(world, "photos", makeJpg(`${n}`, 90_000 * n), `${n}.jpg`);
  await world.app.idle();
  for (const [, source] of EVERY) {
    const path = await findPath(source);
    const answer = await staff.request(path);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    wholes.set(source, { path, bytes, etag: answer.headers.get("etag") ?? "" });
  }
}, 60_000);

function wholeOf(source: Source): Whole {
  const whole = wholes.get(source);
  if (whole === undefined) throw new Error(`no ${source}`);
  return whole;
}

async function ask(source: Source, headers: Sent, method = "GET") {
  const answer = await staff.request(wholeOf(source).path, { method, headers });
  const told = Object.fromEntries(
    ["content-length", "content-range", "etag", "accept-ranges"].map((name) => [
      name,
      answer.headers.get(name),
    ]),
  );
  return { status: answer.status, told, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

const same = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

/** Where the two photos lie: headers, bytes and what follows them. */
async function findPlaces({ bytes }: Whole) {
  const entries = await openArchive(bytes);
  const first = entries.findIndex((one) => one.path.endsWith(".jpg"));
  const [one, two, next] = entries
    .slice(first, first + 3)
    .map(({ entry }) => entry.relativeOffsetOfLocalHeader);
  const size = entries[first]?.bytes ?? 0;
  const directory = bytes.length - 22 - new DataView(bytes.buffer).getUint32(bytes.length - 10, true);
  if (one === undefined || two === undefined || next === undefined) throw new Error("two photos expected");
  return { header: one, data: two - size, second: two, third: next, directory, end: bytes.length - 22 };
}

type Places = Awaited<ReturnType<typeof findPlaces>>;

const RANGES: Record<string, (at: Places, length: number) => [from: number | "", to: number | ""]> = {
  "the first byte": () => [0, 0],
  "in a header": (at) => [at.header + 3, at.header + 20],
  "a whole header": (at) => [at.header, at.data - 1],
  "from a header into its file": (at) => [at.header + 10, at.data + 1000],
  "in a file": (at) => [at.data + 5, at.data + 70_000],
  "a whole file": (at) => [at.data, at.second - 1],
  "across two files": (at) => [at.data + 80_000, at.third - 9],
  "from a file into the directory": (at) => [at.third - 9, at.directory + 50],
  "in the directory": (at) => [at.directory + 1, at.directory + 99],
  "the end record": (at, length) => [at.end, length - 1],
  "to an open end": (at) => [at.second + 7, ""],
  "a suffix": () => ["", 100_000],
  "beyond the end": (at) => [at.third, 99_999_999],
  "all of it": (_, length) => [0, length - 1],
};

describe.each(EVERY)("a bundle, %s,", (_source, source) => {
  test("answers any single range with exactly those bytes and where they lie", async () => {
    const whole = wholeOf(source);
    const { length } = whole.bytes;
    const places = await findPlaces(whole);
    for (const [name, find] of Object.entries(RANGES)) {
      const [from, to] = find(places, length);
      const start = from === "" ? length - Number(to) : from;
      const end = from === "" || to === "" ? length : Math.min(to + 1, length);
      const { status, told, bytes } = await ask(source, { Range: `bytes=${from}-${to}` });
      expect([name, status, told]).toEqual([
        name,
        206,
        {
          "content-length": String(end - start),
          "content-range": `bytes ${start}-${end - 1}/${length}`,
          etag: whole.etag,
          "accept-ranges": "bytes",
        },
      ]);
      expect(same(bytes, whole.bytes.subarray(start, end)), name).toBe(true);
    }
  });

  test("tells everything but the bytes to HEAD, whatever range is asked", async () => {
    const { bytes, etag } = wholeOf(source);
    const told = {
      "content-length": String(bytes.length),
      "content-range": null,
      etag,
      "accept-ranges": "bytes",
    };
    const asked: Sent[] = [{}, { Range: "bytes=5-9" }, { Range: "bytes=999999999-" }];
    for (const headers of asked) {
      const head = await ask(source, headers, "HEAD");
      expect(head).toEqual({ status: 200, told, bytes: new Uint8Array() });
    }
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
  });

  test.each<[string, Sent]>([
    ["several ranges", { Range: "bytes=0-1,5-6" }],
    ["several ranges, one of them outside", { Range: "bytes=0-1,999999999-" }],
    ["a range that is none", { Range: "bytes=9-5" }],
    ["another unit", { Range: "pages=1-2" }],
    ["a range of another bundle", { Range: "bytes=5-9", "If-Range": `"${"0".repeat(64)}"` }],
    ["a range by date", { Range: "bytes=5-9", "If-Range": "Fri, 11 Dec 2026 00:00:00 GMT" }],
    ["an ETag of another bundle", { "If-None-Match": `"${"0".repeat(64)}"` }],
  ])("answers %s with the whole", async (_, headers) => {
    const { bytes, etag } = wholeOf(source);
    const answer = await ask(source, headers);
    expect([answer.status, answer.told.etag, answer.told["content-range"]]).toEqual([200, etag, null]);
    expect(answer.told["content-length"]).toBe(String(bytes.length));
    expect(same(answer.bytes, bytes)).toBe(true);
  });

  test("goes on for who names its ETag, never for a weak one", async () => {
    const { bytes, etag } = wholeOf(source);
    const part = await ask(source, { Range: "bytes=1000-", "If-Range": etag });
    expect(part.status).toBe(206);
    expect(same(part.bytes, bytes.subarray(1000))).toBe(true);
    expect((await ask(source, { Range: "bytes=1000-", "If-Range": `W/${etag}` })).status).toBe(200);
  });

  test("has nothing to send to who has it, or who asks beyond its end", async () => {
    const { bytes, etag } = wholeOf(source);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const answer = await ask(source, { "If-None-Match": known, Range: "bytes=5-9" });
      expect([known, answer.status, answer.told.etag, answer.bytes.length]).toEqual([known, 304, etag, 0]);
    }
    for (const range of [`bytes=${bytes.length}-`, "bytes=-0", "bytes=99999999999-"]) {
      const answer = await ask(source, { Range: range });
      expect([answer.status, answer.told["content-range"]]).toEqual([416, `bytes */${bytes.length}`]);
      expect(answer.bytes.length).toBe(0);
    }
  });
});

describe("what a bundle is called", () => {
  const nameOf = async (path: string) => {
    const answer = await staff.request(path, { method: "HEAD" });
    const value = answer.headers.get("content-disposition") ?? "";
    const [, plain, real] = /^attachment; filename="([^"]*)"; filename\*=UTF-8''(\S*)$/.exec(value) ?? [];
    return [plain, decodeURIComponent(real ?? "")];
  };

  test("is the branch, or the notice and how many, in plain letters for old clients", async () => {
    expect(await nameOf(wholeOf("pack").path)).toEqual(["JC01.zip", "JC01_霁川区桐荫小学党支部_材料包.zip"]);
    expect(await nameOf(wholeOf("files").path)).toEqual([
      "JC01.zip",
      "JC01_霁川区桐荫小学党支部_材料包_含历史版本.zip",
    ]);
    for (const source of ["round", "prepared"] as const)
      expect(await nameOf(wholeOf(source).path)).toEqual([
        "2026_18_1.zip",
        "霁教党字〔2026〕18号_材料包_1个支部.zip",
      ]);
  });
});

describe("a download is told in the audit log", () => {
  const countTold = async () =>
    (
      await env.DB.prepare("SELECT COUNT(*) AS n FROM events WHERE type = 'bundle.downloaded'").first<{
        n: number;
      }>()
    )?.n ?? 0;

  test.each(EVERY)("%s: once, by whatever answer holds its first byte", async (_source, source) => {
    const { bytes, etag } = wholeOf(source);
    const tells = async (headers: Sent, method = "GET") => {
      const before = await countTold();
      await ask(source, headers, method);
      return (await countTold()) - before;
    };
    const first: Sent[] = [
      {},
      { Range: "bytes=0-" },
      { Range: "bytes=0-0" },
      { Range: `bytes=-${bytes.length + 9}` },
      { Range: "bytes=9-", "If-Range": '"another"' },
    ];
    for (const headers of first) expect(await tells(headers)).toBe(1);
    const rest: Sent[] = [
      { Range: "bytes=1-" },
      { Range: "bytes=-9" },
      { Range: "bytes=99999999-" },
      { "If-None-Match": etag },
    ];
    for (const headers of rest) expect(await tells(headers)).toBe(0);
    expect(await tells({}, "HEAD")).toBe(0);
  });
});
