/** Files of a branch without their uploads: objects and rows as an upload leaves them, settled by the product. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { newId } from "../../../worker/ids";
import { settle } from "../../../worker/submissions/settle";

export interface Stock {
  submissionId: string;
  /** Key of an artifact for each file. */
  artifacts: readonly string[];
  fileBytes: number;
  now: string;
}

const AT_ONCE = 16;
/** What one call of `getRandomValues` gives at most. */
const RANDOM_MAX_BYTES = 65_536;

const FILES_SQL = `INSERT INTO files (id, submission_id, artifact_key, lineage_id, version, name, type, bytes, sha256,
    crc32, etag, object_key, state, pages, started_at, received_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 0, 1, value ->> 3, 'pdf', value ->> 4, value ->> 5,
    value ->> 6, value ->> 7, value ->> 8, 'stored', 1, value ->> 9, value ->> 9 FROM json_each(?)`;

async function storeFile(env: Env, stock: Stock, artifact: string, i: number): Promise<unknown[]> {
  const { submissionId, fileBytes, now } = stock;
  if (fileBytes > RANDOM_MAX_BYTES) throw new RangeError("a stocked file is small");
  const id = newId("fil");
  const key = `submissions/${submissionId}/${id}`;
  const data = crypto.getRandomValues(new Uint8Array(fileBytes));
  const etag = (await env.FILES.put(key, data))?.etag;
  const sha256 = createHash("sha256").update(data).digest("hex");
  return [id, submissionId, artifact, `材料${i + 1}.pdf`, fileBytes, sha256, crc32(data), etag, key, now];
}

export async function stockBranch(env: Env, stock: Stock): Promise<void> {
  const rows: unknown[][] = [];
  for (let i = 0; i < stock.artifacts.length; i += AT_ONCE) {
    const some = stock.artifacts.slice(i, i + AT_ONCE);
    rows.push(...(await Promise.all(some.map((one, j) => storeFile(env, stock, one, i + j)))));
  }
  await env.DB.prepare(FILES_SQL).bind(JSON.stringify(rows)).run();
  await settle(env, stock.submissionId, stock.now);
}
