/** tus 1.0 (https://tus.io/protocols/resumable-upload): creation, creation-with-upload, termination, checksum, expiration. */
import { Hono } from "hono";
import { nameIn, type Problem, problemToBody } from "../../schemas/problem";
import { MAX_UPLOAD_BYTES } from "../../schemas/upload";
import { access } from "../access";
import { checkFileName } from "../files/file.name.rules";
import { checkRoom, type Destination, getDestination } from "../files/file.receive";
import { findFileLimit, normaliseFileName } from "../files/file.rules";
import { buildObjectKey } from "../files/file.store";
import { listAt } from "../files/place.rules";
import { MAX_BRANCH } from "../files/quota.rules";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  fieldOf,
  nowOf,
  readFields,
  refuse,
  refuseWith,
  seeOther,
  sendJson,
} from "../http";
import { newId } from "../ids";
import { langOf } from "../lang";
import { deleteUnstored } from "./upload.expire";
import {
  checkOpenUploads,
  checkUploadLength,
  computeExpiry,
  computeUntouchedSince,
  formatHttpDate,
  MAX_OPEN_UPLOADS,
  parseCount,
  parseMetadata,
  TUS_CHECKSUMS,
  TUS_EXTENSIONS,
  TUS_VERSION,
} from "./upload.rules";
import {
  closeUpload,
  deleteUploadRow,
  findUpload,
  insertUpload,
  type NewUpload,
  readOpen,
  type UploadRow,
} from "./upload.store";
import { receive } from "./upload.take";

export const uploadRoutes = new Hono<AppEnv>();

const UPLOADS = "/api/submissions/:submission/uploads";

uploadRoutes.on("OPTIONS", [UPLOADS, `${UPLOADS}/:upload`], access.anybody, describeServer);
// On every answer, whatever refuses it (tus 1.0, "Tus-Resumable").
for (const path of [UPLOADS, `${UPLOADS}/:upload`]) {
  uploadRoutes.use(path, async (c, next) => {
    c.header("Tus-Resumable", TUS_VERSION);
    await next();
  });
}
uploadRoutes.post(UPLOADS, access.branchSheet, createUpload);
uploadRoutes.get(`${UPLOADS}/:upload`, access.branch, sendUpload);
uploadRoutes.patch(`${UPLOADS}/:upload`, access.branch, patchUpload);
uploadRoutes.delete(`${UPLOADS}/:upload`, access.branch, terminateUpload);
uploadRoutes.post(`${UPLOADS}/:upload`, access.branch, overrideMethod);
uploadRoutes.post("/b/:submission/uploads/:upload/drop", access.branch, dropUpload);

const CONTENT_TYPE = "application/offset+octet-stream";

function describeServer(c: AppContext) {
  return c.body(null, 204, {
    "Tus-Resumable": TUS_VERSION,
    "Tus-Version": TUS_VERSION,
    "Tus-Extension": TUS_EXTENSIONS,
    "Tus-Checksum-Algorithm": TUS_CHECKSUMS,
    "Tus-Max-Size": String(MAX_UPLOAD_BYTES),
  });
}

function requireVersion(c: AppContext): void {
  c.header("Tus-Resumable", TUS_VERSION);
  if (c.req.header("tus-resumable") === TUS_VERSION) return;
  c.header("Tus-Version", TUS_VERSION);
  refuse("upload.version");
}

function isProblem(value: object | null): value is Problem {
  return value !== null && "code" in value && "findings" in value;
}

/** Of extensions that are not spoken here: left unread, a piece would be taken for a whole file. */
const NOT_OFFERED = ["Upload-Defer-Length", "Upload-Concat"];

/** Refused before the first byte: what is too long, of a kind the place does not take, or too much. */
async function createUpload(c: AppContext) {
  requireVersion(c);
  for (const name of NOT_OFFERED)
    if (c.req.header(name) !== undefined) refuse("upload.invalid", { reason: name });
  const bytes = parseCount(c.req.header("upload-length"));
  if (bytes === null) refuse("upload.invalid", { reason: "Upload-Length" });
  const wrong = checkUploadLength(bytes);
  if (wrong !== null) refuseWith(wrong);
  const metadata = parseMetadata(c.req.header("upload-metadata"));
  if (isProblem(metadata)) refuseWith(metadata);
  const to = await getDestination(c, metadata.artifact, metadata.field);
  const foreign = checkFileName(normaliseFileName(metadata.name), metadata.type, to.types);
  if (foreign !== null) refuseWith(foreign);
  requireRoom(to, metadata);
  const { submissionId, linkId } = c.get("branch");
  const over = checkRoom(to, bytes);
  if (over !== null) refuseWith(over);
  const fileId = newId("fil");
  const upload: NewUpload = {
    id: newId("upl"),
    submissionId,
    artifactKey: metadata.artifact,
    fieldKey: metadata.field,
    replaces: metadata.replaces,
    name: normaliseFileName(metadata.name),
    linkId,
    bytes,
    sha256: metadata.sha256,
    metadata: c.req.header("upload-metadata") ?? "",
    fileId,
    objectKey: buildObjectKey(submissionId, fileId),
    createdAt: nowOf(c),
    expiresAt: computeExpiry(nowOf(c)),
  };
  const since = computeUntouchedSince(nowOf(c));
  // What is on its way is counted in the statement itself: many at once must not pass together.
  const isBegun = await insertUpload(dbOf(c), upload, { uploads: MAX_OPEN_UPLOADS, ...MAX_BRANCH, since });
  if (!isBegun) await refuseForRoom(c, to, bytes, since);
  c.header("Location", `${new URL(c.req.url).pathname.replace(/\/$/, "")}/${upload.id}`);
  const withBytes = c.req.header("content-type") === CONTENT_TYPE && c.req.raw.body !== null;
  const begun = { ...upload, received: 0, parts: "[]", epoch: 0, state: "open" as const };
  const row: UploadRow = { ...begun, multipartId: null, tail: null, answer: null };
  const received = withBytes ? await receive(c, row) : 0;
  return answerOffset(c, row, received, 201);
}

/** Says why there is no room beside what is on its way. Problems: `upload.too_many_open`, those of `checkRoom`. */
async function refuseForRoom(c: AppContext, to: Destination, bytes: number, since: string): Promise<never> {
  const open = await readOpen(dbOf(c), c.get("branch").submissionId, since);
  const over = checkOpenUploads(open.files) ?? checkRoom(to, bytes, open);
  // Room may have come back meanwhile; then there were too many a moment ago.
  return over === null ? refuse("upload.too_many_open", { limit: MAX_OPEN_UPLOADS }) : refuseWith(over);
}

/** A place that is full takes nothing but the next version of what it has. Problems: `file.too_many`, `file.not_found`. */
function requireRoom(
  to: Destination,
  metadata: { artifact: string; field: string | null; replaces: string | null },
) {
  const here = listAt(to.sheet.facts.files, { artifactKey: metadata.artifact, fieldKey: metadata.field });
  if (metadata.replaces !== null) {
    if (!here.some((one) => one.lineageId === metadata.replaces)) refuse("file.not_found");
    return;
  }
  const limit = findFileLimit(to.artifact, metadata.field);
  if (limit !== null && here.length >= limit) {
    refuse("file.too_many", { ...nameIn(to.artifact.title), limit });
  }
}

/** The upload of the path. Problems: `upload.not_found`, `upload.ended` (over its time, and no file). */
async function getUpload(c: AppContext): Promise<UploadRow> {
  const upload = await findUpload(dbOf(c), c.get("branch").submissionId, c.req.param("upload") ?? "");
  if (upload === null) refuse("upload.not_found");
  if (isOver(c, upload)) refuse("upload.ended");
  return upload;
}

const isOver = (c: AppContext, upload: UploadRow) =>
  upload.state !== "stored" && upload.expiresAt <= nowOf(c);

/** HEAD as tus asks it; GET tells a program how it ended. */
async function sendUpload(c: AppContext) {
  if (c.req.method === "HEAD") return sendOffset(c);
  const upload = await getUpload(c);
  const { state, received, bytes, answer } = upload;
  const told = answer === null ? null : (JSON.parse(answer) as object);
  const ended = isProblem(told) ? problemToBody(told, langOf(c)) : told;
  return sendJson(c, { state: state === "assembling" ? "open" : state, received, bytes, ended });
}

async function sendOffset(c: AppContext) {
  requireVersion(c);
  c.header("Cache-Control", "no-store");
  const upload = await getUpload(c);
  if (upload.state === "refused") refuse("upload.ended");
  c.header("Upload-Length", String(upload.bytes));
  c.header("Upload-Metadata", upload.metadata);
  return answerOffset(c, upload, upload.received, 200);
}

function answerOffset(c: AppContext, upload: UploadRow, received: number, status: 200 | 201 | 204) {
  c.header("Cache-Control", "no-store");
  c.header("Upload-Offset", String(received));
  // Only bytes that came make an upload stay longer; asking does not.
  const expiresAt = received > upload.received ? computeExpiry(nowOf(c)) : upload.expiresAt;
  if (received < upload.bytes) c.header("Upload-Expires", formatHttpDate(expiresAt));
  return c.body(null, status);
}

async function patchUpload(c: AppContext) {
  requireVersion(c);
  if (c.req.header("content-type") !== CONTENT_TYPE) refuse("upload.content_type");
  const offset = parseCount(c.req.header("upload-offset"));
  if (offset === null) refuse("upload.invalid", { reason: "Upload-Offset" });
  const upload = await getUpload(c);
  if (upload.state === "refused") refuse("upload.ended");
  if (offset !== upload.received) refuse("upload.offset");
  if (upload.state === "stored") return answerOffset(c, upload, upload.bytes, 204);
  return answerOffset(c, upload, await receive(c, upload), 204);
}

/** Ended by the branch: nothing of it stays. What became a file meanwhile stays a file. False when there is none. */
async function endUpload(c: AppContext): Promise<boolean> {
  const upload = await findUpload(dbOf(c), c.get("branch").submissionId, c.req.param("upload") ?? "");
  if (upload === null) return false;
  const closed = (await closeUpload(dbOf(c), upload.id)) ?? upload;
  if (closed.state !== "stored") await deleteUnstored(dbOf(c), c.env.FILES, closed);
  await deleteUploadRow(dbOf(c), upload.id);
  return true;
}

async function terminateUpload(c: AppContext) {
  requireVersion(c);
  if (!(await endUpload(c))) refuse("upload.not_found");
  return c.body(null, 204);
}

/** The same by a form of the page; what is gone already, in another tab or by its time, is as it was wished. */
async function dropUpload(c: AppContext) {
  const fields = await readFields(c);
  await endUpload(c);
  const [artifactKey, field] = [fieldOf(fields, "artifact"), fieldOf(fields, "field")];
  const place = field === "" ? `#a-${artifactKey}` : `/forms/${artifactKey}#files-${field}`;
  const isPlace = [artifactKey, field].every((one) => /^\w*$/.test(one));
  return seeOther(c, `/b/${c.get("branch").submissionId}${isPlace ? place : ""}`);
}

/** For clients behind a proxy that knows only GET and POST (tus 1.0, X-HTTP-Method-Override). */
function overrideMethod(c: AppContext) {
  const method = c.req.header("x-http-method-override")?.toUpperCase();
  if (method === "PATCH") return patchUpload(c);
  if (method === "DELETE") return terminateUpload(c);
  return refuse("request.method");
}
