import { Hono } from "hono";
import { access } from "../access";
import { type AppContext, type AppEnv, dbOf, fieldOf, readFields, refuse, seeOther, sendJson } from "../http";
import { expectBytes } from "./file.ingest";
import { fillFromReader } from "./file.pour";
import { getDestination, receiveFile } from "./file.receive";
import { findStoredObject, readStoredObject } from "./file.store";
import { listReusable } from "./reuse.store";

export const reuseRoutes = new Hono<AppEnv>();

reuseRoutes.post("/b/:submission/reuse/:artifact", access.branch, postReuse);
reuseRoutes.post("/api/submissions/:submission/artifacts/:artifact/reuse/:file", access.branch, sendReuse);

/**
 * Hands in again what was accepted in an earlier round: the same bytes take the same road as
 * an upload and end as a file of this submission. Problem: `file.not_found`, those of an upload.
 */
async function reuse(c: AppContext, fileId: string) {
  const { submissionId } = c.get("branch");
  const artifactKey = c.req.param("artifact") ?? "";
  const offers = await listReusable(dbOf(c), submissionId);
  const offer = offers.find((one) => one.id === fileId && one.artifactKey === artifactKey);
  if (offer === undefined) refuse("file.not_found");
  // Before the bytes are opened: a place that takes no more leaves none of them unread.
  const to = await getDestination(c, artifactKey, null);
  const object = await findStoredObject(dbOf(c), offer.submissionId, offer.id);
  const body = object === null ? null : await readStoredObject(c.env.FILES, object);
  if (object === null || body === null) throw new Error("a stored object is missing or changed");
  const reader = body.getReader({ mode: "byob" });
  return receiveFile(c, to, {
    artifactKey,
    fieldKey: null,
    replaces: null,
    name: offer.name,
    fill: expectBytes(fillFromReader(reader), object.bytes),
    bytes: object.bytes,
    sha256: object.sha256,
  }).catch(async (fault: unknown) => {
    await reader.cancel().catch(() => undefined);
    throw fault;
  });
}

async function postReuse(c: AppContext) {
  await reuse(c, fieldOf(await readFields(c), "file"));
  return seeOther(c, `/b/${c.get("branch").submissionId}#a-${c.req.param("artifact")}`);
}

async function sendReuse(c: AppContext) {
  const answer = await reuse(c, c.req.param("file") ?? "");
  return sendJson(c, answer, answer.already ? 200 : 201);
}
