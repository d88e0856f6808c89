/**
 * `npm run bench -- [NAME …] [--json FILE]`: the figures of design.md §10, each beside its
 * target; `bundle` is every group whose name begins with `bundle.`. Targets are shown, not
 * enforced; ends with 1 only when something could not be measured.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureBranchPage } from "./branch_page";
import { measureBundle } from "./bundle";
import { checkFigures, type Figure, type Group, renderTable } from "./figures";
import { measureIngest } from "./ingest";
import { measureIngestMemory } from "./ingest_memory";
import { measureJourney } from "./journey";
import { measureMemory } from "./memory";
import { measureBoard, measureBranchRows } from "./pages";
import { measurePaint } from "./paint";
import { measureReceipt } from "./receipt";
import { measureRoundBundle } from "./round_bundle";
import { cleanUp } from "./scratch";
import { measureSize } from "./size";
import { measureStart } from "./start";

const GROUPS: readonly Group[] = [
  { name: "page.weight", run: measureBranchPage },
  { name: "page.paint", run: measurePaint },
  { name: "page.journey", run: measureJourney },
  { name: "rows", run: measureBranchRows },
  { name: "board", run: measureBoard },
  { name: "bundle.memory", run: measureMemory },
  { name: "bundle.branch", run: measureBundle },
  { name: "bundle.round", run: measureRoundBundle },
  { name: "ingest.speed", run: measureIngest },
  { name: "ingest.memory", run: measureIngestMemory },
  { name: "receipt", run: measureReceipt },
  { name: "start", run: measureStart },
  { name: "size", run: measureSize },
];

interface Options {
  names: string[];
  json: string | null;
}

/** Whether a group is asked for, by its own name or that of the room it stands in. */
const isNamed = (group: string, names: readonly string[]) =>
  names.some((name) => group === name || group.startsWith(`${name}.`));

function readOptions(): Options | null {
  const known = GROUPS.map((one) => one.name);
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: "string" } },
      allowPositionals: true,
    });
    const stranger = positionals.find((one) => !known.some((group) => isNamed(group, [one])));
    if (stranger !== undefined) throw new Error(`There is no group "${stranger}".`);
    const json = values.json === undefined ? null : resolve(values.json);
    return { names: positionals.length > 0 ? positionals : known, json };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(`npm run bench -- [${known.join(" | ")} …] [--json FILE]`);
    return null;
  }
}

async function runGroups(names: readonly string[]): Promise<{ figures: Figure[]; failed: string[] }> {
  const figures: Figure[] = [];
  const failed: string[] = [];
  for (const { name, run } of GROUPS.filter((one) => isNamed(one.name, names))) {
    const started = performance.now();
    try {
      const measured = await run();
      checkFigures(measured);
      figures.push(...measured);
    } catch (fault) {
      failed.push(name);
      console.error(`${name} could not be measured:`, fault);
    }
    console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return { figures, failed };
}

async function run({ names, json }: Options): Promise<boolean> {
  const { figures, failed } = await runGroups(names);
  console.log(`\n${renderTable(figures)}`);
  if (json !== null) {
    const object = Object.fromEntries(figures.map((one) => [one.key, Math.round(one.value * 1000) / 1000]));
    writeFileSync(json, `${JSON.stringify(object, null, 2)}\n`);
  }
  if (failed.length > 0) console.error(`\nNot measured: ${failed.join(", ")}`);
  return failed.length === 0;
}

const options = readOptions();
if (options === null) process.exitCode = 2;
else {
  try {
    if (!(await run(options))) process.exitCode = 1;
  } finally {
    await cleanUp();
  }
}
