/**
 * The promises of the design (§3), re-derived from a live database and bucket. One
 * function, run by the tests after every story and by the service itself on demand; a
 * line it returns is a bug or a damaged store, never a person's mistake.
 */
import { eq, sql } from "drizzle-orm";
import { sha256 } from "../../schemas/receipt";
import { type RoundVersion, readRoundVersion } from "../../schemas/round";
import { buildSummary } from "../../schemas/summary";
import { planZip } from "../bundles/bundle.rules";
import { parsePackManifest } from "../bundles/pack.rules";
import * as db from "../db";
import { buildClaim } from "../receipts/receipt.rules";
import { buildContent } from "../submissions/content.rules";
import { findSubmissionSheet, type SubmissionSheet } from "../submissions/facts.store";
import { computeAcceptUntil } from "../submissions/gate.rules";
import { readJudgement } from "../submissions/judgement.store";
import { isSaid } from "../submissions/settle";
import { judgeSheet } from "../submissions/sheet.rules";
import { tailPrefix } from "../uploads/upload.bytes";
import type { StoredPiece } from "../uploads/upload.rules";
import { checkAsked, checkEvents, checkSecrets } from "./invariants.log";

type Breaks = string[];

/** 1: a file is in only when R2 holds exactly what the row says; and no object lies there without a row. */
async function checkFiles(d: db.Db, bucket: R2Bucket): Promise<Breaks> {
  const breaks: Breaks = [];
  const rows = await d.select().from(db.files);
  const keys = new Set(rows.map((row) => row.objectKey));
  for (const row of rows.filter((one) => one.state === "stored")) {
    const object = await bucket.get(row.objectKey);
    if (object === null) {
      breaks.push(`1: ${row.id} is stored but its object is gone`);
      continue;
    }
    const hash = await sha256(new Uint8Array(await object.arrayBuffer()));
    if (object.etag !== row.etag || object.size !== row.bytes)
      breaks.push(`1: ${row.id} has another etag or size`);
    if (hash !== row.sha256) breaks.push(`1: ${row.id} has another SHA-256`);
  }
  const onTheirWay = await d.select().from(db.uploads);
  for (const one of onTheirWay) keys.add(one.objectKey);
  return [
    ...breaks,
    ...(await checkOrphans(bucket, "submissions/", keys)),
    ...(await checkTails(bucket, onTheirWay)),
  ];
}

/** 1: what a branch and a round hold is counted as it is. */
async function checkHeld(d: db.Db): Promise<Breaks> {
  const rows = await d.all<{ id: string }>(sql`
    SELECT s.id FROM submissions AS s WHERE (s.held_files, s.held_bytes) <>
      (SELECT COUNT(*), COALESCE(SUM(f.bytes), 0) FROM files AS f WHERE f.submission_id = s.id AND f.state <> 'receiving')
    UNION ALL SELECT r.id FROM rounds AS r WHERE (r.held_files, r.held_bytes) <>
      (SELECT COALESCE(SUM(s.held_files), 0), COALESCE(SUM(s.held_bytes), 0) FROM submissions AS s WHERE s.round_id = r.id)`);
  return rows.map(({ id }) => `1: what ${id} holds is counted wrong`);
}

/** What is left over of a part belongs to an upload, which takes it along when it goes; what the row names is there. */
async function checkTails(
  bucket: R2Bucket,
  rows: readonly (typeof db.uploads.$inferSelect)[],
): Promise<Breaks> {
  const keys = (await bucket.list({ prefix: "uploads/" })).objects.map((one) => one.key);
  const orphans = keys.filter((key) => !rows.some((row) => key.startsWith(tailPrefix(row))));
  const pieces = rows.flatMap((row) => JSON.parse(row.tail ?? "[]") as StoredPiece[]);
  const lost = pieces.filter((piece) => !keys.includes(piece.key));
  return [
    ...orphans.map((key) => `1: object ${key} has no row`),
    ...lost.map((piece) => `1: ${piece.key} of an upload is gone`),
  ];
}

async function checkOrphans(bucket: R2Bucket, prefix: string, keys: ReadonlySet<string>): Promise<Breaks> {
  const listed = await bucket.list({ prefix });
  return listed.objects.flatMap(({ key }) => (keys.has(key) ? [] : [`1: object ${key} has no row`]));
}

/** 1: a sealed pack lies in R2 as it was written, its manifest fills it, and a kept bundle has all its packs. */
async function checkPacks(d: db.Db, bucket: R2Bucket): Promise<Breaks> {
  const breaks: Breaks = [];
  const rows = await d.select().from(db.packs);
  for (const row of rows.filter((one) => one.state === "sealed")) {
    const object = await bucket.head(row.objectKey);
    if (object === null || object.etag !== row.etag || object.size !== row.bytes)
      breaks.push(`1: ${row.id} is not in R2 as it was sealed`);
    const entries = parsePackManifest(row.manifest ?? "[]", {
      objectKey: row.objectKey,
      etag: row.etag ?? "",
    });
    if (planZip(entries).directory.offset !== row.bytes)
      breaks.push(`1: ${row.id} is not what its manifest says`);
  }
  const sealed = new Set(rows.filter((one) => one.state === "sealed").map((one) => one.id));
  for (const bundle of await d.select().from(db.bundles)) {
    const ids = JSON.parse(bundle.packs) as string[];
    if (ids.some((id) => !sealed.has(id))) breaks.push(`1: a pack of ${bundle.id} is gone`);
  }
  return [...breaks, ...(await checkOrphans(bucket, "packs/", new Set(rows.map((row) => row.objectKey))))];
}

/** 1: a blank template lies in R2 as it was added. */
async function checkBlanks(d: db.Db, bucket: R2Bucket): Promise<Breaks> {
  const breaks: Breaks = [];
  const rows = await d.select().from(db.blanks);
  for (const row of rows) {
    const object = await bucket.head(row.objectKey);
    if (object === null || object.etag !== row.etag || object.size !== row.bytes)
      breaks.push(`1: the blank of ${row.artifactKey} in ${row.roundId} is not in R2 as it was added`);
  }
  return [...breaks, ...(await checkOrphans(bucket, "blanks/", new Set(rows.map((row) => row.objectKey))))];
}

/** 2: numbers per round are 1..n, one per submission; versions are 1..n; claims hash to what is recorded. */
async function checkReceipts(d: db.Db): Promise<Breaks> {
  const breaks: Breaks = [];
  const rows = await d
    .select()
    .from(db.receipts)
    .orderBy(db.receipts.roundId, db.receipts.seq, db.receipts.version);
  const owners = new Map<string, string>();
  const highest = new Map<string, number>();
  for (const row of rows) {
    const place = `${row.roundId} no. ${row.seq}`;
    const owner = owners.get(place);
    if (owner !== undefined && owner !== row.submissionId)
      breaks.push(`2: ${place} belongs to two submissions`);
    owners.set(place, row.submissionId);
    const last = highest.get(row.roundId) ?? 0;
    if (row.seq !== last && row.seq !== last + 1)
      breaks.push(`2: ${row.roundId} has a gap before ${row.seq}`);
    if (row.seq === last ? owner === undefined : row.version !== 1)
      breaks.push(`2: ${place} lacks its first version`);
    highest.set(row.roundId, row.seq);
    if ((await sha256(row.claim)) !== row.claimSha256) breaks.push(`2: ${row.id} was changed`);
  }
  if (new Set(owners.values()).size !== owners.size) breaks.push("2: one submission has two numbers");
  return breaks;
}

/** A receipt proves a moment: something was decided, handed in, struck out or amended after it. */
async function isReceiptOutlived(
  d: db.Db,
  { submission, receipt, version }: SubmissionSheet,
): Promise<boolean> {
  if (receipt !== null && receipt.roundVersion < version.version) return true;
  const [row] = await d.all<{ later: number }>(sql`SELECT COUNT(*) AS later FROM events AS e
    WHERE e.chain_id = ${submission.id} AND e.seq > (SELECT i.seq FROM events AS i
      WHERE i.chain_id = ${submission.id} AND i.type = 'receipt.issued'
        AND json_extract(i.data, '$.receipt') = ${receipt?.id ?? ""})`);
  return (row?.later ?? 0) > 0;
}

/** 2 and the summary row: what `settle` wrote is what the facts say now. */
async function checkSettled(d: db.Db): Promise<Breaks> {
  const breaks: Breaks = [];
  for (const { id } of await d.select({ id: db.submissions.id }).from(db.submissions)) {
    const sheet = await findSubmissionSheet(d, id);
    if (sheet === null) continue;
    const now = judgeSheet(sheet, await readJudgement(d, sheet));
    if (sheet.head.seq !== sheet.submission.settledSeq) breaks.push(`2: ${id} was not settled`);
    if (sheet.head.seq > 0 && sheet.submission.summary !== JSON.stringify(buildSummary(sheet.version, now))) {
      breaks.push(`2: the summary of ${id} is not what its facts say`);
    }
    const content = buildContent(sheet.version.version, now, sheet.receipt?.version ?? null);
    if (
      sheet.head.seq > 0 &&
      sheet.submission.contentSha256 !== (content === null ? null : await sha256(content))
    )
      breaks.push(`2: what ${id} has in is not what its summary row says`);
    if (now.complete && sheet.receipt === null) breaks.push(`2: ${id} is complete without a receipt`);
    if (!now.complete && sheet.receipt !== null && !(await isReceiptOutlived(d, sheet)))
      breaks.push(`2: ${id} has a receipt and was never complete`);
    if (now.complete && !(await isSaid(sheet, buildClaim(sheet, now))))
      breaks.push(`2: the receipt of ${id} is not of its present state`);
  }
  return breaks;
}

type Versions = ReadonlyMap<string, readonly RoundVersion[]>;

async function listVersions(d: db.Db): Promise<Versions> {
  const rows = await d.select().from(db.roundVersions).orderBy(db.roundVersions.version);
  const byRound = Map.groupBy(rows, (row) => row.roundId);
  return new Map([...byRound].map(([id, list]) => [id, list.map((row) => readRoundVersion(row.definition))]));
}

/** The last instant at which something was taken by the version that held when it came. */
function findEnd(
  sheet: SubmissionSheet,
  versions: readonly RoundVersion[],
  one: { artifactKey: string; receivedAt: string },
): string | null {
  const held = versions.filter(({ publishedAt }) => publishedAt <= one.receivedAt).at(-1) ?? sheet.version;
  const asked = held.artifacts.find(({ key }) => key === one.artifactKey);
  const round = { ...sheet.round, closesAt: held.closesAt };
  return asked === undefined ? null : computeAcceptUntil({ ...sheet, version: held, round }, asked);
}

/** Returned when it came, and not decided otherwise before. */
function wasReopened(
  decisions: readonly (typeof db.reviews.$inferSelect)[],
  one: { artifactKey: string; receivedAt: string },
): boolean {
  const own = decisions.filter(({ artifactKey }) => artifactKey === one.artifactKey);
  return own.some(
    (back) =>
      back.decision === "return" &&
      back.decidedAt <= one.receivedAt &&
      !own.some((next) => next.version > back.version && next.decidedAt < one.receivedAt),
  );
}

/** 3: nothing was taken after the last instant its round took it. */
async function checkCutOff(d: db.Db): Promise<Breaks> {
  const breaks: Breaks = [];
  const versions = await listVersions(d);
  for (const { id } of await d.select({ id: db.submissions.id }).from(db.submissions)) {
    const sheet = await findSubmissionSheet(d, id);
    if (sheet === null) continue;
    const decisions = await d.select().from(db.reviews).where(eq(db.reviews.submissionId, id));
    for (const one of [...sheet.facts.files, ...sheet.facts.entries]) {
      const end = findEnd(sheet, versions.get(sheet.round.id) ?? [], one);
      const reopened = wasReopened(decisions, one);
      if (end !== null && one.receivedAt > end && !reopened)
        breaks.push(`3: ${one.id} was taken after the cut-off`);
    }
  }
  return breaks;
}

/** 4: versions run 1..n without a hole, and a published version is what was frozen. */
async function checkVersions(d: db.Db): Promise<Breaks> {
  const holes = await d.all<{ id: string }>(sql`
    SELECT lineage_id AS id FROM files WHERE version IS NOT NULL GROUP BY lineage_id HAVING MAX(version) <> COUNT(*)
    UNION ALL SELECT submission_id FROM entries GROUP BY submission_id, artifact_key, item HAVING MAX(version) <> COUNT(*)
    UNION ALL SELECT submission_id FROM reviews GROUP BY submission_id, artifact_key HAVING MAX(version) <> COUNT(*)
    UNION ALL SELECT submission_id FROM papers GROUP BY submission_id, artifact_key HAVING MAX(version) <> COUNT(*)`);
  const breaks = holes.map((row) => `4: a version of ${row.id} is missing`);
  for (const row of await d.select().from(db.roundVersions)) {
    if ((await sha256(row.definition)) !== row.sha256)
      breaks.push(`4: version ${row.version} of ${row.roundId} changed`);
  }
  return breaks;
}

/**
 * Every broken promise found, each naming its invariant's number; empty when all hold.
 * Invariant 7 (GET changes nothing) cannot be seen in data and has its own test. Reads
 * every stored byte: for tests, drills and small instances.
 */
export async function checkInvariants(env: Pick<Env, "DB" | "FILES">): Promise<string[]> {
  const d = db.openDb(env.DB);
  const found = [
    await checkFiles(d, env.FILES),
    await checkHeld(d),
    await checkPacks(d, env.FILES),
    await checkBlanks(d, env.FILES),
    await checkReceipts(d),
    await checkSettled(d),
    await checkCutOff(d),
    await checkVersions(d),
    await checkEvents(d),
    await checkSecrets(d),
    await checkAsked(d),
  ];
  return found.flat();
}
