/** `npm run demo -- --out DIR`: the whole main job over HTTP on an instance of its own. Ends with 1 on any mismatch. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { hashOf } from "./branch";
import { countChecks, Mismatch, sayPart } from "./checks";
import { Client } from "./client";
import { signIn } from "./committee";
import { startInstance } from "./instance";
import { type RoundResult, runFormRound, runPaperRound } from "./rounds";
import { checkWithTools } from "./tools";

const USAGE = "npm run demo -- --out DIR";

function readOut(): string | null {
  try {
    const { values } = parseArgs({ options: { out: { type: "string" } } });
    return values.out ? resolve(values.out) : null;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
}

/** What a round ended in; paths as inside the branch's bundle. */
const summarise = ({ round, branch, receipt, bundle }: RoundResult) => ({
  notice: round.documentNumber,
  branch: branch.name,
  receipt: { number: receipt.number, issuedAt: receipt.issuedAt },
  files: bundle.files.map(({ path, data }) => ({ path, bytes: data.length, sha256: hashOf(data) })),
});

function writeOut(out: string, rounds: readonly [RoundResult, RoundResult]): void {
  const [first] = rounds;
  sayPart("Written");
  const files: [string, Uint8Array | string][] = [
    ["receipt.pdf", first.receipt.pdf],
    ["bundle.zip", first.bundle.archive],
    ["summary.json", `${JSON.stringify({ rounds: rounds.map(summarise) }, null, 2)}\n`],
  ];
  for (const [name, data] of files) {
    writeFileSync(join(out, name), data);
    console.log(`  ${join(out, name)}`);
  }
  checkWithTools(join(out, "bundle.zip"), first.bundle);
}

async function run(out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  sayPart("An instance of its own");
  const instance = await startInstance("demo");
  console.log(`  serves at ${instance.url}`);
  try {
    const committee = new Client(instance.url);
    await signIn(committee, instance.userName, instance.password);
    writeOut(out, [await runPaperRound(committee), await runFormRound(committee)]);
  } finally {
    await instance.remove();
  }
  console.log(`\nThe whole main job went through; ${countChecks()} checks held.`);
}

const out = readOut();
if (out === null) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    await run(out);
  } catch (fault) {
    console.error(fault instanceof Mismatch ? `\nMismatch: ${fault.message}` : fault);
    process.exitCode = 1;
  }
}
