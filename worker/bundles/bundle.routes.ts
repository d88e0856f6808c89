import { Hono } from "hono";
import { access } from "../access";
import { type AppContext, type AppEnv, dbOf, originOf, refuse } from "../http";
import { getHolding, readPacks } from "./bundle.holding";
import { renderManifest } from "./bundle.read";
import { computeBundleEtag, planZip } from "./bundle.rules";
import { sendArchive } from "./bundle.send";
import { buildRecipe, parsePackManifest } from "./pack.rules";
import type { Pack } from "./pack.store";

export const bundleRoutes = new Hono<AppEnv>();

bundleRoutes.get("/api/rounds/:round/branches/:submission/bundle.zip", access.submission, (c) =>
  sendBundle(c, c.req.param("submission"), `staff:${c.get("staff").staffId}`),
);
bundleRoutes.get("/b/:submission/bundle.zip", access.branch, (c) =>
  sendBundle(c, c.get("branch").submissionId, `branch:${c.get("branch").linkId}`),
);

/**
 * A branch and the entries of its bundle: of the pack that `?pack=` names, so that a download
 * goes on with the same bytes whatever is handed in meanwhile; else as of now, from its pack
 * where there is one. Problems: `bundle.gone`, `bundle.empty`.
 */
async function findSource(c: AppContext, submissionId: string, allVersions: boolean) {
  const pinned = c.req.query("pack") ?? null;
  if (pinned !== null || !allVersions) {
    const { packs, ...moment } = await readPacks(dbOf(c), submissionId, pinned);
    const recipe = buildRecipe(moment.sheet.round.naming);
    const pack = packs.find((one) => pinned !== null || one.recipe === recipe);
    if (pinned !== null && pack === undefined) refuse("bundle.gone");
    if (pack !== undefined && (pinned !== null || (await isSound(c, pack)))) {
      return { ...moment, entries: parsePackManifest(pack.manifest, pack) };
    }
  }
  const holding = await getHolding(dbOf(c), submissionId);
  const manifest = await renderManifest(c.env, holding, { origin: originOf(c), allVersions });
  return { ...holding, entries: manifest?.entries ?? refuse("bundle.empty") };
}

/** Whether R2 holds a pack as it was sealed; else the bundle is made from its files. */
async function isSound(c: AppContext, { objectKey, etag }: Pack): Promise<boolean> {
  return (await c.env.FILES.head(objectKey))?.etag === etag;
}

/** One branch's materials as a ZIP whose length, ETag and every byte range are known beforehand. */
async function sendBundle(c: AppContext, submissionId: string, actor: string) {
  const allVersions = c.req.query("versions") === "all";
  const { sheet, roundHead, entries } = await findSource(c, submissionId, allVersions);
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
    told: { chainId: sheet.round.id, actor, data, head: roundHead },
  });
}
