/** A round in which every branch has its files in, put there at once but settled by the product. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { newId } from "../../worker/ids";
import { settle } from "../../worker/submissions/settle";
import { env } from "./worker";
import { makeArtifact, makeDefinition, makeWorld, type World } from "./world";

const AT_ONCE = 16;

const FILES_SQL = `INSERT INTO files (id, submission_id, artifact_key, lineage_id, version, name, type, bytes, sha256,
    crc32, etag, object_key, state, pages, started_at, received_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 0, 1, value ->> 2 || '.pdf', 'pdf', value ->> 3, value ->> 4,
    value ->> 5, value ->> 6, value ->> 7, 'stored', 3, value ->> 8, value ->> 8 FROM json_each(?)`;

async function forEachAtOnce<T>(list: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < list.length; i += AT_ONCE) await Promise.all(list.slice(i, i + AT_ONCE).map(work));
}

async function storeFile(
  bucket: R2Bucket,
  submissionId: string,
  artifactKey: string,
  now: string,
): Promise<unknown[]> {
  const id = newId("fil");
  const key = `submissions/${submissionId}/${id}`;
  const data = new TextEncoder().encode(`%PDF-1.7 ${submissionId} ${artifactKey}`);
  const etag = (await bucket.put(key, data))?.etag;
  const sha = createHash("sha256").update(data).digest("hex");
  return [id, submissionId, artifactKey, data.length, sha, crc32(data), etag, key, now];
}

/**
 * `branches` branches with one small file for each of `artifacts` artifacts, in `bucket`. A paper
 * that is still out keeps them from being complete, which spares 500 receipts their PDF.
 */
export async function makeFullRound(options: {
  branches: number;
  artifacts: number;
  bucket: R2Bucket;
}): Promise<World> {
  const numbers = { members: 9, full: 9, probationary: 0, committee: 3, floating: 0, under: null };
  const branches = Array.from({ length: options.branches }, (_, i) => ({
    code: `K${String(i + 1).padStart(3, "0")}`,
    name: `霁川区第${i + 1}中学党支部`,
    numbers,
  }));
  const artifacts = Array.from({ length: options.artifacts }, (_, i) =>
    makeArtifact(`a${i + 1}`, { title: { zh: `第${i + 1}项材料`, en: `No. ${i + 1}` } }),
  );
  const paper = makeArtifact("paper", { kind: "paper", sealed: true, copies: 1, minFiles: 0 });
  const world = await makeWorld({ definition: makeDefinition([...artifacts, paper]), branches });
  const { now } = world.app;
  await forEachAtOnce(world.branches, async ({ submissionId }) => {
    const rows = await Promise.all(
      artifacts.map(({ key }) => storeFile(options.bucket, submissionId, key, now)),
    );
    await env.DB.prepare(FILES_SQL).bind(JSON.stringify(rows)).run();
    await settle(env, submissionId, now);
  });
  return world;
}
