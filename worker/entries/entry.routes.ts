import { Hono } from "hono";
import { h } from "preact";
import { entryDraftRequest, entryRequest } from "../../schemas/api.branch";
import {
  addReadyRows,
  buildEntryDefaults,
  canonicalEntry,
  checkEntry,
  hasBlock,
  parseEntryFields,
} from "../../schemas/entry";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { type Finding, type Problem, problem } from "../../schemas/problem";
import { canonicalJson } from "../../schemas/receipt";
import { FormPage, type FormPageProps } from "../../web/pages/form.page";
import { access } from "../access";
import { readBody } from "../api.body";
import {
  type AppContext,
  type AppEnv,
  fieldOf,
  nowOf,
  readFields,
  refuse,
  refuseWith,
  seeOther,
  sendJson,
  sendPage,
} from "../http";
import { type Kept, readKept } from "../kept/kept";
import { langOf } from "../lang";
import { isPlainPicker } from "../submissions/link.exchange.rules";
import { handIn, type Outcome, saveDraft } from "./entry.hand_in";
import { getOpenEntry, itemPath, type OpenEntry } from "./entry.open";
import {
  type Base,
  dropRow,
  type EntryAction,
  formatBase,
  parseAction,
  parseBase,
  parseStoredEntry,
} from "./entry.rules";
import { buildFormView, type Shown } from "./entry.view";

export const entryRoutes = new Hono<AppEnv>();

entryRoutes.get("/b/:submission/forms/:artifact", access.branchSheet, showForm);
entryRoutes.post("/b/:submission/forms/:artifact", access.branchSheet, postForm);
entryRoutes.get("/b/:submission/forms/:artifact/:item", access.branchSheet, showForm);
entryRoutes.post("/b/:submission/forms/:artifact/:item", access.branchSheet, postForm);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/entry", access.branchSheet, putEntry);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/entry/:item", access.branchSheet, putEntry);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/draft", access.branchSheet, putDraft);
entryRoutes.put("/api/submissions/:submission/artifacts/:artifact/draft/:item", access.branchSheet, putDraft);

function sendForm(c: AppContext, open: OpenEntry, shown: Shown) {
  const props: FormPageProps = {
    lang: langOf(c),
    view: buildFormView(open, shown, {
      lang: langOf(c),
      plainPicker: isPlainPicker(c.req.header("user-agent") ?? ""),
      now: nowOf(c),
    }),
  };
  return sendPage(c, h(FormPage, props));
}

/** What was typed as its form shows it: until it was handed in once, with the rows still to fill in. */
const fillUp = ({ form, ctx, state }: OpenEntry, value: EntryValue, deletedIn?: string): EntryValue =>
  state.own === null ? addReadyRows(form, value, ctx, deletedIn) : value;

/** What is stored, and what the page's address adds: a refused post, a row more or less, or why a draft is none. */
async function showForm(c: AppContext) {
  const open = await getOpenEntry(c);
  const kept = await readKept(c);
  const stored = readStored(open);
  if (kept !== null) return sendForm(c, open, answerKept(open, kept, stored));
  if (open.closed !== null) return sendForm(c, open, { value: stored, problem: null });
  const draft = open.state.draft !== null;
  const refused = c.req.query("refused") !== undefined && draft ? checkDraft(open, stored) : null;
  const value = fillUp(open, stored, c.req.query("cut"));
  return sendForm(c, open, { value, problem: refused, addRow: c.req.query("add") });
}

/** The draft, else what was handed in, else, while the form is open, what the round and the roster already know. */
function readStored({ state, closed, form, ctx }: OpenEntry): EntryValue {
  const stored = state.draft ?? state.own;
  if (stored !== null) return parseStoredEntry(stored.data);
  return closed === null ? buildEntryDefaults(form, ctx) : {};
}

/** A refused post on its page: what was typed, and what stands in its way by now. */
function answerKept(open: OpenEntry, kept: Kept, stored: EntryValue): Shown {
  const show = (value: EntryValue) => (open.closed === null ? fillUp(open, value) : value);
  const typed = kept.fields.some(([name]) => name === "revision");
  if (!typed) return { value: show(stored), ...placeRefusal(kept) };
  const value = parseEntryFields(open.form, kept.fields);
  const problem = judgeKept(open, kept, value);
  return { value: show(problem === null ? stored : value), problem };
}

/**
 * Why what was typed is not in, as things stand now; null when it is in all the same, or when
 * nothing keeps it any more. What was typed over something newer is always held against it.
 */
function judgeKept({ closed, base, state, form }: OpenEntry, kept: Kept, value: EntryValue): Problem | null {
  if (closed !== null) return closed;
  const stored = state.draft ?? state.own;
  const same = stored !== null && stored.data === canonicalJson(canonicalEntry(form, value));
  if (same) return null;
  if (fieldOf(kept.fields, "revision") !== formatBase(base) && stored !== null) return problem("entry.stale");
  return RETRIED.has(kept.problem.code) ? kept.problem : problem("entry.not_sent");
}

/** What stays true of the same words, however often they are sent. */
const RETRIED: ReadonlySet<string> = new Set(["entry.too_large"]);

/** Of a file it stands at the file's field, anything else on top. */
function placeRefusal({ fields, problem }: Kept): Pick<Shown, "problem" | "refusedFile"> {
  const field = fieldOf(fields, "field");
  return field === "" ? { problem } : { problem: null, refusedFile: { field, problem } };
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
  const write = action.kind === "hand_in" ? handIn : saveDraft;
  return answerPost(c, open, action, await write(c, open, value, base));
}

/** Every answer is a page with an address of its own; a refusal gets its from the error exit. */
function answerPost(c: AppContext, open: OpenEntry, action: EntryAction, outcome: Outcome) {
  const page = `/b/${c.get("branch").submissionId}`;
  const form = `${page}/forms/${open.artifact.key}${itemPath(open.item)}`;
  switch (outcome.kind) {
    case "saved":
      return seeOther(c, `${form}${describeRows(action)}`);
    case "handed_in": {
      const said = outcome.findings.some((one) => one.level === "warn");
      return seeOther(c, said ? form : `${page}#a-${open.artifact.key}`);
    }
    // The draft has everything that was typed.
    case "blocked":
      return seeOther(c, `${form}?refused=1`);
    default:
      return refuseWith(toProblem(outcome));
  }
}

/** The table that has a row more or less than what is stored of it, at which the page is opened again. */
function describeRows(action: EntryAction): string {
  if (action.kind === "add_row") return `?add=${action.field}#${action.field}`;
  return action.kind === "delete_row" ? `?cut=${action.field}#${action.field}` : "";
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
