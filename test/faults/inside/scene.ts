import { checkInvariants } from "../../../worker/audit/invariants";
import { postponeSeal } from "../../../worker/bundles/pack.store";
import { openDb } from "../../../worker/db";
import { sweep } from "../../../worker/retention/sweep";
import { type BenchWorld, makeBenchWorld } from "../../bench/inside/world";
import { makeArtifact } from "../../support/definition";

/** A published round that takes any number of pictures; the report stays missing, so nothing is sealed. */
export function openScene(
  env: Env,
  { branches, now }: { branches: number; now: string },
): Promise<BenchWorld> {
  const photos = makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 });
  return makeBenchWorld(env, { branches, artifacts: [photos, makeArtifact("report")], now });
}

/** What is wrong after one sweep at the instant `now`; empty when every promise holds and nothing is left over. */
export async function sweepScene(env: Env, { now }: { now: string }): Promise<string[]> {
  const { results } = await env.DB.prepare("SELECT id FROM submissions").all<{ id: string }>();
  // Sealing what rests has tests of its own; here it would copy gigabytes.
  for (const { id } of results) await postponeSeal(openDb(env.DB), id, now);
  await sweep(env, now);
  const rows = await env.DB.prepare(
    "SELECT id FROM uploads UNION ALL SELECT id FROM files WHERE state = 'receiving'",
  ).all<{ id: string }>();
  return [...(await checkInvariants(env)), ...rows.results.map(({ id }) => `${id} is left over`)];
}
