import { Hono } from "hono";
import { computeCompleteness } from "../../schemas/completeness";
import { formatInstant } from "../../schemas/deadline";
import { findForm } from "../../schemas/forms";
import { canonicalJson } from "../../schemas/receipt";
import { access } from "../access";
import { buildContentDisposition } from "../disposition.rules";
import { renderEntryText } from "../entries/entry.text.rules";
import { type AppContext, type AppEnv, dbOf, originOf, refuse } from "../http";
import { buildRangeHeaders, planConditional } from "../http.range";
import { describeFault, writeLog } from "../log";
import { computeProof, renderReceipt } from "../receipts/receipt.render";
import { findReceiptOfSubmission } from "../receipts/receipt.store";
import { getSubmissionSheet, type SubmissionSheet } from "../submissions/facts.store";
import { type BranchManifestInput, buildBranchManifest, type RenderedEntry } from "./bundle.manifest.rules";
import { computeBundleEtag, planZip, type ZipEntry } from "./bundle.rules";
import { type BundleEntry, readBundleSources, readObjectRange } from "./bundle.store";
import { streamZip } from "./bundle.zip";

export const bundleRoutes = new Hono<AppEnv>();

bundleRoutes.get("/api/rounds/:round/branches/:submission/bundle.zip", access.submission, (c) =>
  sendBundle(c, c.req.param("submission")),
);
bundleRoutes.get("/b/:submission/bundle.zip", access.branch, (c) =>
  sendBundle(c, c.get("branch").submissionId),
);

const utf8 = new TextEncoder();

function renderEntries(sheet: SubmissionSheet, entries: readonly BundleEntry[]): Map<string, RenderedEntry> {
  const current = new Map(sheet.facts.entries.map((one) => [one.id, one]));
  return new Map(
    entries.flatMap((entry): [string, RenderedEntry][] => {
      const fact = current.get(entry.id);
      const form = findForm(entry.form);
      if (fact === undefined || form === null) return [];
      const heading = `${sheet.submission.code} ${sheet.submission.name}\r\n第 ${fact.version} 版，${formatInstant(fact.receivedAt, "full")} 收到`;
      const readable = renderEntryText(form, JSON.parse(entry.data) as Record<string, unknown>, heading);
      return [[entry.id, { json: utf8.encode(entry.data), text: utf8.encode(readable) }]];
    }),
  );
}

async function readReceipt(c: AppContext, sheet: SubmissionSheet): Promise<BranchManifestInput["receipt"]> {
  if (sheet.receipt === null) return null;
  const record = await findReceiptOfSubmission(dbOf(c), sheet.submission.id, null);
  if (record === null) return null;
  const { body } = await computeProof(record);
  const pdf = await renderReceipt(c.env, record, sheet.round.committeeName, originOf(c));
  return { number: body.number, issuedAt: body.issuedAt, pdf, json: utf8.encode(canonicalJson(body)) };
}

/** The manifest of one branch's bundle as of now. Problem: `bundle.empty`. */
async function readManifest(c: AppContext, sheet: SubmissionSheet): Promise<ZipEntry[]> {
  const completeness = computeCompleteness(sheet.version, sheet.facts, sheet.submission.firstReceived);
  const { objects, entries } = await readBundleSources(dbOf(c), sheet.submission.id);
  if (sheet.facts.files.length + sheet.facts.entries.length + sheet.facts.papers.length === 0)
    refuse("bundle.empty");
  return buildBranchManifest({
    version: sheet.version,
    branch: sheet.submission,
    artifacts: completeness.artifacts,
    objects: new Map(objects.map((one) => [one.id, one])),
    entries: renderEntries(sheet, entries),
    receipt: await readReceipt(c, sheet),
  });
}

/** One branch's materials as a ZIP whose length, ETag and every byte range are known beforehand. */
async function sendBundle(c: AppContext, submissionId: string) {
  const sheet = await getSubmissionSheet(dbOf(c), submissionId);
  const entries = await readManifest(c, sheet);
  const plan = planZip(entries);
  const etag = computeBundleEtag(entries);
  const wanted = planConditional({
    method: c.req.method,
    ifNoneMatch: c.req.header("if-none-match") ?? null,
    ifRange: c.req.header("if-range") ?? null,
    range: c.req.header("range") ?? null,
    etag,
    size: plan.length,
  });
  const headers = {
    ...buildRangeHeaders(wanted, etag, plan.length),
    "Content-Type": "application/zip",
    "Content-Disposition": buildContentDisposition(
      `${sheet.submission.code}_${sheet.submission.name}_材料包.zip`,
    ),
    "Cache-Control": "private, no-cache",
  };
  if (wanted.status === 304 || wanted.status === 416)
    return new Response(null, { status: wanted.status, headers });
  if (c.req.method === "HEAD") return new Response(null, { status: wanted.status, headers });
  const { body, done } = streamZip(plan, wanted, (key, tag, offset, length) =>
    readObjectRange(c.env.FILES, key, tag, offset, length),
  );
  c.executionCtx.waitUntil(done.then((outcome) => logBroken(c, outcome)));
  return new Response(body, { status: wanted.status, headers });
}

function logBroken(c: AppContext, outcome: Awaited<ReturnType<typeof streamZip>["done"]>): void {
  if (outcome.sent) return;
  writeLog({
    level: "warn",
    message: "bundle broken off",
    request: c.get("requestId"),
    fault: describeFault(outcome.reason),
  });
}
