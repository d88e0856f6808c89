/**
 * `npm run faults -- [--uploads 100] [--flips 500] [--seed N]`: uploads of 64 MiB over a line that
 * breaks in every way and as long as lines do, and bits flipped on their way. Ends with 1 when
 * one of them is not stored byte for byte, sent more than a part again, or left something behind.
 */
import { parseArgs } from "node:util";
import { PART_BYTES } from "../../schemas/upload";
import { driveAll, type Outcome } from "./upload/drive";
import { sendFlipped } from "./upload/flips";
import { makeRandom } from "./upload/noise";
import { planDrives } from "./upload/plan";
import { openScene } from "./upload/scene";

/** Each on a server and a disk of its own. */
const UPLOADS_A_SCENE = 25;
const AT_ONCE = 4;
const FLIPS_A_FILE = 50;
const GIVE_UP_MINUTES = 40;

interface Options {
  uploads: number;
  flips: number;
  seed: number;
}

function readOptions(): Options | null {
  try {
    const number = { type: "string" } as const;
    const { values } = parseArgs({ options: { uploads: number, flips: number, seed: number } });
    const { uploads = "100", flips = "500", seed = String(Date.now() % 1_000_000) } = values;
    const options = { uploads: Number(uploads), flips: Number(flips), seed: Number(seed) };
    if (Object.values(options).every((one) => Number.isInteger(one) && one >= 0)) return options;
    throw new Error("These are whole numbers.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error("npm run faults -- [--uploads 100] [--flips 500] [--seed N]");
    return null;
  }
}

interface Found {
  outcomes: Outcome[];
  flips: number;
  /** What went wrong with uploads and flips, and what was wrong or left over after the sweep. */
  wrong: string[];
  left: string[];
}

async function runScene(seed: number, uploads: number, flips: number, found: Found): Promise<void> {
  const scene = await openScene();
  try {
    const outcomes = await driveAll(scene, planDrives(seed, uploads), AT_ONCE);
    found.outcomes.push(...outcomes);
    found.wrong.push(...outcomes.flatMap((one) => one.found));
    for (let sent = 0; sent < flips; ) {
      const times = Math.min(FLIPS_A_FILE, flips - sent);
      const name = `seed ${seed} flips from ${sent}`;
      const file = { name, bytes: 60_000, pieces: [0], times, random: makeRandom(seed + sent) };
      const { count, found: wrong } = await sendFlipped(scene, file);
      found.flips += count;
      found.wrong.push(...wrong);
      sent += times;
    }
    found.left.push(...(await scene.close()));
  } finally {
    await scene.remove();
  }
}

function countKinds(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const kind of outcomes.flatMap((one) => one.fired)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(", ");
}

const formatMib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(2)} MiB`;

/** Prints the table. @returns whether everything is as it should be */
function report({ outcomes, flips, wrong, left }: Found, minutes: number): boolean {
  const again = outcomes.flatMap((one) => one.again).sort((a, b) => a - b);
  const most = again.at(-1) ?? 0;
  const rows: [string, string][] = [
    ["uploads of 64 MiB", String(outcomes.length)],
    ["faults", countKinds(outcomes)],
    ["not stored, or too much sent again", String(outcomes.filter((one) => one.found.length > 0).length)],
    ["sent again after an interruption, most", `${formatMib(most)} (a part is ${formatMib(PART_BYTES)})`],
    ["sent again, median", `${formatMib(again[again.length >> 1] ?? 0)} of ${again.length} times`],
    ["flipped bits, all refused", String(flips)],
    ["left over or wrong after one sweep", String(left.length)],
    ["minutes", minutes.toFixed(1)],
  ];
  console.log();
  for (const [what, value] of rows) console.log(`${what.padEnd(42)}${value}`);
  for (const line of [...wrong, ...left]) console.error(line);
  return wrong.length + left.length === 0;
}

async function run({ uploads, flips, seed }: Options): Promise<boolean> {
  const began = performance.now();
  const minutes = () => (performance.now() - began) / 60_000;
  const found: Found = { outcomes: [], flips: 0, wrong: [], left: [] };
  const scenes = Math.max(1, Math.ceil(uploads / UPLOADS_A_SCENE));
  for (let i = 0; i < scenes && minutes() < GIVE_UP_MINUTES; i++) {
    const count = Math.min(UPLOADS_A_SCENE, uploads - i * UPLOADS_A_SCENE);
    await runScene(seed + i, count, i === 0 ? flips : 0, found);
    console.log(`seed ${seed + i}: ${count} uploads, ${minutes().toFixed(1)} minutes so far`);
  }
  if (found.outcomes.length < uploads) found.wrong.push(`only ${found.outcomes.length} uploads were in time`);
  return report(found, minutes());
}

const options = readOptions();
if (options === null) process.exitCode = 2;
else if (!(await run(options))) process.exitCode = 1;
