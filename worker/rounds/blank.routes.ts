import { Hono } from "hono";
import { h } from "preact";
import type { Artifact } from "../../schemas/artifact";
import { type Problem, problemSentence, problemStatus } from "../../schemas/problem";
import type { BlankPlace } from "../../web/pages/round_blanks.model";
import { RoundBlanksPage } from "../../web/pages/round_blanks.page";
import { access } from "../access";
import { buildContentDisposition } from "../disposition.rules";
import { readStoredObject } from "../files/file.store";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  nowOf,
  type PageStatus,
  Refusal,
  refuse,
  seeOther,
  sendPage,
  wantsJson,
} from "../http";
import { langOf } from "../lang";
import { receiveBlank } from "./blank.receive";
import { buildBlankPlaces, MAX_BLANK_BYTES } from "./blank.rules";
import {
  type BlankRow,
  deleteUnnamed,
  findBlank,
  findBlankOfSubmission,
  listBlanks,
  removeBlank,
} from "./blank.store";
import { toRoundHead } from "./round.rules";
import { getRoundVersion, parseStoredAsks, parseStoredDraft } from "./round.store";

export const blankRoutes = new Hono<AppEnv>();

blankRoutes.get("/committee/rounds/:round/blanks", access.round, (c) => sendBlanksPage(c, null));
blankRoutes.post("/committee/rounds/:round/blanks/:artifact", access.round, postBlank);
blankRoutes.get("/committee/rounds/:round/blanks/:artifact", access.round, sendBlankOfRound);
blankRoutes.post("/committee/rounds/:round/blanks/:artifact/remove", access.round, postRemoval);
blankRoutes.get("/b/:submission/blanks/:artifact", access.branch, sendBlankOfSubmission);

const artifactOf = (c: AppContext) => c.req.param("artifact") ?? "";

/** What the round asks for: as published, or as its draft stands. */
async function readAsked(
  c: AppContext,
): Promise<{ artifacts: Artifact[]; isAsked: (key: string) => boolean }> {
  const round = c.get("round");
  if (round.state === "draft") {
    const asks = parseStoredAsks(round);
    return { artifacts: parseStoredDraft(round).artifacts, isAsked: (key) => (asks[key] ?? "off") !== "off" };
  }
  const { artifacts } = await getRoundVersion(dbOf(c), round.id, round.currentVersion);
  const withdrawn = new Set(artifacts.flatMap((one) => (one.withdrawn === true ? [one.key] : [])));
  return { artifacts, isAsked: (key) => !withdrawn.has(key) };
}

async function readPlaces(c: AppContext): Promise<BlankPlace[]> {
  const [{ artifacts, isAsked }, blanks] = await Promise.all([
    readAsked(c),
    listBlanks(dbOf(c), c.get("round").id),
  ]);
  return buildBlankPlaces(artifacts, isAsked, blanks);
}

async function sendBlanksPage(c: AppContext, refused: Problem | null) {
  const done = c.req.query("done");
  const page = h(RoundBlanksPage, {
    lang: langOf(c),
    staff: c.get("staff"),
    round: toRoundHead(c.get("round")),
    places: await readPlaces(c),
    maxBytes: MAX_BLANK_BYTES,
    done: done === "added" || done === "removed" ? done : null,
    refused:
      refused === null
        ? null
        : { key: artifactOf(c), zh: problemSentence(refused, "zh"), en: problemSentence(refused, "en") },
  });
  return sendPage(c, page, refused === null ? 200 : (problemStatus(refused) as PageStatus));
}

async function postBlank(c: AppContext) {
  const key = artifactOf(c);
  if (!(await readPlaces(c)).some((place) => place.key === key && place.open)) refuse("artifact.not_found");
  try {
    await receiveBlank(c, key);
  } catch (fault) {
    if (fault instanceof Refusal && !wantsJson(c)) return sendBlanksPage(c, fault.problem);
    throw fault;
  }
  return seeOther(c, `/committee/rounds/${c.get("round").id}/blanks?done=added`);
}

async function postRemoval(c: AppContext) {
  const { id } = c.get("round");
  const blank = await findBlank(dbOf(c), id, artifactOf(c));
  if (blank === null) refuse("file.not_found");
  const by = { staffId: c.get("staff").staffId, now: nowOf(c) };
  if (!(await removeBlank(dbOf(c), blank, by))) refuse("request.conflict");
  await deleteUnnamed(dbOf(c), c.env.FILES, blank.objectKey);
  return seeOther(c, `/committee/rounds/${id}/blanks?done=removed`);
}

async function sendBlankOfRound(c: AppContext) {
  return sendBlank(c, await findBlank(dbOf(c), c.get("round").id, artifactOf(c)));
}

async function sendBlankOfSubmission(c: AppContext) {
  return sendBlank(c, await findBlankOfSubmission(dbOf(c), c.get("branch").submissionId, artifactOf(c)));
}

/** Handed out as uploads are: an attachment that no browser renders (ASVS 3.2.1, 5.4.1). */
async function sendBlank(c: AppContext, blank: BlankRow | null) {
  if (blank === null) refuse("file.not_found");
  const headers = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": buildContentDisposition(blank.name),
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
  };
  if (c.req.method === "HEAD") {
    return new Response(null, { headers: { ...headers, "Content-Length": String(blank.bytes) } });
  }
  const body = await readStoredObject(c.env.FILES, blank);
  if (body === null) throw new Error("a blank template is missing or changed");
  const { readable, writable } = new FixedLengthStream(blank.bytes);
  c.executionCtx.waitUntil(body.pipeTo(writable).catch(() => undefined));
  return new Response(readable, { headers });
}
