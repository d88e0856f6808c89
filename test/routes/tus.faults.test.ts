import { describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { postponeSeal } from "../../worker/bundles/pack.store";
import { openDb } from "../../worker/db";
import { sweep } from "../../worker/retention/sweep";
import { UPLOAD_KEPT_HOURS } from "../../worker/uploads/upload.rules";
import { type FaultMoment, type FaultyEnv, failNth } from "../support/faulty";
import { makeJpg } from "../support/files";
import { isUnsettled, listLeftOvers } from "../support/left.overs";
import { buildMetadata, makeTusClient, OFFSET_TYPE, type TusClient } from "../support/tus";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, WORLD_NOW } from "../support/world";

const photos = makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 });
/** The report stays missing: nothing is issued, and nothing is sealed. */
const definition = makeDefinition([photos, makeArtifact("report", { accepts: ["pdf"] })]);
/** The file is all there was to hand in: a receipt is issued and the branch is sealed. */
const lastOne = makeDefinition([photos]);
const PAST_EXPIRY = new Date(Date.parse(WORLD_NOW) + (UPLOAD_KEPT_HOURS + 1) * 3_600_000).toISOString();

/** How a client sends a file: where its requests end. */
interface Flow {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  ends: readonly number[];
  /** The first request both creates and sends. */
  withCreation: boolean;
  /** It is the last thing missing. */
  completes?: true;
}

const small = makeJpg("one", 120_000);
/** No request carries more than a part: what a fault makes unread is sent again whole. */
const large = makeJpg("three parts", 2 * PART_BYTES + 290_000);

const ONE_REQUEST: Flow = {
  name: "a small file in one request",
  bytes: small,
  ends: [small.length],
  withCreation: true,
};
const LAST_MISSING: Flow = { ...ONE_REQUEST, name: "the last file that was missing", completes: true };
const TWO_PIECES: Flow = {
  name: "a small file in two pieces",
  bytes: small,
  ends: [50_000, small.length],
  withCreation: false,
};
const THREE_PARTS: Flow = {
  name: "a file of three parts with a tail in between",
  bytes: large,
  ends: [300_000, 300_000 + PART_BYTES, large.length],
  withCreation: false,
};

const ATTEMPTS = 20;

async function create(tus: TusClient, { bytes, withCreation }: Flow): Promise<string | null> {
  const headers = {
    "Upload-Length": String(bytes.length),
    "Upload-Metadata": buildMetadata({ artifact: "photos", filename: "会场.jpg" }),
    ...(withCreation ? OFFSET_TYPE : {}),
  };
  const answer = await tus.send("POST", tus.uploads, headers, withCreation ? bytes : undefined);
  return answer.status === 201 ? answer.headers.get("location") : null;
}

/**
 * Sends a file as the protocol says, whatever single request fails: asks for the offset and goes
 * on from there; creates anew where the answer to the creation was lost.
 *
 * @returns how many bytes it sent, and the path of the upload that ended
 */
async function insist(
  tus: TusClient,
  flow: Flow,
  onFault: () => Promise<void>,
): Promise<{ sent: number; path: string }> {
  const { bytes, ends } = flow;
  let path: string | null = null;
  let sent = 0;
  for (let n = 0; n < ATTEMPTS; n++) {
    if (path === null) {
      path = await create(tus, flow);
      if (flow.withCreation) sent += bytes.length;
      if (path === null) await onFault();
      continue;
    }
    const at = await tus.offset(path);
    if (at === bytes.length) return { sent, path };
    if (at < 0) {
      await onFault();
      continue;
    }
    const end = ends.find((one) => one > at) ?? bytes.length;
    sent += end - at;
    const answer = await tus.patch(path, at, bytes.slice(at, end));
    if (answer.status !== 204) await onFault();
  }
  throw new Error("the upload never ended");
}

interface Scenario {
  faulty: FaultyEnv;
  /** What is wrong; empty when all is well. */
  found: string[];
}

async function runScenario(flow: Flow, n: number, moment: FaultMoment): Promise<Scenario> {
  await reset();
  const world = await makeWorld({ definition: flow.completes ? lastOne : definition });
  const faulty = failNth(env, n, moment);
  const app = createTestApp({ now: WORLD_NOW, env: faulty.env });
  const found: string[] = [];
  const tus = makeTusClient({ ...world, app });
  const ended = await insist(tus, flow, async () => {
    found.push(...(await checkInvariants(env)).filter((one) => !isUnsettled(one)));
  }).catch((fault: Error) => {
    found.push(fault.message);
    return null;
  });
  await app.idle();
  const again = (ended?.sent ?? 0) - flow.bytes.length;
  if (again > PART_BYTES) found.push(`${again} bytes were sent again`);
  if (ended !== null) found.push(...(await listUntrue(makeTusClient(world), flow, ended.path)));
  const stored = await env.DB.prepare("SELECT sha256 FROM files WHERE state = 'stored'").all<{
    sha256: string;
  }>();
  const hashes = stored.results.map((one) => one.sha256);
  if (hashes.join() !== (await sha256(flow.bytes))) found.push(`stored: ${hashes.join() || "nothing"}`);
  // Sealing what rests has tests of its own; of what is not complete it would only cost time.
  if (!flow.completes) await postponeSeal(openDb(env.DB), world.of().submissionId, PAST_EXPIRY);
  await sweep(env, PAST_EXPIRY);
  const left = await listLeftOvers(faulty);
  found.push(...left.map((one) => `left behind: ${one}`), ...(await checkInvariants(env)));
  if (flow.completes) found.push(...(await listUnfinished()));
  return { faulty, found };
}

/** A file that came in by this very upload is not one that was in before; where the creation was lost it may be. */
async function listUntrue(tus: TusClient, { withCreation }: Flow, path: string): Promise<string[]> {
  const told = (await (await tus.send("GET", path)).json()) as {
    state: string;
    ended?: { already: boolean };
  };
  const isTrue = told.state === "stored" && (withCreation || told.ended?.already === false);
  return isTrue ? [] : [`told: ${JSON.stringify(told)}`];
}

/** What a complete branch has once and for all: one receipt of one version, and one pack of what is in. */
async function listUnfinished(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT 'receipts' AS what, COUNT(*) AS count FROM receipts
     UNION ALL SELECT 'packs', COUNT(*) FROM packs WHERE state = 'sealed' AND outdated_at IS NULL`,
  ).all<{ what: string; count: number }>();
  return results.filter(({ count }) => count !== 1).map(({ what, count }) => `${count} ${what}`);
}

/** Every call in turn that is asked for. @returns how many scenarios there were, and what was wrong with which */
async function runScenarios(flow: Flow, moment: FaultMoment, pick: Pick) {
  const broken: string[] = [];
  let count = 0;
  const whole = await runScenario(flow, Number.POSITIVE_INFINITY, moment);
  expect(whole.found).toEqual([]);
  for (const [i, call] of whole.faulty.calls.entries()) {
    if (!pick(call, i, whole.faulty.calls)) continue;
    count++;
    const { faulty, found } = await runScenario(flow, i + 1, moment);
    if (faulty.failed !== call) found.push(`what failed was ${faulty.failed}`);
    broken.push(...found.map((what) => `${i + 1} (${call}) ${moment}: ${what}`));
  }
  return { count, broken };
}

type Pick = (call: string, index: number, calls: readonly string[]) => boolean;

const everyCall: Pick = () => true;

/** What the small files have not: the calls from the first part until the parts are one object, and its first and last reading. */
const callsOfParts: Pick = (_call, index, calls) => {
  const whole = calls.indexOf("r2.complete");
  const readings = [calls.indexOf("r2.get", whole), calls.lastIndexOf("r2.get")];
  return (index >= calls.indexOf("r2.createMultipartUpload") && index <= whole) || readings.includes(index);
};

const MOMENTS: readonly FaultMoment[] = ["before", "after"];
let scenarios = 0;

async function expectWhole(flow: Flow, moment: FaultMoment, pick: Pick) {
  const { count, broken } = await runScenarios(flow, moment, pick);
  scenarios += count;
  expect(broken).toEqual([]);
}

describe.each(MOMENTS)("a call to D1 or R2 that fails %s its effect", (moment) => {
  test.each([ONE_REQUEST, TWO_PIECES, LAST_MISSING])(
    "whichever it is, $name ends whole",
    (flow) => expectWhole(flow, moment, everyCall),
    120_000,
  );

  test(
    "whichever call of its parts it is, a file of three parts ends whole",
    () => expectWhole(THREE_PARTS, moment, callsOfParts),
    120_000,
  );
});

test("these were at least a hundred moments", () => {
  console.info(`${scenarios} scenarios`);
  expect(scenarios).toBeGreaterThanOrEqual(100);
});
