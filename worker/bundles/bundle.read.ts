/** From what a submission has in to the manifest of its bundle: renders what was typed. */
import type { Completeness } from "../../schemas/completeness";
import { buildEntryContext } from "../../schemas/context";
import { computeEntryFigures, fitForm } from "../../schemas/entry";
import { findForm } from "../../schemas/forms";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import type { EntryPdfInput } from "../entries/entry.pdf";
import { nameEntry, parseStoredEntry, readAnswers, toBranchSubject } from "../entries/entry.rules";
import { loadFont } from "../fonts";
import { keepPdf } from "../receipts/pdf.kept";
import { renderReceipt } from "../receipts/receipt.render";
import { buildReceiptBody, computeStanding, type ReceiptStanding } from "../receipts/receipt.rules";
import type { SubmissionSheet } from "../submissions/facts.store";
import { judgeSheet } from "../submissions/sheet.rules";
import type { Holding } from "./bundle.holding";
import type { BranchManifestInput, BundleArtifact, BundleEntry, BundleReceipt } from "./bundle.items.rules";
import { type BranchManifest, buildBranchManifest } from "./bundle.manifest.rules";
import { getNaming } from "./bundle.naming.rules";
import type { StoredEntry } from "./bundle.store";
import { buildParts, isTaken, type Parts } from "./part.rules";

export type ReadEnv = Pick<Env, "DB" | "FILES" | "ASSETS">;

export interface ReadOptions {
  /** Where printed receipts point when the round does not say. */
  origin: string;
  allVersions: boolean;
}

/** The manifest of one branch's bundle; null when nothing is in. */
export async function renderManifest(
  env: ReadEnv,
  holding: Holding,
  options: ReadOptions,
): Promise<BranchManifest | null> {
  const { sheet } = holding;
  const { files, entries, papers } = sheet.facts;
  if (files.length + entries.length + papers.length === 0) return null;
  const completeness = judgeSheet(sheet);
  const input: BranchManifestInput = {
    version: sheet.version,
    committee: sheet.round.committeeName,
    branch: sheet.submission,
    naming: getNaming(sheet.round.naming),
    artifacts: await listArtifacts(env, holding, completeness, options.allVersions),
    receipt: await readReceipt(
      env,
      holding,
      computeStanding(completeness),
      sheet.round.origin ?? options.origin,
    ),
    missing: completeness.missing,
    complete: completeness.complete,
    allVersions: options.allVersions,
  };
  return buildBranchManifest(input);
}

async function listArtifacts(
  env: ReadEnv,
  { sheet, files, entries: stored }: Holding,
  completeness: Completeness,
  allVersions: boolean,
): Promise<BundleArtifact[]> {
  const wanted = <T extends { id: string; artifactKey: string }>(
    list: readonly T[],
    key: string,
    parts: Parts,
  ) => list.filter((one) => one.artifactKey === key && (allVersions || isTaken(parts, one.id)));
  const artifacts: BundleArtifact[] = [];
  for (const status of completeness.artifacts) {
    const entries: BundleEntry[] = [];
    const parts = buildParts(status);
    for (const one of wanted(stored, status.key, parts)) {
      entries.push(await renderEntry(env, sheet, one, stored));
    }
    artifacts.push({ status, files: wanted(files, status.key, parts), entries });
  }
  return artifacts;
}

/** An entry as its PDF and its JSON; the figures are those of the moment it was handed in. */
async function renderEntry(
  env: ReadEnv,
  sheet: SubmissionSheet,
  stored: StoredEntry,
  entries: readonly StoredEntry[],
): Promise<BundleEntry> {
  const form = findForm(stored.form);
  const artifact = sheet.version.artifacts.find((one) => one.key === stored.artifactKey);
  if (form === null || artifact === undefined) throw new Error("an entry of no known form");
  const ctx = buildEntryContext(
    sheet.version,
    toBranchSubject(sheet.submission),
    { artifact, item: stored.item },
    readAnswers(listKnownAt(entries, stored)),
    stored.receivedAt,
  );
  const value = parseStoredEntry(stored.data);
  const title = nameEntry(artifact, stored.item, sheet.submission.numbers).zh;
  const told: Omit<EntryPdfInput, "font"> = {
    form: fitForm(form, ctx),
    value,
    figures: computeEntryFigures(form, value, ctx, "zh").auto,
    title,
    branch: { code: sheet.submission.code, name: sheet.submission.name },
    notice: sheet.version.notice,
    version: stored.version,
    receivedAt: stored.receivedAt,
    sha256: stored.sha256,
  };
  const pdf = await keepPdf(`entry ${await sha256(JSON.stringify(told))}`, async () => {
    // The PDF maker is half a megabyte that only the first one of an isolate waits for.
    const { renderEntryPdf } = await import("../entries/entry.pdf");
    return renderEntryPdf({ ...told, font: loadFont(env) });
  });
  return { ...stored, title, pdf, json: new TextEncoder().encode(stored.data) };
}

/** What the branch had typed when this was handed in, this included: later answers change no figure of it. */
function listKnownAt(entries: readonly StoredEntry[], stored: StoredEntry): StoredEntry[] {
  const known = new Map<string, StoredEntry>();
  for (const one of entries) {
    const place = `${one.artifactKey} ${one.item}`;
    const seen = known.get(place);
    const inTime = one.receivedAt <= stored.receivedAt && (seen === undefined || seen.version < one.version);
    if (inTime) known.set(place, one);
  }
  known.set(`${stored.artifactKey} ${stored.item}`, stored);
  return [...known.values()];
}

async function readReceipt(
  env: ReadEnv,
  { sheet, receipt: record }: Holding,
  standing: ReceiptStanding,
  origin: string,
): Promise<BundleReceipt | null> {
  if (record === null) return null;
  const body = buildReceiptBody(record, record.prefix);
  const pdf = await renderReceipt(env, record, sheet.round.committeeName, origin);
  const { number, version, issuedAt } = body;
  return { number, version, issuedAt, standing, pdf, json: new TextEncoder().encode(canonicalJson(body)) };
}
