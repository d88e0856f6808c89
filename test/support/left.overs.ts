import type { FaultyEnv } from "./faulty";
import { env } from "./worker";

/** What a fault may leave until the next request or the sweep: settling is not part of the hand-in's batch. */
export const isUnsettled = (broken: string) => broken.startsWith("2: ");

/** What is in R2 beside stored files and packs, uploads that D1 still names, and multipart uploads that could still be ended. */
export async function listLeftOvers(faulty: FaultyEnv): Promise<string[]> {
  const { results: rows } = await env.DB.prepare(
    "SELECT object_key AS key FROM files UNION SELECT object_key FROM packs",
  ).all<{ key: string }>();
  const keys = (await env.FILES.list()).objects.map((one) => one.key);
  const { results: uploads } = await env.DB.prepare("SELECT id FROM uploads").all<{ id: string }>();
  const open = [];
  for (const { key, id, told } of faulty.multiparts.filter((one) => one.told)) {
    const part = env.FILES.resumeMultipartUpload(key, id).uploadPart(1, new Uint8Array(1));
    const isOpen = await part.then(
      () => told,
      () => false,
    );
    if (isOpen) open.push(`multipart upload of ${key}`);
  }
  return [
    ...keys.filter((key) => !rows.some((row) => row.key === key)),
    ...uploads.map(({ id }) => `row of ${id}`),
    ...open,
  ];
}
