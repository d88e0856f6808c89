/** The two rounds of the demo, from the draft to the bundle. */
import { DEMO_BRANCHES, type DemoBranch } from "../../worker/demo/demo.branches";
import {
  type Branch,
  checkNoReceipt,
  handInRefused,
  handInTaken,
  hasForm,
  listFields,
  openLink,
  openPage,
  printSlip,
  readStatus,
  refuseProgram,
  replaceFile,
  type Status,
  upload,
} from "./branch";
import { type Bundle, checkBundle, downloadBundle } from "./bundle";
import { check, checkDefined, checkEqual, say, sayPart } from "./checks";
import type { Client } from "./client";
import {
  countOnBoard,
  createRound,
  dayIn,
  fetchLinks,
  pasteRoster,
  publish,
  type Round,
  readBoardLine,
  recordPaper,
  refuseBrokenRoster,
  uploadRoster,
} from "./committee";
import {
  flattenEntry,
  makeMeeting,
  makeOpinions,
  makePlan,
  makeStudy,
  makeSummary,
  makeTally,
  spoilMeeting,
  spoilTally,
} from "./materials";
import { isPhotoPicker, readWords } from "./page";
import { checkReceipt, checkVerified, type ReceiptFacts } from "./receipt";
import { fileRoundBundle } from "./round_bundle";

export interface RoundResult {
  round: Round;
  branch: Branch;
  receipt: ReceiptFacts;
  bundle: Bundle;
}

/** How many branches the first, uploaded roster has; the second, pasted one has all. */
const FIRST_BRANCHES = 8;

const findTheme = async (branch: Branch): Promise<string> => {
  const lead = /<p class="small soft">([^<]*) · ([^<]*)<\/p>/.exec((await openPage(branch)).html);
  return readWords(checkDefined(lead?.[2], "The branch's page does not name the theme."));
};

/** Hands in one form with the mistakes people make first; false for a form that the demo does not know. */
async function handInForm(branch: Branch, key: string, title: string, facts: DemoBranch): Promise<boolean> {
  const now = new Date().toISOString();
  const fields = await listFields(branch, key);
  if (fields.has("good_practice")) {
    const short = flattenEntry(makeSummary("summary-998", dayIn(0)));
    await handInRefused(branch, key, short, ["正文998字，通知要求不少于1000字，还差2字"]);
    await handInTaken(branch, key, flattenEntry(makeSummary("summary-1000", dayIn(0))));
    say(`${title}: 998 characters refused with “还差2字” and kept, 1000 taken`);
  } else if (fields.has("issued")) {
    const tally = makeTally(facts, now);
    const wrong = spoilTally(tally);
    await handInRefused(branch, key, flattenEntry(wrong.tally), [wrong.name, `=${wrong.sum}`]);
    await handInTaken(branch, key, flattenEntry(tally));
    say(`${title}: a wrong sum refused with the sum ${wrong.sum} and kept, the right one taken`);
  } else if (fields.has("merged_total")) {
    const wrong = flattenEntry(makeOpinions(now, 1));
    await handInRefused(branch, key, wrong, ["各方式合计5+3=8，应相等，现相差1"]);
    await handInTaken(branch, key, flattenEntry(makeOpinions(now)));
    say(
      `${title}: a total that is not the sum of the ways refused with the sum and kept, the right one taken`,
    );
  } else if (fields.has("measures_agreed")) {
    const minutes = makeMeeting(facts, dayIn(0));
    const rule = "缺席需支部书记同意并报党委备案";
    await handInRefused(branch, key, flattenEntry(spoilMeeting(minutes)), [rule]);
    await handInTaken(branch, key, flattenEntry(minutes));
    say(`${title}: an absence without consent refused with “${rule}” and kept, the right one taken`);
  } else if (fields.has("held_on")) {
    await handInTaken(branch, key, flattenEntry(makeStudy(facts, dayIn(0))));
    say(`${title}: filled in`);
  } else if (fields.has("meeting_at")) {
    await handInTaken(branch, key, flattenEntry(makePlan(facts, await findTheme(branch), now)));
    say(`${title}: filled in`);
  } else return false;
  return true;
}

async function handInFiles(branch: Branch, artifact: Status["artifacts"][number]): Promise<void> {
  const { key } = artifact;
  const forms = (await openPage(branch)).forms;
  const picker = forms
    .find((one) => one.action.endsWith(`/files/${key}`))
    ?.controls.find((one) => one.type === "file");
  await upload(branch, key, artifact.title.zh, picker !== undefined && isPhotoPicker(picker) ? 2 : 1);
}

/** Hands in everything that is no paper, in the page's order; the last of it at `since` at the earliest. */
async function handInAll(branch: Branch, facts: DemoBranch): Promise<{ since: string }> {
  const required = (await readStatus(branch)).artifacts.filter((one) => one.required && one.kind !== "paper");
  let since = new Date().toISOString();
  for (const artifact of required) {
    await checkNoReceipt(branch);
    since = new Date().toISOString();
    const { key, title } = artifact;
    // What may be typed may be a file as well: most branches already have the document.
    const typed = (await hasForm(branch, key)) && (await handInForm(branch, key, title.zh, facts));
    if (!typed) await handInFiles(branch, artifact);
  }
  return { since };
}

const findFacts = (code: string): DemoBranch =>
  checkDefined(
    DEMO_BRANCHES.find((one) => one.code === code),
    `There is no branch ${code}.`,
  );

async function finish(committee: Client, round: Round, branch: Branch, since: string): Promise<RoundResult> {
  const receipt = await checkReceipt(branch, since);
  await checkVerified(branch, receipt);
  checkEqual(await countOnBoard(committee, round, "complete"), 1, "Complete branches on the board");
  const line = await readBoardLine(committee, round, branch.name);
  check(line.includes("已收齐"), `The board does not call ${branch.name} 已收齐.`);
  say("the board says 已收齐");
  const bundle = await downloadBundle(committee, round, branch);
  await checkBundle(bundle, branch, receipt);
  await fileRoundBundle(committee, round);
  return { round, branch, receipt, bundle };
}

/** Notice 000 with all that is kept online too: files, a form, and the stamped paper that the receipt waits for. */
export async function runPaperRound(committee: Client): Promise<RoundResult> {
  sayPart("A round from notice 000");
  const round = await createRound(committee, "notice-000", "online_full", dayIn(30));
  const branches = DEMO_BRANCHES.slice(0, FIRST_BRANCHES);
  await refuseBrokenRoster(committee, round);
  await uploadRoster(committee, round, branches);
  await publish(committee, round);
  const [link] = await fetchLinks(committee, round, branches);
  const own = checkDefined(link, "There is no link.");
  const branch = await openLink(committee.origin, own);
  const files = (await readStatus(branch)).artifacts.filter((one) => one.required && one.kind === "file");
  const first = checkDefined(files[0], "The round asks for no file.");
  await refuseProgram(branch, first.key, first.title.zh);
  await handInAll(branch, findFacts(own.code));
  await replaceFile(branch, first.key, first.title.zh);
  const waiting = await readStatus(branch);
  checkEqual(waiting.state, "awaiting_paper", "The state before the paper");
  await checkNoReceipt(branch);
  checkEqual(
    await countOnBoard(committee, round, "awaiting_paper"),
    1,
    "Branches waiting for paper on the board",
  );
  const slip = await printSlip(branch);
  say("everything electronic is in; without the paper there is no receipt");
  const since = new Date().toISOString();
  const desk = await recordPaper(committee, slip, branch.name);
  check(desk.words.includes("回执已出具"), "The desk does not say that the receipt is issued.");
  say("paper without a seal refused, then recorded at the desk with its seal");
  return finish(committee, round, branch, since);
}

/** Notice 003 as it stands: a plan, a tally and a summary, no paper. */
export async function runFormRound(committee: Client): Promise<RoundResult> {
  sayPart("A round from notice 003");
  const round = await createRound(committee, "notice-003", "literal", dayIn(45));
  await pasteRoster(committee, round, DEMO_BRANCHES);
  await publish(committee, round);
  const links = await fetchLinks(committee, round, DEMO_BRANCHES);
  const own = checkDefined(links[FIRST_BRANCHES], "The pasted branches have no links.");
  const branch = await openLink(committee.origin, own);
  const { since } = await handInAll(branch, findFacts(own.code));
  return finish(committee, round, branch, since);
}
