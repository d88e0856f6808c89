/** Plain uploads, while one call to D1 or R2 fails: nothing half stays, and the same file sent again is in once. */
import { describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { postponeSeal } from "../../worker/bundles/pack.store";
import { openDb } from "../../worker/db";
import { sweep } from "../../worker/retention/sweep";
import { type FaultMoment, type FaultyEnv, failNth } from "../support/faulty";
import { makeJpg } from "../support/files";
import { isUnsettled, listLeftOvers } from "../support/left.overs";
import { createTestApp, env, reset } from "../support/worker";
import {
  makeArtifact,
  makeDefinition,
  makeWorld,
  sendFile,
  sendStream,
  WORLD_NOW,
  type World,
} from "../support/world";

const photos = makeArtifact("photos", { accepts: ["jpg"] });
/** The report stays missing: nothing is issued, and nothing is sealed. */
const definition = makeDefinition([photos, makeArtifact("report", { accepts: ["pdf"] })]);
const LATER = new Date(Date.parse(WORLD_NOW) + 2 * 3_600_000).toISOString();

type Pick = (call: string, index: number, calls: readonly string[]) => boolean;

const everyCall: Pick = () => true;
/** Of calls alike, as the ranges that inspection reads, the first and the last. */
const callsApart: Pick = (call, index, calls) =>
  call !== "d1.read" && (index === calls.indexOf(call) || index === calls.lastIndexOf(call));

interface Way {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  send: (world: World, bytes: Uint8Array<ArrayBuffer>) => Promise<Response>;
  /** The calls that fail in turn. */
  picks: Pick;
}

const post: Way["send"] = (world, bytes) => sendFile(world, "photos", bytes, "会场.jpg");

/** As a form's file comes. */
const postStream: Way["send"] = (world, bytes) => sendStream(world, "photos", bytes);

const WAYS: readonly Way[] = [
  { name: "a file that is held whole", bytes: makeJpg("whole", 90_000), send: post, picks: everyCall },
  {
    name: "a file that is streamed",
    bytes: makeJpg("streamed", PART_BYTES + 70_000),
    send: post,
    picks: callsApart,
  },
  {
    name: "a file without a length",
    bytes: makeJpg("parts", PART_BYTES + 50_000),
    send: postStream,
    picks: callsApart,
  },
];

/** Sends a file while the `n`-th call fails, then once more. @returns what is wrong; empty when all is well */
async function runScenario(
  { bytes, send }: Way,
  n: number,
  moment: FaultMoment,
): Promise<{ faulty: FaultyEnv; found: string[] }> {
  await reset();
  const world = await makeWorld({ definition });
  const faulty = failNth(env, n, moment);
  const app = createTestApp({ now: WORLD_NOW, env: faulty.env });
  await send({ ...world, app }, bytes);
  await app.idle();
  const found = (await checkInvariants(env)).filter((one) => !isUnsettled(one));
  const again = await send(world, bytes);
  if (again.status >= 400) found.push(`sent again: ${again.status}`);
  const stored = await env.DB.prepare("SELECT sha256 FROM files WHERE state = 'stored'").all<{
    sha256: string;
  }>();
  const hashes = stored.results.map((one) => one.sha256).join();
  if (hashes !== (await sha256(bytes))) found.push(`stored: ${hashes || "nothing"}`);
  await postponeSeal(openDb(env.DB), world.of().submissionId, LATER);
  await sweep(env, LATER);
  found.push(...(await listLeftOvers(faulty)), ...(await checkInvariants(env)));
  return { faulty, found };
}

describe.each(["before", "after"] as const)("a call to D1 or R2 that fails %s its effect", (moment) => {
  test.each(WAYS)(
    "whichever it is, $name is in once when it is sent again",
    async (way) => {
      const whole = await runScenario(way, Number.POSITIVE_INFINITY, moment);
      expect(whole.found).toEqual([]);
      const broken: string[] = [];
      let count = 0;
      for (const [i, call] of whole.faulty.calls.entries()) {
        if (!way.picks(call, i, whole.faulty.calls)) continue;
        count++;
        const { faulty, found } = await runScenario(way, i + 1, moment);
        if (faulty.failed !== call) found.push(`what failed was ${faulty.failed}`);
        broken.push(...found.map((what) => `${i + 1} (${call}) ${moment}: ${what}`));
      }
      expect(broken).toEqual([]);
      expect(count).toBeGreaterThan(5);
    },
    60_000,
  );
});
