import { h } from "preact";
import { MAX_AMENDMENT_NOTE_CHARS } from "../../schemas/change";
import { isDay } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { sha256 } from "../../schemas/receipt";
import type { Asks, RoundDefinition } from "../../schemas/round";
import type { AmendView, RoundEditProps } from "../../web/pages/round_edit.model";
import { RoundEditPage } from "../../web/pages/round_edit.page";
import { listBranches } from "../branches/roster.store";
import { type AppContext, dbOf, nowOf, originOf, readFields, refuse, seeOther, sendPage } from "../http";
import { langOf } from "../lang";
import { amendRound, checkEditable, discardAmendment, planAmendment, settleAmended } from "./amend";
import { blockAt, type RoundForm } from "./form.reader.rules";
import { publishRound } from "./publish";
import { saveDraft } from "./round.create";
import { applyRoundForm, buildRoundForm } from "./round.form.rules";
import { countAsks, listPastDues, toRoundHead } from "./round.rules";
import { shiftDates } from "./round.shift.rules";
import { findRound, parseStoredAsks, parseStoredDraft, type RoundRow } from "./round.store";
import {
  buildAmendView,
  buildEditArtifact,
  buildEditLevels,
  buildSubmitters,
  namedByChanges,
} from "./round.view.rules";

type Shown = Pick<RoundEditProps, "form" | "findings" | "conflict" | "done"> & {
  definition: RoundDefinition;
  asks: Asks;
};

/** Names the stored draft a form was filled against; two people cannot silently overwrite each other. */
const revisionOf = async (row: RoundRow) => (await sha256(row.draft + row.asks)).slice(0, 16);

/** What the stored draft would change of the published version; null before publishing. */
async function readAmendView(c: AppContext): Promise<AmendView | null> {
  const row = c.get("round");
  if (row.state === "draft") return null;
  const draft = { definition: parseStoredDraft(row), asks: parseStoredAsks(row) };
  return buildAmendView(await planAmendment(dbOf(c), row, draft, { now: nowOf(c), note: "" }), draft);
}

async function sendEdit(c: AppContext, shown: Shown, status: 200 | 409 | 422 = 200) {
  const round = c.get("round");
  const staff = c.get("staff");
  const { definition, asks, ...rest } = shown;
  const [roster, amend] = await Promise.all([listBranches(dbOf(c), staff.committeeId), readAmendView(c)]);
  const past = listPastDues(definition, asks, nowOf(c));
  const page = h(RoundEditPage, {
    lang: langOf(c),
    staff,
    round: toRoundHead(round),
    artifacts: definition.artifacts.map(buildEditArtifact),
    milestones: definition.milestones.map(({ key, title, dueText }) => ({ key, title, dueText })),
    levels: buildEditLevels(definition),
    counts: countAsks(definition, asks),
    submitters: buildSubmitters(roster, definition.submitterLevel, staff.committeeName),
    amend,
    past: amend === null ? past : past.filter((one) => namedByChanges(amend.changes, one.key)),
    revision: await revisionOf(round),
    ...rest,
  });
  return sendPage(c, page, status);
}

const DONE = ["saved", "shifted", "discarded"] as const;

export async function showEdit(c: AppContext) {
  const round = c.get("round");
  checkEditable(round);
  const definition = parseStoredDraft(round);
  const asks = parseStoredAsks(round);
  return sendEdit(c, {
    definition,
    asks,
    form: { ...buildRoundForm(definition, asks), note: round.amendNote },
    findings: [],
    conflict: false,
    done: DONE.find((one) => one === c.req.query("done")) ?? null,
  });
}

/** The day all dates are moved to, for the button that moves them; null for the other buttons. */
function readShift(form: RoundForm, action: string): { day: string | null; findings: Finding[] } {
  if (action !== "shift") return { day: null, findings: [] };
  const day = (form.shiftTo ?? "").trim();
  if (isDay(day)) return { day, findings: [] };
  const zh = "填最后一项材料的新截止日期，写成 2026-12-18 这样";
  const en = "Give the day the last artifact falls due, as 2026-12-18";
  return { day: null, findings: [blockAt("shiftTo", zh, en)] };
}

function checkNote({ note = "" }: RoundForm): Finding[] {
  if (note.length <= MAX_AMENDMENT_NOTE_CHARS) return [];
  const [zh, en] = [`“修订说明”最多 ${MAX_AMENDMENT_NOTE_CHARS} 个字`, "What branches are told is too long"];
  return [blockAt("note", zh, en)];
}

/**
 * Saves, moves all dates, or saves and publishes the round or its amendment; with anything to
 * mend nothing is stored and all that was typed stays.
 */
export async function postEdit(c: AppContext) {
  const row = c.get("round");
  checkEditable(row);
  const form: RoundForm = Object.fromEntries(await readFields(c));
  const action = form.action ?? "save";
  const place = `/committee/rounds/${row.id}/edit`;
  if (action === "discard" && row.state === "published") {
    await discardAmendment(c, row);
    return seeOther(c, `${place}?done=discarded`);
  }
  const applied = applyRoundForm(parseStoredDraft(row), parseStoredAsks(row), form);
  const shift = readShift(form, action);
  const findings = [...applied.findings, ...shift.findings, ...checkNote(form)];
  const shown = { ...applied, form, conflict: false, done: null };
  if (findings.length > 0) return sendEdit(c, { ...shown, findings }, 422);
  if (form.revision !== (await revisionOf(row))) return sendEdit(c, { ...shown, conflict: true }, 409);
  const definition =
    shift.day === null ? applied.definition : shiftDates(applied.definition, { latestDueOn: shift.day });
  const note = (form.note ?? "").trim();
  if (!(await saveDraft(c, row, { definition, asks: applied.asks, note })))
    return sendEdit(c, { ...shown, conflict: true }, 409);
  if (action === "publish" || action === "amend") return publishSaved(c, row);
  return seeOther(c, `${place}?done=${action === "shift" ? "shifted" : "saved"}`);
}

async function publishSaved(c: AppContext, before: RoundRow) {
  const row = await findRound(dbOf(c), before.committeeId, before.id);
  if (row === null) refuse("round.not_found");
  const by = { staffId: c.get("staff").staffId, now: nowOf(c) };
  if (before.state === "draft") {
    await publishRound(c.env, row, { ...by, origin: originOf(c) });
    return seeOther(c, `/committee/rounds/${row.id}?published=1`);
  }
  await amendRound(c.env, row, row.amendNote, by);
  settleAmended(c, row.id, by.now);
  return seeOther(c, `/committee/rounds/${row.id}?amended=1`);
}
