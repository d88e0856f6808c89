/** Uploads of the real client to the real server, over a line that breaks in every way lines break. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PART_BYTES } from "../../schemas/upload";
import type { Fault, FaultKind } from "../support/proxy";
import { type Drive, driveAll } from "./upload/drive";
import { sendFlipped } from "./upload/flips";
import { makeNoisyJpg, makeRandom } from "./upload/noise";
import { RawUpload } from "./upload/raw";
import { openScene, type Scene } from "./upload/scene";

const MIB = 1024 * 1024;
/** Outages are short here; `npm run faults` waits as long as they last. */
const LASTS_MS: Partial<Record<FaultKind, number>> = { slow: 2000, offline: 1500 };
const AT_ONCE = 3;

const at = (mib: number, kind: FaultKind): Fault => ({ kind, at: mib * MIB, ms: LASTS_MS[kind] ?? 0 });

function makeDrive(name: string, mib: number, chunkBytes: number | null, ...faults: Fault[]): Drive {
  return { name, bytes: mib * MIB + 12_345, chunkBytes, silenceMs: 5000, faults };
}

const DRIVES: readonly Drive[] = [
  makeDrive("long, one request", 64, null, at(5, "reset"), at(30, "client"), at(50, "stall")),
  makeDrive("long, by parts", 64, PART_BYTES, at(10, "offline"), at(25, "duplicate"), at(60, "reset")),
  makeDrive("reset", 20, null, at(13, "reset")),
  makeDrive("stall", 20, PART_BYTES, at(10, "stall")),
  makeDrive("slow", 20, null, at(9, "slow")),
  makeDrive("offline", 20, 5_000_000, at(12, "offline")),
  makeDrive("duplicate", 20, PART_BYTES, at(4, "duplicate"), at(18, "duplicate")),
  makeDrive("client", 20, PART_BYTES, at(14, "client")),
  makeDrive("server", 20, null, at(11, "server")),
];

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});

afterAll(() => scene.remove());

test("every file ends whole, what was acknowledged is never lost, and at most a part is sent again", async () => {
  const outcomes = await driveAll(scene, DRIVES, AT_ONCE);
  expect(outcomes.flatMap((one) => one.found)).toEqual([]);
  expect(new Set(outcomes.flatMap((one) => one.fired)).size).toBe(7);
  expect(outcomes.flatMap((one) => one.again)).not.toEqual([]);
});

test("a bit that flips on its way is refused every time, and the offset does not move", async () => {
  const random = makeRandom(20_261_121);
  const small = { bytes: 100_000, pieces: [0, 40_000], times: 8, random };
  const large = { bytes: 9 * MIB, pieces: [0, 100, 8.5 * MIB], times: 2, random };
  const sent = [
    await sendFlipped(scene, { name: "flips", ...small }),
    await sendFlipped(scene, { name: "flips in parts", ...large }),
  ];
  expect(sent.flatMap((one) => one.found)).toEqual([]);
  expect(sent.reduce((sum, one) => sum + one.count, 0)).toBeGreaterThanOrEqual(20);
});

test("what came within a part before the line broke is kept, and the same file goes on behind it", async () => {
  const file = makeNoisyJpg("broken", 20 * MIB);
  const origin = `http://127.0.0.1:${scene.port}`;
  const upload = await RawUpload.create(origin, scene.nextBranch(), "broken", file.length);
  const readOffset = () => upload.readOffset();
  const sending = upload.begin(0, file.length, file.subarray(0, 12 * MIB));
  await expect.poll(readOffset, { timeout: 20_000 }).toBeGreaterThanOrEqual(PART_BYTES);
  sending.destroy();
  await expect.poll(readOffset, { timeout: 20_000 }).toBeGreaterThan(PART_BYTES);
  const kept = await readOffset();
  expect(await upload.patch(kept, file.subarray(kept))).toBe(204);
  expect(await upload.readSha256()).toBe(createHash("sha256").update(file).digest("hex"));
});

test("one sweep leaves nothing that is no file, and every promise holds", async () => {
  expect(await scene.close()).toEqual([]);
});
