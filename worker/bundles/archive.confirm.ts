/** The clerk confirms by the code inside a bundle that it was opened and filed: 已归档. */
import { type AppContext, dbOf, nowOf, originOf, refuse } from "../http";
import { isManifestCode } from "./archive.rules";
import { listManifests, writeBranchArchived, writeBundleArchived } from "./archive.store";
import { getHolding, type Holding } from "./bundle.holding";
import { renderManifest } from "./bundle.read";
import type { Bundle } from "./round_bundle.store";

const by = (c: AppContext) => ({
  roundId: c.get("round").id,
  staffId: c.get("staff").staffId,
  now: nowOf(c),
});

/** Every branch in a prepared bundle, as it was prepared. Problem: `bundle.wrong_code`. */
export async function confirmBundle(c: AppContext, bundle: Bundle, code: string): Promise<number> {
  if (!isManifestCode(code, bundle.manifestSha256)) refuse("bundle.wrong_code");
  await writeBundleArchived(dbOf(c), bundle, by(c));
  return bundle.branches;
}

/** One branch, by the code of any bundle of it that is still known. Problem: `bundle.wrong_code`. */
export async function confirmBranch(c: AppContext, submissionId: string, code: string): Promise<void> {
  const known = await listManifests(dbOf(c), submissionId);
  const found =
    known.find((one) => isManifestCode(code, one.manifestSha256)) ??
    (await findUnsealed(c, await getHolding(dbOf(c), submissionId), code));
  if (found === null) refuse("bundle.wrong_code");
  await writeBranchArchived(dbOf(c), submissionId, found, by(c));
}

/** Bundles that are made on demand and kept nowhere: of what is in now, with and without older versions. */
async function findUnsealed(c: AppContext, holding: Holding, code: string) {
  const { contentSha256 } = holding.sheet.submission;
  if (contentSha256 === null) return null;
  for (const allVersions of [false, true]) {
    const manifest = await renderManifest(c.env, holding, { origin: originOf(c), allVersions });
    if (manifest !== null && isManifestCode(code, manifest.manifestSha256)) {
      return { contentSha256, manifestSha256: manifest.manifestSha256 };
    }
  }
  return null;
}
