import { amendRequest, draftRequest, newRoundRequest } from "../../schemas/api";
import type { Asks, RoundDefinition } from "../../schemas/round";
import { computeAsks } from "../../schemas/round";
import { readBody } from "../api.body";
import { type AppContext, dbOf, nowOf, originOf, refuse, sendJson } from "../http";
import { amendRound, checkEditable, planAmendment, settleAmended } from "./amend";
import { publishRound } from "./publish";
import { createRound, getDefinition, readTemplate, saveDraft } from "./round.create";
import {
  findRound,
  listRounds,
  parseStoredAsks,
  parseStoredDraft,
  type RoundRow,
  updateRoundState,
} from "./round.store";

/** A round as programs see it: its draft, its frozen version, or that and the draft of the next. */
async function buildRoundBody(c: AppContext, row: RoundRow) {
  const { id, state, profile, receiptPrefix, closesAt, createdAt, updatedAt } = row;
  const head = { id, state, profile, receiptPrefix, closesAt, createdAt, updatedAt };
  const draft = { definition: parseStoredDraft(row), asks: parseStoredAsks(row) };
  if (state === "draft") return { ...head, draft, version: null };
  const { before, after } = await planAmendment(dbOf(c), row, draft, { now: nowOf(c), note: "" });
  return { ...head, draft: after.amendment?.changes.length === 0 ? null : draft, version: before };
}

async function sendFresh(c: AppContext, roundId: string, status: 200 | 201 = 200) {
  const row = await findRound(dbOf(c), c.get("staff").committeeId, roundId);
  if (row === null) throw new Error("a round just written is missing");
  return sendJson(c, await buildRoundBody(c, row), status);
}

export async function listRoundsApi(c: AppContext) {
  const before = c.req.query("before") ?? null;
  return sendJson(c, { rounds: await listRounds(dbOf(c), c.get("staff").committeeId, before) });
}

export async function postRoundApi(c: AppContext) {
  const body = await readBody(c, newRoundRequest);
  const source =
    "template" in body
      ? readTemplate(body.template, body.profile)
      : buildSource(getDefinition(body.definition), body.profile, body.asks);
  return sendFresh(c, await createRound(c, source), 201);
}

function buildSource(definition: RoundDefinition, profile: "literal" | "online_full", asks: Asks = {}) {
  return { definition, asks: { ...computeAsks(definition, profile), ...keepKnown(definition, asks) } };
}

/** Asks of artifacts the definition does not have would only lie about in the draft. */
function keepKnown(definition: RoundDefinition, asks: Asks): Asks {
  const known = new Set(definition.artifacts.map((one) => one.key));
  const unknown = Object.keys(asks).find((key) => !known.has(key));
  if (unknown !== undefined) refuse("round.invalid", { reason: `asks.${unknown}` });
  return asks;
}

export async function sendRoundApi(c: AppContext) {
  return sendJson(c, await buildRoundBody(c, c.get("round")));
}

/** Replaces the draft whole. Problems: `round.is_closed`, `round.invalid`, `request.conflict`. */
export async function putDraftApi(c: AppContext) {
  const row = c.get("round");
  checkEditable(row);
  const body = await readBody(c, draftRequest);
  const definition = getDefinition(body.definition);
  const kept = Object.fromEntries(
    Object.entries(parseStoredAsks(row)).filter(([key]) =>
      definition.artifacts.some((one) => one.key === key),
    ),
  );
  const asks = body.asks === undefined ? kept : keepKnown(definition, body.asks);
  if (!(await saveDraft(c, row, { definition, asks }))) refuse("request.conflict");
  return sendFresh(c, row.id);
}

export async function publishApi(c: AppContext) {
  const row = c.get("round");
  await publishRound(c.env, row, { staffId: c.get("staff").staffId, now: nowOf(c), origin: originOf(c) });
  return sendFresh(c, row.id);
}

export async function amendApi(c: AppContext) {
  const row = c.get("round");
  const { note } = await readBody(c, amendRequest);
  const now = nowOf(c);
  await amendRound(c.env, row, note === "" ? row.amendNote : note, { staffId: c.get("staff").staffId, now });
  settleAmended(c, row.id, now);
  return sendFresh(c, row.id, 201);
}

/** Closes or opens a round; one that is so already stays so. Problem: `round.not_published`. */
export async function setStateApi(c: AppContext, to: "closed" | "published") {
  const row = c.get("round");
  if (row.state === "draft") refuse("round.not_published");
  await updateRoundState(dbOf(c), row.id, to, { staffId: c.get("staff").staffId, now: nowOf(c) });
  return sendFresh(c, row.id);
}
