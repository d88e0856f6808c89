import { Hono } from "hono";
import { access } from "../access";
import { type AppContext, type AppEnv, dbOf, originOf, refuse } from "../http";
import { getSubmissionSheet, type SubmissionSheet } from "../submissions/facts.store";
import { readManifest } from "./bundle.read";
import { computeBundleEtag, planZip, type ZipEntry } from "./bundle.rules";
import { sendArchive } from "./bundle.send";
import { buildRecipe, parsePackManifest } from "./pack.rules";
import { findPack, findPackById } from "./pack.store";

export const bundleRoutes = new Hono<AppEnv>();

bundleRoutes.get("/api/rounds/:round/branches/:submission/bundle.zip", access.submission, (c) =>
  sendBundle(c, c.req.param("submission"), `staff:${c.get("staff").staffId}`),
);
bundleRoutes.get("/b/:submission/bundle.zip", access.branch, (c) =>
  sendBundle(c, c.get("branch").submissionId, `branch:${c.get("branch").linkId}`),
);

/**
 * The entries of one branch's bundle: of the pack that `?pack=` names, so that a download
 * goes on with the same bytes whatever is handed in meanwhile; else as of now, from its pack
 * where there is one. Problems: `bundle.gone`, `bundle.empty`.
 */
async function listEntries(c: AppContext, sheet: SubmissionSheet, allVersions: boolean): Promise<ZipEntry[]> {
  const { id, contentSha256 } = sheet.submission;
  const pinned = c.req.query("pack");
  const pack =
    pinned !== undefined
      ? ((await findPackById(dbOf(c), id, pinned)) ?? refuse("bundle.gone"))
      : allVersions
        ? null
        : await findSoundPack(c, id, contentSha256, buildRecipe(sheet.round.naming));
  if (pack !== null) return parsePackManifest(pack.manifest, pack);
  const manifest = await readManifest(c.env, sheet, { origin: originOf(c), allVersions });
  return manifest?.entries ?? refuse("bundle.empty");
}

/** The pack of now as long as R2 holds it as it was sealed; else the bundle is made from its files. */
async function findSoundPack(
  c: AppContext,
  submissionId: string,
  contentSha256: string | null,
  recipe: string,
) {
  const pack = await findPack(dbOf(c), submissionId, contentSha256, recipe);
  const object = pack === null ? null : await c.env.FILES.head(pack.objectKey);
  return object?.etag === pack?.etag ? pack : null;
}

/** One branch's materials as a ZIP whose length, ETag and every byte range are known beforehand. */
async function sendBundle(c: AppContext, submissionId: string, actor: string) {
  const sheet = await getSubmissionSheet(dbOf(c), submissionId);
  const allVersions = c.req.query("versions") === "all";
  const entries = await listEntries(c, sheet, allVersions);
  const { code, name } = sheet.submission;
  const etag = computeBundleEtag(entries);
  const data = {
    submission: submissionId,
    etag: etag.slice(1, -1),
    versions: allVersions ? "all" : "latest",
  };
  return sendArchive(c, {
    name: `${code}_${name}_材料包${allVersions ? "_含历史版本" : ""}.zip`,
    etag,
    plan: planZip(entries),
    told: { chainId: sheet.round.id, actor, data },
  });
}
