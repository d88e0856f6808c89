/** One file from its first byte to *stored*: the path both the plain form and the page's island take. */
import type { AskedArtifact } from "../../schemas/artifact";
import type { Completeness, FileFact } from "../../schemas/completeness";
import { nameIn, type Problem, problem } from "../../schemas/problem";
import type { StoredFile, UploadAnswer } from "../../schemas/upload";
import { type AppContext, dbOf, nowOf, Refusal, refuse, refuseWith } from "../http";
import { newId } from "../ids";
import { isUntouched } from "../rounds/blank.rules";
import { getSheetOf, type SubmissionSheet } from "../submissions/facts.store";
import { checkOpen, computeAcceptUntil, findAskedArtifact } from "../submissions/gate.rules";
import { openGuard } from "../submissions/open.guard";
import { settleAndSeal } from "../submissions/settle.request";
import { getSheet } from "../submissions/sheet.request";
import { inspectFile } from "./file.found";
import { ingest } from "./file.ingest";
import { checkHead } from "./file.inspect";
import type { FillPart } from "./file.pour";
import type { Ingested } from "./file.readback";
import { findAcceptedTypes, findFileLimit, normaliseFileName } from "./file.rules";
import {
  buildObjectKey,
  commitStored,
  discardReceived,
  findKeptFile,
  findSameFile,
  insertReceiving,
  type NewFile,
  touchReceiving,
  updateMultipart,
} from "./file.store";
import { listAt, type Place } from "./place.rules";
import { checkQuota, type Held } from "./quota.rules";

export interface Arrival extends Place {
  /** Lineage of the file to replace; null for a new one. */
  replaces: string | null;
  name: string;
  fill: FillPart;
  /** Declared length; null where a form body gives none. */
  bytes: number | null;
  /** Declared SHA-256, lower-case hex: what comes must be that. */
  sha256: string | null;
}

/** Where a file is going, with everything that could be refused before its first byte already refused. */
export interface Destination {
  sheet: SubmissionSheet;
  artifact: AskedArtifact;
  types: NonNullable<ReturnType<typeof findAcceptedTypes>>;
}

/** Problems: `artifact.not_found`, `artifact.wrong_kind`, `round.closed`, `artifact.past_due`. */
export async function getDestination(
  c: AppContext,
  artifactKey: string,
  fieldKey: string | null,
): Promise<Destination> {
  const sheet = await getSheet(c);
  const artifact = findAskedArtifact(sheet.version, artifactKey);
  if (artifact === null) refuse("artifact.not_found");
  const closed = checkOpen(sheet, artifact, nowOf(c));
  if (closed !== null) refuseWith(closed);
  const types = findAcceptedTypes(artifact, fieldKey);
  if (types === null) {
    refuse("artifact.wrong_kind", {
      ...nameIn(artifact.title),
      reason: "请在线填写这一项。",
      reasonEn: "Please fill it in online.",
    });
  }
  return { sheet, artifact, types };
}

const NOTHING: Held = { files: 0, bytes: 0 };

/**
 * Refuses one more file of `bytes` bytes that the branch or the round has no room for; `open` is
 * what else is on its way. Problems: those of `checkQuota`.
 */
export function checkRoom(
  { sheet }: Pick<Destination, "sheet">,
  bytes: number,
  open: Held = NOTHING,
): Problem | null {
  const { submission, round } = sheet;
  const branch = { files: submission.heldFiles + open.files, bytes: submission.heldBytes + open.bytes };
  return checkQuota(branch, { files: round.heldFiles, bytes: round.heldBytes }, bytes);
}

/** The row a file begins as. Problem: `file.not_found` (what it should replace). */
export function planNewFile(
  c: AppContext,
  to: Destination,
  arrival: Pick<Arrival, "artifactKey" | "fieldKey" | "replaces" | "name">,
  id: string = newId("fil"),
): NewFile {
  const { submissionId, linkId } = c.get("branch");
  const replaced = listAt(to.sheet.facts.files, arrival).find((one) => one.lineageId === arrival.replaces);
  if (arrival.replaces !== null && replaced === undefined) refuse("file.not_found");
  return {
    id,
    submissionId,
    artifactKey: arrival.artifactKey,
    fieldKey: arrival.fieldKey,
    lineageId: replaced?.lineageId ?? id,
    name: normaliseFileName(arrival.name),
    linkId,
    startedAt: nowOf(c),
  };
}

/** Receives one file; on any refusal or fault nothing of it stays behind. */
export async function receiveFile(c: AppContext, to: Destination, arrival: Arrival): Promise<UploadAnswer> {
  const db = dbOf(c);
  const over = checkRoom(to, arrival.bytes ?? 0);
  if (over !== null) refuseWith(over);
  const file = planNewFile(c, to, arrival);
  // Written while the first bytes come; none of them is stored before it stands.
  const begun = insertReceiving(db, file);
  begun.catch(() => undefined);
  try {
    const sink = {
      begun,
      bucket: c.env.FILES,
      key: buildObjectKey(file.submissionId, file.id),
      onMultipart: (uploadId: string) => updateMultipart(db, file.id, uploadId),
    };
    const inspect = (head: Uint8Array) => {
      // The last word is said of the whole.
      const wrong = checkHead(head, file.name, to.types);
      if (wrong !== null) refuseWith(wrong);
    };
    const fill = keepAlive(c, file, begun, arrival.fill);
    const stored = await ingest(sink, fill, arrival.bytes, inspect, arrival.sha256);
    return await keepFile(c, to, file, stored);
  } catch (fault) {
    const stood = await begun.then(
      () => true,
      () => false,
    );
    const swept = !(await discardReceived(db, c.env.FILES, file)) && stood;
    if (swept && !(fault instanceof Refusal)) refuse("file.broken_off");
    throw fault;
  }
}

/** Longer than this between two signs of life, and far less than what the sweep waits. */
const SIGN_OF_LIFE_MS = 5 * 60_000;

/** The same bytes; while they come, now and then, the row is said to live. */
function keepAlive(c: AppContext, file: NewFile, begun: Promise<unknown>, fill: FillPart): FillPart {
  let told = Date.parse(file.startedAt);
  return async (max) => {
    const bytes = await fill(max);
    const now = nowOf(c);
    if (Date.parse(now) - told > SIGN_OF_LIFE_MS) {
      told = Date.parse(now);
      await begun;
      await touchReceiving(dbOf(c), file.id, now);
    }
    return bytes;
  };
}

/**
 * Makes what R2 holds a file: inspected, guarded, with its event, and settled. Problems: those
 * of a place that takes no more, of `inspectFile`, and `file.blank`.
 */
export async function keepFile(
  c: AppContext,
  to: Destination,
  file: NewFile,
  stored: Ingested,
): Promise<UploadAnswer> {
  const { linkId } = c.get("branch");
  const now = nowOf(c);
  if (checkOpen(to.sheet, to.artifact, now) !== null) {
    // It came in the meantime that there is more time: an extension, a later deadline, a return.
    return keepAnew(c, file, stored);
  }
  if (isUntouched(to.sheet.blanks, stored)) refuse("file.blank");
  const key = buildObjectKey(file.submissionId, file.id);
  const found = await inspectFile(c.env.FILES, key, stored, {
    name: file.name,
    types: to.types,
    blanks: to.sheet.blanks,
    minChars: to.artifact.minChars,
  });
  const { done, rows } = await commitStored(
    dbOf(c),
    {
      file,
      stored,
      type: found.type,
      found,
      receivedAt: now,
      limit: findFileLimit(to.artifact, file.fieldKey),
      guard: openGuard({
        submissionId: file.submissionId,
        version: to.sheet.version.version,
        acceptUntil: computeAcceptUntil(to.sheet, to.artifact),
        artifactKey: to.artifact.key,
        linkId,
        now,
      }),
    },
    `branch:${linkId}`,
    to.sheet.head,
  );
  const sheet = getSheetOf(rows);
  if (done) return answerKept(c, file, sheet);
  // An amendment was published while the file was on its way: it is judged by that.
  if (sheet.version.version !== to.sheet.version.version) return keepAnew(c, file, stored);
  return answerNotKept(c, { sheet, artifact: to.artifact }, file, stored);
}

/** The same, as the place is now. */
async function keepAnew(c: AppContext, file: NewFile, stored: Ingested): Promise<UploadAnswer> {
  const to = await getDestination(c, file.artifactKey, file.fieldKey);
  return keepFile(c, to, file, stored);
}

/** @param sheet as the commit left it: what was done to the file since changes nothing of what is told */
async function answerKept(c: AppContext, file: NewFile, sheet: SubmissionSheet): Promise<UploadAnswer> {
  const fact = sheet.facts.files.find((one) => one.id === file.id);
  if (fact === undefined) throw new Error("a stored file is missing from the facts");
  return buildAnswer(fact, await settleAndSeal(c, file.submissionId, nowOf(c), sheet), false);
}

/** The answer to a file that is in already, which a crash kept from being told; null for one that is not. */
export async function findKeptAnswer(
  c: AppContext,
  submissionId: string,
  fileId: string,
): Promise<UploadAnswer | null> {
  const file = await findKeptFile(dbOf(c), submissionId, fileId);
  if (file === null) return null;
  const { missing, complete } = await settleAndSeal(c, submissionId, nowOf(c));
  return { file, already: false, missing: [...missing], complete };
}

/** The guard said no: the same bytes are there already, or the place is full, or the round closed meanwhile. */
async function answerNotKept(
  c: AppContext,
  { sheet, artifact }: Pick<Destination, "sheet" | "artifact">,
  file: NewFile,
  stored: Ingested,
): Promise<UploadAnswer> {
  const same = findSameFile(sheet.facts.files, file, stored.sha256);
  const stood = await discardReceived(dbOf(c), c.env.FILES, file);
  if (same !== null) {
    const completeness = await settleAndSeal(c, file.submissionId, nowOf(c), sheet);
    return buildAnswer(same, completeness, same.id !== file.id);
  }
  const wrong = checkOpen(sheet, artifact, nowOf(c)) ?? checkRoom({ sheet }, stored.bytes);
  if (wrong !== null) refuseWith(wrong);
  if (isFull(sheet, artifact, file)) {
    const limit = findFileLimit(artifact, file.fieldKey) ?? 0;
    return refuseWith(problem("file.too_many", { ...nameIn(artifact.title), limit }));
  }
  return refuse(stood ? "link.unknown" : "file.broken_off");
}

/** Other files take every place there is. */
function isFull(sheet: SubmissionSheet, artifact: AskedArtifact, file: NewFile): boolean {
  const limit = findFileLimit(artifact, file.fieldKey);
  const others = listAt(sheet.facts.files, file).filter((one) => one.lineageId !== file.lineageId);
  return limit !== null && others.length >= limit;
}

function buildAnswer(fact: FileFact, completeness: Completeness, already: boolean): UploadAnswer {
  const { id, version, name, bytes, sha256, receivedAt } = fact;
  const file = {
    id,
    artifact: fact.artifactKey,
    version,
    name,
    type: fact.type,
    bytes,
    sha256,
    receivedAt,
  } as StoredFile;
  return { file, already, missing: [...completeness.missing], complete: completeness.complete };
}
