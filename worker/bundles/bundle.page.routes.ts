import { Hono } from "hono";
import { h } from "preact";
import { type Problem, problemSentence, problemStatus } from "../../schemas/problem";
import { BundlePage, type BundlePageProps } from "../../web/pages/bundle.page";
import { access } from "../access";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  fieldOf,
  nowOf,
  type PageStatus,
  Refusal,
  readFields,
  refuse,
  seeOther,
  sendPage,
} from "../http";
import { langOf } from "../lang";
import { toRoundHead } from "../rounds/round.rules";
import { getRoundVersion } from "../rounds/round.store";
import { sendSubmission } from "../submissions/submission.page";
import { confirmBranch, confirmBundle } from "./archive.confirm";
import { parseNaming } from "./bundle.naming.rules";
import { buildBundleView } from "./bundle.page.rules";
import { writeNaming } from "./naming.store";
import { buildRecipe } from "./pack.rules";
import { buildBundleHref, prepareChosen } from "./round_bundle.request";
import { parseBundleFilter } from "./round_bundle.rules";
import { findBundle, listBranchSizes, listBundles } from "./round_bundle.store";

export const bundlePageRoutes = new Hono<AppEnv>();

bundlePageRoutes.get("/committee/rounds/:round/bundle", access.round, (c) => sendBundlePage(c));
bundlePageRoutes.post("/committee/rounds/:round/bundles", access.round, postBundle);
bundlePageRoutes.post("/committee/rounds/:round/naming", access.round, postNaming);
bundlePageRoutes.post("/committee/rounds/:round/bundles/:bundle/archive", access.round, postBundleArchived);
bundlePageRoutes.post(
  "/committee/rounds/:round/branches/:submission/archive",
  access.submission,
  postBranchArchived,
);

const BUNDLES_SHOWN = 10;

/** What an act that did not succeed leaves on the page. */
interface Said {
  problem?: Problem;
  naming?: { problem: Problem; typed: string };
  /** The press that goes on with what one request could not do. */
  again?: BundlePageProps["again"];
}

async function sendBundlePage(c: AppContext, said: Said = {}) {
  const round = c.get("round");
  if (round.state === "draft") return seeOther(c, `/committee/rounds/${round.id}/edit`);
  const lang = langOf(c);
  const [version, sizes, bundles] = await Promise.all([
    getRoundVersion(dbOf(c), round.id, round.currentVersion),
    listBranchSizes(dbOf(c), round.id, buildRecipe(round.naming)),
    listBundles(dbOf(c), round.id, nowOf(c), BUNDLES_SHOWN),
  ]);
  const { naming, ...view } = buildBundleView(version, round.naming, sizes, bundles);
  const archived = Number(c.req.query("archived"));
  const props: BundlePageProps = {
    lang,
    staff: c.get("staff"),
    round: toRoundHead(round),
    ...view,
    naming: {
      ...naming,
      problem: said.naming === undefined ? null : problemSentence(said.naming.problem, lang),
      typed: said.naming?.typed ?? null,
    },
    justArchived: Number.isInteger(archived) && archived > 0 ? archived : null,
    again: said.again ?? null,
    problem: said.problem === undefined ? null : problemSentence(said.problem, lang),
  };
  const refused = said.problem ?? said.naming?.problem;
  const status = refused === undefined ? 200 : (problemStatus(refused) as PageStatus);
  return sendPage(c, h(BundlePage, props), status);
}

/** One press: prepared and on its way; what is more than one request can do is offered to go on with. */
async function postBundle(c: AppContext) {
  const fields = await readFields(c);
  const chosen = fields.filter(([name]) => name === "branch").map(([, value]) => value);
  const wanted = fields.find(([name]) => name === "filter")?.[1];
  try {
    return seeOther(c, buildBundleHref(await prepareChosen(c, parseBundleFilter(wanted, chosen))));
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const { problem } = fault;
    return sendBundlePage(c, { problem, again: planAgain(problem, fields) });
  }
}

/** The next press of what one request could not finish; by itself only while each leaves less to do. */
function planAgain(problem: Problem, fields: readonly [string, string][]): BundlePageProps["again"] {
  if (problem.code !== "bundle.sealing") return null;
  const count = Number(problem.details.count);
  const before = fieldOf(fields, "left");
  const asked = fields.filter(([name]) => name === "branch" || name === "filter");
  return { fields: [...asked, ["left", String(count)]], byItself: before === "" || count < Number(before) };
}

async function postNaming(c: AppContext) {
  const round = c.get("round");
  const fields = await readFields(c);
  const typed = fieldOf(fields, "pattern");
  const reset = fieldOf(fields, "reset") !== "";
  const parsed = parseNaming(typed);
  if (!reset && !parsed.ok) return sendBundlePage(c, { naming: { problem: parsed.problem, typed } });
  const naming = reset || !parsed.ok ? null : parsed.naming.text;
  await writeNaming(dbOf(c), round.id, naming, { staffId: c.get("staff").staffId, now: nowOf(c) });
  return seeOther(c, `/committee/rounds/${round.id}/bundle#naming`);
}

async function postBundleArchived(c: AppContext) {
  const { id } = c.get("round");
  const bundle = await findBundle(dbOf(c), id, c.req.param("bundle") ?? "");
  if (bundle === null) refuse("bundle.not_found");
  const code = fieldOf(await readFields(c), "code");
  try {
    const branches = await confirmBundle(c, bundle, code);
    return seeOther(c, `/committee/rounds/${id}/bundle?archived=${branches}`);
  } catch (fault) {
    if (fault instanceof Refusal) return sendBundlePage(c, { problem: fault.problem });
    throw fault;
  }
}

async function postBranchArchived(c: AppContext) {
  const submissionId = c.req.param("submission") ?? "";
  const code = fieldOf(await readFields(c), "code");
  try {
    await confirmBranch(c, submissionId, code);
  } catch (fault) {
    if (fault instanceof Refusal)
      return sendSubmission(c, { problem: fault.problem, place: "filing", typed: {} });
    throw fault;
  }
  return seeOther(c, `/committee/rounds/${c.get("round").id}/branches/${submissionId}#bundle`);
}
