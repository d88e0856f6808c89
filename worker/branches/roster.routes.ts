import { Hono } from "hono";
import { h } from "preact";
import { rosterRequest } from "../../schemas/api";
import type { Finding } from "../../schemas/problem";
import { RosterPage, type RosterProps } from "../../web/pages/roster.page";
import { access } from "../access";
import { readBody } from "../api.body";
import { type AppContext, type AppEnv, dbOf, nowOf, refuse, seeOther, sendJson, sendPage } from "../http";
import { langOf } from "../lang";
import { countJoining, joinBranches, readJoining } from "../rounds/publish";
import { toRoundHead } from "../rounds/round.rules";
import { hasBlocks, planImport, takeRoster } from "./roster.import";
import { type ParsedRoster, parseRoster, parseRosterRecords } from "./roster.rules";
import { listBranches } from "./roster.store";
import { decodeRosterText, MAX_ROSTER_BYTES } from "./roster.text.rules";

export const rosterRoutes = new Hono<AppEnv>();

rosterRoutes.get("/committee/rounds/:round/roster", access.round, showRoster);
rosterRoutes.post("/committee/rounds/:round/roster", access.round, postRoster);
rosterRoutes.post("/committee/rounds/:round/branches", access.round, postJoin);
rosterRoutes.put("/api/rounds/:round/roster", access.round, putRoster);

type Shown = Pick<RosterProps, "source" | "preview" | "findings" | "done">;

async function sendRoster(c: AppContext, shown: Shown, status: 200 | 422 = 200) {
  const round = c.get("round");
  const staff = c.get("staff");
  const branches = await listBranches(dbOf(c), staff.committeeId);
  const outsiders = round.state === "draft" ? 0 : countJoining(await readJoining(dbOf(c), round));
  const page = h(RosterPage, {
    lang: langOf(c),
    staff,
    round: toRoundHead(round),
    branches,
    outsiders,
    ...shown,
  });
  return sendPage(c, page, status);
}

function parseDone(c: AppContext): RosterProps["done"] {
  const number = (name: string) => {
    const text = c.req.query(name) ?? "";
    return /^\d{1,4}$/.test(text) ? Number(text) : null;
  };
  const joined = number("joined");
  const added = number("added");
  const changed = number("changed");
  if (added !== null && changed !== null) return { added, changed, joined: joined ?? 0 };
  return joined === null ? null : { added: null, changed: null, joined };
}

function showRoster(c: AppContext) {
  return sendRoster(c, { source: "", preview: null, findings: [], done: parseDone(c) });
}

interface PostedRoster {
  source: string;
  /** Why the file could not be read; then `source` is what was in the text field. */
  unreadable: Finding | null;
  action: string;
}

const WORKBOOK: Finding = {
  path: "file",
  level: "block",
  code: "roster.workbook",
  zh: "这是 Excel 工作簿（xlsx/xls），不能直接读。请在表格里选中后复制粘贴，或另存为 CSV 再选。",
  en: "This is a workbook (xlsx/xls), which cannot be read here. Copy the cells and paste them, or save it as CSV.",
};
const TOO_LARGE: Finding = {
  path: "file",
  level: "block",
  code: "roster.too_large",
  zh: "文件太大，名单文件不能超过 1.5 MB。",
  en: "The file is too large; a roster may have 1.5 MB.",
};

/** The file, if one was chosen, stands before what was pasted. */
async function readPosted(c: AppContext): Promise<PostedRoster> {
  const form = await c.req.raw.formData();
  const file: unknown = form.get("file");
  const source = String(form.get("text") ?? "");
  const action = String(form.get("action") ?? "preview");
  if (!(file instanceof File) || file.size === 0) return { source, unreadable: null, action };
  if (file.size > MAX_ROSTER_BYTES) return { source, unreadable: TOO_LARGE, action };
  const text = decodeRosterText(new Uint8Array(await file.arrayBuffer()));
  if (text === null) return { source, unreadable: WORKBOOK, action };
  return { source: text, unreadable: null, action };
}

/** First looked at, then imported by a second press; what was pasted stays on the page until it is in. */
async function postRoster(c: AppContext) {
  const { source, unreadable, action } = await readPosted(c);
  if (unreadable !== null)
    return sendRoster(c, { source, preview: null, findings: [unreadable], done: null }, 422);
  const parsed = parseRoster(source);
  if (hasBlocks(parsed.findings)) {
    return sendRoster(c, { source, preview: null, findings: parsed.findings, done: null }, 422);
  }
  if (action !== "import") {
    const preview = await planImport(c, parsed);
    return sendRoster(c, { source, preview, findings: parsed.findings, done: null });
  }
  const { plan, joined } = await takeRoster(c, parsed);
  const counts = `added=${plan.added.length}&changed=${plan.changed.length}&joined=${joined}`;
  return seeOther(c, `/committee/rounds/${c.get("round").id}/roster?${counts}`);
}

async function postJoin(c: AppContext) {
  const round = c.get("round");
  const joined = await joinBranches(c.env, round, { staffId: c.get("staff").staffId, now: nowOf(c) });
  return seeOther(c, `/committee/rounds/${round.id}/roster?joined=${joined}`);
}

/** `text/csv` (or any text) in any of the encodings a file may have, or JSON rows. */
async function readApiRoster(c: AppContext): Promise<ParsedRoster> {
  if ((c.req.header("content-type") ?? "").includes("json")) {
    return parseRosterRecords((await readBody(c, rosterRequest)).rows);
  }
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  if (bytes.length > MAX_ROSTER_BYTES)
    refuse("request.invalid", { reason: TOO_LARGE.zh, reasonEn: TOO_LARGE.en });
  const text = decodeRosterText(bytes);
  return text === null ? { rows: [], findings: [WORKBOOK] } : parseRoster(text);
}

async function putRoster(c: AppContext) {
  const parsed = await readApiRoster(c);
  const { plan, joined } = await takeRoster(c, parsed);
  const { added, changed, unchanged, absent } = plan;
  return sendJson(c, {
    added: added.length,
    changed: changed.length,
    unchanged,
    absent,
    joined,
    findings: parsed.findings,
  });
}
