import { Hono } from "hono";
import { h } from "preact";
import { computeAsks } from "../../schemas/round";
import { RoundNewPage, type RoundNewProps } from "../../web/pages/round_new.page";
import { RoundsPage } from "../../web/pages/rounds.page";
import { access } from "../access";
import { type AppContext, type AppEnv, dbOf, nowOf, originOf, refuse, seeOther, sendPage } from "../http";
import { langOf } from "../lang";
import { publishRound } from "./publish";
import {
  amendApi,
  listRoundsApi,
  postRoundApi,
  publishApi,
  putDraftApi,
  sendRoundApi,
  setStateApi,
} from "./round.api";
import { createRound, parseDefinition, readTemplate } from "./round.create";
import { postEdit, showEdit } from "./round.edit";
import { listRounds, ROUNDS_PER_PAGE, updateRoundState } from "./round.store";
import { buildTemplateView } from "./round.view.rules";
import { ROUND_TEMPLATES } from "./templates";

export const roundRoutes = new Hono<AppEnv>();

roundRoutes.get("/committee", access.staff, showRounds);
roundRoutes.get("/committee/rounds/new", access.staff, (c) => sendNew(c, {}));
roundRoutes.post("/committee/rounds", access.staff, postRound);
roundRoutes.get("/committee/rounds/:round/edit", access.round, showEdit);
roundRoutes.post("/committee/rounds/:round/edit", access.round, postEdit);
roundRoutes.post("/committee/rounds/:round/publish", access.round, postPublish);
roundRoutes.post("/committee/rounds/:round/close", access.round, (c) => postState(c, "closed"));
roundRoutes.post("/committee/rounds/:round/reopen", access.round, (c) => postState(c, "published"));
roundRoutes.get("/api/rounds", access.staff, listRoundsApi);
roundRoutes.post("/api/rounds", access.staff, postRoundApi);
roundRoutes.get("/api/rounds/:round", access.round, sendRoundApi);
roundRoutes.put("/api/rounds/:round/draft", access.round, putDraftApi);
roundRoutes.post("/api/rounds/:round/publish", access.round, publishApi);
roundRoutes.post("/api/rounds/:round/amendments", access.round, amendApi);
roundRoutes.post("/api/rounds/:round/close", access.round, (c) => setStateApi(c, "closed"));
roundRoutes.post("/api/rounds/:round/reopen", access.round, (c) => setStateApi(c, "published"));

async function showRounds(c: AppContext) {
  const staff = c.get("staff");
  const rounds = await listRounds(dbOf(c), staff.committeeId, c.req.query("before") ?? null);
  const last = rounds.length === ROUNDS_PER_PAGE ? rounds.at(-1) : undefined;
  const olderHref = last === undefined ? null : `?before=${encodeURIComponent(last.createdAt)}`;
  return sendPage(c, h(RoundsPage, { lang: langOf(c), staff, rounds, olderHref }));
}

function sendNew(c: AppContext, shown: Partial<Pick<RoundNewProps, "json" | "problems" | "notJson">>) {
  const templates = ROUND_TEMPLATES.map(buildTemplateView);
  const props = { json: "", problems: [], notJson: null, ...shown };
  const page = h(RoundNewPage, { lang: langOf(c), staff: c.get("staff"), templates, ...props });
  return sendPage(c, page, shown.json === undefined ? 200 : 422);
}

/** A template with a profile, or a pasted or chosen JSON definition. */
async function postRound(c: AppContext) {
  const form = await c.req.raw.formData();
  const template = form.get("template");
  if (typeof template === "string" && template !== "") {
    const profile = form.get("profile") === "online_full" ? "online_full" : "literal";
    return seeOther(c, `/committee/rounds/${await createRound(c, readTemplate(template, profile))}/edit`);
  }
  const file: unknown = form.get("file");
  const json = file instanceof File && file.size > 0 ? await file.text() : String(form.get("json") ?? "");
  const value = parseJson(json);
  if ("fault" in value) {
    return sendNew(c, { json, notJson: value.fault });
  }
  const parsed = parseDefinition(value.json);
  if ("problems" in parsed) {
    return sendNew(c, { json, problems: parsed.problems.map((zh) => ({ zh, en: zh })) });
  }
  const { definition } = parsed;
  const id = await createRound(c, { definition, asks: computeAsks(definition, "literal") });
  return seeOther(c, `/committee/rounds/${id}/edit`);
}

function parseJson(text: string): { json: unknown } | { fault: string } {
  try {
    return { json: JSON.parse(text.replace(/^\ufeff/, "")) };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault.message.slice(0, 200) : "" };
  }
}

async function postPublish(c: AppContext) {
  const round = c.get("round");
  await publishRound(c.env, round, { staffId: c.get("staff").staffId, now: nowOf(c), origin: originOf(c) });
  return seeOther(c, `/committee/rounds/${round.id}?published=1`);
}

async function postState(c: AppContext, to: "closed" | "published") {
  const round = c.get("round");
  if (round.state === "draft") refuse("round.not_published");
  await updateRoundState(dbOf(c), round.id, to, { staffId: c.get("staff").staffId, now: nowOf(c) });
  return seeOther(c, `/committee/rounds/${round.id}`);
}
