import { Hono } from "hono";
import { access } from "../access";
import { buildContentDisposition } from "../disposition.rules";
import { type AppContext, type AppEnv, dbOf, refuse, refuseWith, seeOther, sendJson } from "../http";
import { parseDigest } from "./digest.rules";
import { expectBytes } from "./file.ingest";
import { MultipartReader, parseBoundary, readFieldText } from "./file.multipart";
import { fillFromBody } from "./file.pour";
import { getDestination, receiveFile } from "./file.receive";
import { checkLength } from "./file.rules";
import { findStoredObject, readStoredObject } from "./file.store";

export const fileRoutes = new Hono<AppEnv>();

fileRoutes.post("/b/:submission/files/:artifact", access.branchSheet, postFiles);
fileRoutes.get("/b/:submission/files/:file", access.branch, (c) => sendFile(c, c.get("branch").submissionId));
fileRoutes.post("/api/submissions/:submission/artifacts/:artifact/files", access.branchSheet, postFileBytes);
fileRoutes.get("/committee/rounds/:round/branches/:submission/files/:file", access.submission, (c) =>
  sendFile(c, c.req.param("submission")),
);

/** The page's form has three of them. */
const MAX_FIELDS = 20;

/** The plain form: fields `lineage` and `field` come before the files, as the page's markup has them. */
async function postFiles(c: AppContext) {
  const boundary = parseBoundary(c.req.header("content-type"));
  const body = c.req.raw.body;
  if (boundary === null || body === null) refuse("file.missing");
  const artifactKey = c.req.param("artifact") ?? "";
  const fields = new Map<string, string>();
  const reader = new MultipartReader(body, boundary);
  let stored = 0;
  try {
    for (let part = await reader.next(); part !== null; part = await reader.next()) {
      if (part.fileName === null) {
        if (fields.size >= MAX_FIELDS) refuse("request.invalid", { reason: part.name });
        fields.set(part.name, await readFieldText(part));
        c.set("fields", [...fields]);
      }
      // A browser sends an unnamed empty part for a file input left empty.
      else if (part.fileName !== "") {
        const fieldKey = fields.get("field") || null;
        const to = await getDestination(c, artifactKey, fieldKey);
        const replaces = fields.get("lineage") || null;
        await receiveFile(c, to, {
          artifactKey,
          fieldKey,
          replaces,
          name: part.fileName,
          fill: part.fill,
          bytes: null,
          sha256: null,
        });
        stored += 1;
      }
    }
  } catch (fault) {
    await reader.cancel();
    throw fault;
  }
  if (stored === 0) refuse("file.missing");
  const back = fields.get("field") ? `/forms/${artifactKey}` : `#a-${artifactKey}`;
  return seeOther(c, `/b/${c.get("branch").submissionId}${back}`);
}

function decodeHeaderName(value: string | undefined): string {
  try {
    return decodeURIComponent(value ?? "");
  } catch {
    return value ?? "";
  }
}

/** One file as the whole body: what the page's island and any program sends. */
async function postFileBytes(c: AppContext) {
  const declared = c.req.header("content-length");
  const expected = declared === undefined ? null : Number(declared);
  const wrong = expected === null ? null : checkLength(expected);
  if (wrong !== null) refuseWith(wrong);
  const digest = parseDigest(c.req.header("repr-digest"));
  if (digest !== null && typeof digest !== "string") refuseWith(digest);
  const body = c.req.raw.body;
  if (body === null) refuse("file.empty");
  const artifactKey = c.req.param("artifact") ?? "";
  const fieldKey = c.req.header("x-field") || null;
  const to = await getDestination(c, artifactKey, fieldKey);
  const answer = await receiveFile(c, to, {
    artifactKey,
    fieldKey,
    replaces: c.req.header("x-replaces") || null,
    name: decodeHeaderName(c.req.header("x-file-name")),
    fill: expectBytes(fillFromBody(body), expected),
    bytes: expected,
    sha256: digest,
  });
  return sendJson(c, answer, answer.already ? 200 : 201);
}

/** What people upload is only ever handed out as an attachment that no browser renders (ASVS 3.2.1, 5.4.1). */
async function sendFile(c: AppContext, submissionId: string) {
  const object = await findStoredObject(dbOf(c), submissionId, c.req.param("file") ?? "");
  if (object === null) refuse("file.not_found");
  const headers = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": buildContentDisposition(object.name),
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
  };
  if (c.req.method === "HEAD") {
    return new Response(null, { headers: { ...headers, "Content-Length": String(object.bytes) } });
  }
  const body = await readStoredObject(c.env.FILES, object);
  if (body === null) throw new Error("a stored object is missing or changed");
  const { readable, writable } = new FixedLengthStream(object.bytes);
  c.executionCtx.waitUntil(body.pipeTo(writable).catch(() => undefined));
  return new Response(readable, { headers });
}
