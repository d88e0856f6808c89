import { Hono } from "hono";
import { h } from "preact";
import { entryDraftRequest, entryRequest } from "../../schemas/api.branch";
import {
  addReadyRows,
  buildEntryDefaults,
  checkEntry,
  hasBlock,
  parseEntryFields,
} from "../../schemas/entry";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { type Finding, type Problem, problem, problemStatus } from "../../schemas/problem";
import { FormPage, type FormPageProps } from "../../web/pages/form.page";
import { access } from "../access";
import { readBody } from "../api.body";
import {
  type AppContext,
  type AppEnv,
  fieldOf,
  nowOf,
  type PageStatus,
  readFields,
  refuse,
  refuseWith,
  seeOther,
  sendJson,
  sendPage,
} from "../http";
import { langOf } from "../lang";
import { isPlainPicker } from "../submissions/link.exchange.rules";
import { handIn, type Outcome, saveDraft } from "./entry.hand_in";
import { getOpenEntry, itemPath, type OpenEntry } from "./entry.open";
import { type Base, dropRow, formatBase, parseAction, parseBase, parseStoredEntry } from "./entry.rules";
import { buildFormView, type Shown } from "./entry.view";

export const entryRoutes = new Hono<AppEnv>();

entryRoutes.get("/b/:submission/forms/:artifact", access.branch, showForm);
entryRoutes.post("/b/:submission/forms/:artifact", access.branch, postForm);
entryRoutes.get("/b/:submission/forms/:artifact/:item", access.branch, showForm);
entryRoutes.post("/b/:submission/forms/:artifact/:item", access.branch, postForm);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/entry", access.branch, putEntry);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/entry/:item", access.branch, putEntry);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/draft", access.branch, putDraft);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/draft/:item", access.branch, putDraft);

function sendForm(c: AppContext, open: OpenEntry, shown: Shown, status: PageStatus = 200) {
  const props: FormPageProps = {
    lang: langOf(c),
    view: buildFormView(open, shown, {
      lang: langOf(c),
      plainPicker: isPlainPicker(c.req.header("user-agent") ?? ""),
    }),
  };
  return sendPage(c, h(FormPage, props), status);
}

/** What was typed as its form shows it: until it was handed in once, with the rows still to fill in. */
const fillUp = ({ form, ctx, state }: OpenEntry, value: EntryValue, deletedIn?: string): EntryValue =>
  state.own === null ? addReadyRows(form, value, ctx, deletedIn) : value;

/** The draft, else what was handed in, else, while the form is open, what the round and the roster already know. */
async function showForm(c: AppContext) {
  const open = await getOpenEntry(c);
  const { own, draft } = open.state;
  const stored = draft ?? own;
  if (open.closed !== null) {
    return sendForm(c, open, { value: stored === null ? {} : parseStoredEntry(stored.data), problem: null });
  }
  const value = stored === null ? buildEntryDefaults(open.form, open.ctx) : parseStoredEntry(stored.data);
  const refused = c.req.query("refused") === undefined || draft === null ? null : checkDraft(open, value);
  return sendForm(c, open, { value: fillUp(open, value), problem: refused });
}

/** What keeps a draft from being handed in, said again wherever its page is reloaded or come back to. */
function checkDraft({ form, ctx }: OpenEntry, value: EntryValue): Problem | null {
  const findings = checkEntry(form, value, ctx);
  return hasBlock(findings) ? toProblem({ kind: "blocked", findings }) : null;
}

async function postForm(c: AppContext) {
  const fields = await readFields(c);
  const open = await getOpenEntry(c);
  const action = parseAction(fieldOf(fields, "action"));
  const base = parseBase(fieldOf(fields, "revision")) ?? open.base;
  const kept = action.kind === "delete_row" ? dropRow(fields, action) : fields;
  const value = parseEntryFields(open.form, kept);
  if (action.kind === "add_row") {
    return sendForm(c, open, { value: fillUp(open, value), problem: null, base, addRow: action.field });
  }
  if (action.kind === "delete_row") {
    return sendForm(c, open, { value: fillUp(open, value, action.field), problem: null, base });
  }
  const write = action.kind === "hand_in" ? handIn : saveDraft;
  return answerPost(c, open, value, await write(c, open, value, base));
}

async function answerPost(c: AppContext, open: OpenEntry, value: EntryValue, outcome: Outcome) {
  const page = `/b/${c.get("branch").submissionId}`;
  const form = `${page}/forms/${open.artifact.key}${itemPath(open.item)}`;
  switch (outcome.kind) {
    case "saved":
      return seeOther(c, form);
    case "handed_in": {
      const said = outcome.findings.some((one) => one.level === "warn");
      return seeOther(c, said ? form : `${page}#a-${open.artifact.key}`);
    }
    // The draft has everything that was typed, so that nobody who reloads or goes back posts again.
    case "blocked":
      return seeOther(c, `${form}?refused=1`);
    default:
      return resendForm(c, value, toProblem(outcome));
  }
}

/** The page again with everything typed still in it, and what stands in the way above it. */
async function resendForm(c: AppContext, value: EntryValue, one: Problem) {
  const open = await getOpenEntry(c);
  const shown: Shown = { value: fillUp(open, value), problem: one };
  return sendForm(c, open, shown, problemStatus(one) as PageStatus);
}

function toProblem(outcome: Exclude<Outcome, { kind: "saved" | "handed_in" }>): Problem {
  if (outcome.kind === "closed") return outcome.problem;
  if (outcome.kind === "stale") return problem("entry.stale");
  const count = outcome.findings.filter((one) => one.level === "block").length;
  return problem("entry.invalid", { count }, outcome.findings);
}

/** Without a revision a program writes over whatever is there; with one it may be told `entry.stale`. */
function chooseBase(open: OpenEntry, revision: string | undefined): Base {
  if (revision === undefined) return open.base;
  return parseBase(revision) ?? refuse("request.invalid", { reason: "revision" });
}

async function putEntry(c: AppContext) {
  const body = await readBody(c, entryRequest);
  const open = await getOpenEntry(c);
  const outcome = await handIn(c, open, body.entry, chooseBase(open, body.revision));
  if (outcome.kind === "saved") throw new Error("handing in never ends as a draft");
  if (outcome.kind !== "handed_in") refuseWith(toProblem(outcome));
  const { entry, already, completeness } = outcome;
  const said: Finding[] = outcome.findings;
  const { missing, complete } = completeness;
  const revision = formatBase({ version: entry.version, revision: 0 });
  return sendJson(c, { entry, revision, already, findings: said, missing, complete }, already ? 200 : 201);
}

async function putDraft(c: AppContext) {
  const body = await readBody(c, entryDraftRequest);
  const open = await getOpenEntry(c);
  const value = "fields" in body ? parseEntryFields(open.form, body.fields) : body.entry;
  const outcome = await saveDraft(c, open, value, chooseBase(open, body.revision));
  if (outcome.kind === "handed_in") throw new Error("a draft is never handed in");
  if (outcome.kind !== "saved") refuseWith(toProblem(outcome));
  const { savedAt, chars } = outcome;
  return sendJson(c, { revision: formatBase(outcome.base), savedAt, chars, now: nowOf(c) });
}
