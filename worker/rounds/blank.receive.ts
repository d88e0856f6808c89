/** A blank template from the form post that brings it to the row that offers it. */
import { findPrint } from "../files/file.found";
import { ingest } from "../files/file.ingest";
import { inspectHead } from "../files/file.inspect";
import { MultipartReader, parseBoundary } from "../files/file.multipart";
import type { FillPart } from "../files/file.pour";
import type { Ingested } from "../files/file.readback";
import { checkVerdict, describeTooLarge } from "../files/file.rules";
import { type AppContext, dbOf, nowOf, refuse, refuseWith } from "../http";
import { BLANK_TYPES, type BlankType, buildBlankName, isBlankType, MAX_BLANK_BYTES } from "./blank.rules";
import { type BlankRow, buildBlankKey, deleteUnnamed, findBlank, writeBlank } from "./blank.store";

/**
 * Takes the first file of the post as the template of an artifact of the round, in the place
 * of what was there. Problems: `file.missing`, `file.empty`, `file.too_large`,
 * `file.wrong_type`, `file.dangerous`, `file.broken_off`, `request.conflict`; then what
 * was there stays, and nothing of the new one.
 */
export async function receiveBlank(c: AppContext, artifactKey: string): Promise<void> {
  const boundary = parseBoundary(c.req.header("content-type"));
  const body = c.req.raw.body;
  if (boundary === null || body === null) refuse("file.missing");
  const reader = new MultipartReader(body, boundary);
  let kept = false;
  try {
    for (let part = await reader.next(); part !== null; part = await reader.next()) {
      // A browser sends an unnamed empty part for a file input left empty.
      if (part.fileName === null || part.fileName === "" || kept) continue;
      await keepBlank(c, artifactKey, part.fileName, limitBytes(part.fill));
      kept = true;
    }
  } catch (fault) {
    await reader.cancel();
    throw fault;
  }
  if (!kept) refuse("file.missing");
}

function limitBytes(fill: FillPart): FillPart {
  let total = 0;
  return async (max) => {
    const bytes = await fill(max);
    total += bytes.length;
    if (total > MAX_BLANK_BYTES) refuseWith(describeTooLarge(null, MAX_BLANK_BYTES));
    return bytes;
  };
}

async function keepBlank(c: AppContext, artifactKey: string, given: string, fill: FillPart): Promise<void> {
  const db = dbOf(c);
  const { id: roundId } = c.get("round");
  const was = await findBlank(db, roundId, artifactKey);
  const objectKey = buildBlankKey(roundId);
  try {
    const { type, stored } = await store(c, objectKey, given, fill);
    const addedBy = c.get("staff").staffId;
    const { bytes, sha256, crc32, etag } = stored;
    const name = buildBlankName(given, type);
    const row: BlankRow = {
      roundId,
      artifactKey,
      name,
      type,
      bytes,
      sha256,
      crc32,
      etag,
      objectKey,
      addedBy,
      addedAt: nowOf(c),
      print: await findPrint(c.env.FILES, objectKey, stored, type),
    };
    if (!(await writeBlank(db, row, was))) refuse("request.conflict");
  } catch (fault) {
    await deleteUnnamed(db, c.env.FILES, objectKey);
    throw fault;
  }
  if (was !== null) await deleteUnnamed(db, c.env.FILES, was.objectKey);
}

async function store(
  c: AppContext,
  key: string,
  given: string,
  fill: FillPart,
): Promise<{ type: BlankType; stored: Ingested }> {
  let type = null as BlankType | null;
  // R2 itself lets go of a multipart upload that a crash left unfinished.
  const sink = { bucket: c.env.FILES, key, begun: Promise.resolve(), onMultipart: async () => undefined };
  const stored = await ingest(sink, fill, null, (head) => {
    const verdict = inspectHead(head, given);
    const wrong = checkVerdict(verdict, BLANK_TYPES);
    if (wrong !== null) refuseWith(wrong);
    if (verdict.kind === "known" && isBlankType(verdict.type)) type = verdict.type;
  });
  if (type === null) throw new Error("a template was taken that is of no known type");
  return { type, stored };
}
