import { Hono } from "hono";
import { archiveRequest, bundleRequest, namingRequest } from "../../schemas/api.schemas";
import { access } from "../access";
import { readBody } from "../api.body";
import { type AppContext, type AppEnv, dbOf, nowOf, refuse, refuseWith, sendJson } from "../http";
import { confirmBranch, confirmBundle } from "./archive.confirm";
import { DEFAULT_NAMING, parseNaming } from "./bundle.naming.rules";
import { computeBundleEtag, planZip } from "./bundle.rules";
import { sendArchive } from "./bundle.send";
import { writeNaming } from "./naming.store";
import { parsePackManifest } from "./pack.rules";
import { listPacks } from "./pack.store";
import { planRoundBundle } from "./round_bundle.plan";
import { buildBundleHref, planOptions, prepareChosen, requirePublished } from "./round_bundle.request";
import { parseBundleFilter } from "./round_bundle.rules";
import { type Bundle, findBundle } from "./round_bundle.store";

export const roundBundleRoutes = new Hono<AppEnv>();

roundBundleRoutes.get("/api/rounds/:round/bundle.zip", access.round, sendCurrent);
roundBundleRoutes.post("/api/rounds/:round/bundles", access.round, postBundleApi);
roundBundleRoutes.get("/api/rounds/:round/bundles/:bundle", access.round, sendPrepared);
roundBundleRoutes.post("/api/rounds/:round/bundles/:bundle/archive", access.round, postBundleArchive);
roundBundleRoutes.post(
  "/api/rounds/:round/branches/:submission/archive",
  access.submission,
  postBranchArchive,
);
roundBundleRoutes.put("/api/rounds/:round/naming", access.round, putNaming);

const toldBy = (c: AppContext, data: Record<string, unknown>) => ({
  chainId: c.get("round").id,
  actor: `staff:${c.get("staff").staffId}`,
  data,
});

/** `霁教党字〔2026〕18号_材料包_312个支部.zip` */
const buildName = (c: AppContext, branches: number) =>
  `${c.get("round").noticeNumber}_材料包_${branches}个支部.zip`;

/** The bundle as of now. A client that resumes must send If-Range; a prepared bundle never changes. */
async function sendCurrent(c: AppContext) {
  requirePublished(c);
  const filter = parseBundleFilter(c.req.query("state"), c.req.queries("branch") ?? []);
  const plan = await planRoundBundle(c.env, c.get("round"), planOptions(c, filter));
  const etag = computeBundleEtag(plan.entries);
  const told = toldBy(c, { etag: etag.slice(1, -1), branches: plan.branches });
  return sendArchive(c, { name: buildName(c, plan.branches), etag, plan: planZip(plan.entries), told });
}

/** A prepared bundle: the same bytes until the day it says. Problems: `bundle.not_found`, `bundle.gone`. */
async function sendPrepared(c: AppContext) {
  const bundle = await getBundle(c);
  const ids = JSON.parse(bundle.packs) as string[];
  const packs = await listPacks(dbOf(c), ids);
  if (packs.length < ids.length) refuse("bundle.gone");
  const entries = packs.flatMap((pack) => parsePackManifest(pack.manifest, pack));
  const told = toldBy(c, { bundle: bundle.id, etag: bundle.etag.slice(1, -1), branches: bundle.branches });
  return sendArchive(c, {
    name: buildName(c, bundle.branches),
    etag: bundle.etag,
    plan: planZip(entries),
    told,
  });
}

async function getBundle(c: AppContext): Promise<Bundle> {
  const bundle = await findBundle(dbOf(c), c.get("round").id, c.req.param("bundle") ?? "");
  if (bundle === null) refuse("bundle.not_found");
  if (bundle.keptUntil <= nowOf(c) || bundle.packs === "[]") refuse("bundle.gone");
  return bundle;
}

async function postBundleApi(c: AppContext) {
  const body = await readBody(c, bundleRequest);
  const bundle = await prepareChosen(c, parseBundleFilter(body.state, body.branches ?? []));
  const { id, bytes, branches, files, etag, manifestSha256, preparedAt, keptUntil } = bundle;
  const told = { id, bytes, branches, files, etag, manifestSha256, preparedAt, keptUntil };
  return sendJson(c, { ...told, href: buildBundleHref(bundle) }, 201);
}

async function postBundleArchive(c: AppContext) {
  const { code } = await readBody(c, archiveRequest);
  const bundle = await findBundle(dbOf(c), c.get("round").id, c.req.param("bundle") ?? "");
  if (bundle === null) refuse("bundle.not_found");
  return sendJson(c, { branches: await confirmBundle(c, bundle, code), archivedAt: nowOf(c) });
}

async function postBranchArchive(c: AppContext) {
  const { code } = await readBody(c, archiveRequest);
  await confirmBranch(c, c.req.param("submission") ?? "", code);
  return sendJson(c, { branches: 1, archivedAt: nowOf(c) });
}

async function putNaming(c: AppContext) {
  const { pattern } = await readBody(c, namingRequest);
  const parsed = parseNaming(pattern ?? DEFAULT_NAMING);
  if (!parsed.ok) refuseWith(parsed.problem);
  const by = { staffId: c.get("staff").staffId, now: nowOf(c) };
  await writeNaming(dbOf(c), c.get("round").id, pattern === null ? null : parsed.naming.text, by);
  return sendJson(c, { pattern: parsed.naming.text });
}
