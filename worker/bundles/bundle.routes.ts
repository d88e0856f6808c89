import { Hono } from "hono";
import { access } from "../access";
import { type AppContext, type AppEnv, dbOf, nowOf, originOf, refuse } from "../http";
import type { SubmissionSheet } from "../submissions/facts.store";
import { readPacks } from "./bundle.holding";
import { findLayout, layOut } from "./bundle.layout";
import { sendArchive } from "./bundle.send";
import { buildPin, buildRecipe, parsePackManifest } from "./pack.rules";
import type { Pack } from "./pack.store";
import { deleteLostPacks } from "./pack.upkeep.store";

export const bundleRoutes = new Hono<AppEnv>();

bundleRoutes.get("/api/rounds/:round/branches/:submission/bundle.zip", access.submission, (c) =>
  sendBundle(c, c.req.param("submission"), `staff:${c.get("staff").staffId}`),
);
bundleRoutes.get("/b/:submission/bundle.zip", access.branch, (c) =>
  sendBundle(c, c.get("branch").submissionId, `branch:${c.get("branch").linkId}`),
);

/**
 * A branch and the layout of its bundle: of the pack that `?pack=` names, so that a download
 * goes on with the same bytes whatever is handed in meanwhile; else as of now, from its pack
 * where there is one, and only while it is what `?of=` says, where the link says so. Problems: `bundle.gone`, `bundle.empty`.
 */
async function findSource(c: AppContext, submissionId: string, allVersions: boolean) {
  const db = dbOf(c);
  const pinned = c.req.query("pack") ?? null;
  // Nothing but the newest versions is ever packed.
  const read = pinned === null && allVersions ? null : await readPacks(db, submissionId, pinned);
  if (read !== null) {
    const recipe = buildRecipe(read.sheet.round.naming);
    const pack = read.packs.find((one) => pinned !== null || one.recipe === recipe);
    if (pinned !== null && pack === undefined) refuse("bundle.gone");
    if (pinned === null) requirePin(c, read.sheet);
    if (pack !== undefined && (pinned !== null || (await isSound(c, pack)))) {
      return { ...read, layout: layOut(parsePackManifest(pack.manifest, pack)) };
    }
  }
  const options = { origin: originOf(c), allVersions };
  const found = await findLayout(c.env, db, submissionId, read, options);
  if (found === null) refuse("bundle.empty");
  requirePin(c, found.sheet);
  return found;
}

/** Problem: `bundle.gone` when the link was made for something else than what is in now. */
function requirePin(c: AppContext, { submission, round }: SubmissionSheet): void {
  const wanted = c.req.query("of");
  if (wanted !== undefined && wanted !== buildPin(submission.contentSha256, round.naming))
    refuse("bundle.gone");
}

/** Whether R2 holds a pack as it was sealed; else the bundle is made from its files, and a pack is made anew later. */
async function isSound(c: AppContext, { id, objectKey, etag }: Pack): Promise<boolean> {
  if ((await c.env.FILES.head(objectKey))?.etag === etag) return true;
  c.executionCtx.waitUntil(deleteLostPacks(dbOf(c), c.env.FILES, [{ id, objectKey }], nowOf(c)));
  return false;
}

/** One branch's materials as a ZIP whose length, ETag and every byte range are known beforehand. */
async function sendBundle(c: AppContext, submissionId: string, actor: string) {
  const allVersions = c.req.query("versions") === "all";
  const { sheet, roundHead, layout } = await findSource(c, submissionId, allVersions);
  const { code, name } = sheet.submission;
  const { etag, plan } = layout;
  const data = {
    submission: submissionId,
    etag: etag.slice(1, -1),
    versions: allVersions ? "all" : "latest",
  };
  return sendArchive(c, {
    name: `${code}_${name}_材料包${allVersions ? "_含历史版本" : ""}.zip`,
    etag,
    plan,
    told: { chainId: sheet.round.id, actor, data, head: roundHead },
  });
}
