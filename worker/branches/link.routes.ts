import { Hono } from "hono";
import { h } from "preact";
import { type LinkLine, LinksPage } from "../../web/pages/links.page";
import { access } from "../access";
import { buildCsv } from "../csv.rules";
import { buildContentDisposition } from "../disposition.rules";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  nowOf,
  originOf,
  refuse,
  seeOther,
  sendJson,
  sendPage,
} from "../http";
import { langOf } from "../lang";
import { toRoundHead } from "../rounds/round.rules";
import { getRoundVersion } from "../rounds/round.store";
import { settle } from "../submissions/settle";
import { buildLinkLines, buildLinkUrl, openLinkKey } from "./link.rules";
import { listLinks, rotateLink } from "./links.store";

export const linkRoutes = new Hono<AppEnv>();

linkRoutes.get("/committee/rounds/:round/links", access.round, showLinks);
linkRoutes.get("/committee/rounds/:round/links.csv", access.round, sendLinksCsv);
linkRoutes.post("/committee/rounds/:round/links/:submission/rotate", access.round, postRotate);
linkRoutes.get("/api/rounds/:round/links", access.round, sendLinks);
linkRoutes.post("/api/rounds/:round/links/:submission/rotate", access.round, postRotateApi);

/** The round's links with their secrets, which exist only in this answer. Problem: `round.not_published`. */
async function readLinks(c: AppContext, submissionId?: string): Promise<LinkLine[]> {
  const round = c.get("round");
  if (round.state === "draft") refuse("round.not_published");
  const derive = await openLinkKey(c.env.LINK_KEY);
  const origin = originOf(c);
  const rows = await listLinks(dbOf(c), round.id, submissionId);
  return Promise.all(
    rows.map(async ({ linkId, submissionId, code, name, openedAt, lastUsedAt }) => ({
      submissionId,
      code,
      name,
      url: buildLinkUrl(origin, await derive(linkId)),
      openedAt,
      lastUsedAt,
    })),
  );
}

async function showLinks(c: AppContext) {
  const round = c.get("round");
  const links = await readLinks(c);
  const { theme } = await getRoundVersion(dbOf(c), round.id, round.currentVersion);
  const page = h(LinksPage, {
    lang: langOf(c),
    staff: c.get("staff"),
    round: toRoundHead(round),
    theme,
    links,
    all: buildLinkLines(links),
    rotated: c.req.query("rotated") ?? null,
  });
  return sendPage(c, page);
}

async function sendLinksCsv(c: AppContext) {
  const round = c.get("round");
  const links = await readLinks(c);
  const header = langOf(c) === "zh" ? ["编号", "名称", "报送链接"] : ["code", "name", "link"];
  const csv = buildCsv(
    header,
    links.map((one) => [one.code, one.name, one.url]),
  );
  return c.body(csv, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": buildContentDisposition(`报送链接_${round.noticeNumber}.csv`),
    "Cache-Control": "no-store",
  });
}

async function sendLinks(c: AppContext) {
  return sendJson(c, { links: await readLinks(c) });
}

async function turnLink(c: AppContext): Promise<string> {
  const submissionId = c.req.param("submission") ?? "";
  const turn = { roundId: c.get("round").id, submissionId, staffId: c.get("staff").staffId, now: nowOf(c) };
  if (!(await rotateLink(dbOf(c), await openLinkKey(c.env.LINK_KEY), turn))) refuse("branch.not_found");
  // Every event of a submission ends in settle, which notes how far its chain was looked at.
  await settle(c.env, submissionId, turn.now);
  return submissionId;
}

async function postRotate(c: AppContext) {
  const submissionId = await turnLink(c);
  return seeOther(c, `/committee/rounds/${c.get("round").id}/links?rotated=${submissionId}#${submissionId}`);
}

async function postRotateApi(c: AppContext) {
  const [link] = await readLinks(c, await turnLink(c));
  return sendJson(c, { link });
}
