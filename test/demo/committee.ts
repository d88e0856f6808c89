/** What the committee's staff does in a browser: rounds, roster, links, the paper desk and the board. */
import { formatLocalInput } from "../../schemas/deadline";
import { DEMO_BRANCHES, type DemoBranch } from "../../worker/demo/demo.branches";
import { check, checkEqual, say } from "./checks";
import type { Answer, Client } from "./client";
import type { Form, Pair } from "./page";
import { buildRoster, encodeGb18030 } from "./roster";

/** A day of the round's zone so many days from now, `YYYY-MM-DD`. */
export const dayIn = (days: number): string =>
  formatLocalInput(new Date(Date.now() + days * 86_400_000).toISOString()).slice(0, 10);

export async function signIn(client: Client, userName: string, password: string): Promise<void> {
  const shut = await client.open("/committee");
  checkEqual(
    shut.path.split("?")[0],
    "/committee/sign-in",
    "The committee's pages without a session lead to",
  );
  const wrong = await client.submit(shut.form("/committee/sign-in"), [
    ["userName", userName],
    ["password", `${password}x`],
  ]);
  wrong.expect(401, "A wrong password");
  const typed: Pair[] = [
    ["userName", userName],
    ["password", password],
  ];
  const inside = (await client.submit(wrong.form("/committee/sign-in"), typed)).expect(200, "Signing in");
  check(
    inside.path.startsWith("/committee") && !inside.path.includes("sign-in"),
    "Signing in did not let in.",
  );
  say("signed in with user and password; a wrong password was refused");
}

export interface Round {
  id: string;
  /** Of the notice. */
  documentNumber: string;
}

/** Creates a draft from a template and moves all of its dates so that the last artifact falls due on `lastDay`. */
export async function createRound(
  client: Client,
  template: string,
  profile: "literal" | "online_full",
  lastDay: string,
): Promise<Round> {
  const offered = (await client.open("/committee/rounds/new")).expect(200, "The page of templates");
  const isWanted = (form: Form) =>
    form.controls.some((one) => one.name === "template" && one.value === template);
  const edit = await client.submit(offered.form("/committee/rounds", isWanted), [["profile", profile]]);
  edit.expect(200, `A draft from ${template}`);
  const id = /^\/committee\/rounds\/([^/]+)\/edit/.exec(edit.path)?.[1];
  check(id, `A draft from ${template} has no page to edit it.`);
  const action = `/committee/rounds/${id}/edit`;
  const shift = await client.submit(edit.form(action), [["shiftTo", lastDay]], {
    button: ["action", "shift"],
  });
  shift.expect(200, "Moving the dates");
  const dues = shift
    .form(action)
    .controls.filter((one) => one.name.startsWith("due_date.") && one.value !== "");
  const last = dues
    .map((one) => one.value)
    .sort()
    .at(-1);
  checkEqual(last, lastDay, "The last day after moving all dates");
  const documentNumber = shift.form(action).controls.find((one) => one.name === "notice.number")?.value;
  check(documentNumber, "The draft has no document number.");
  say(`draft from ${template} (${documentNumber}), profile ${profile}, last day moved to ${lastDay}`);
  return { id, documentNumber };
}

const rosterPath = (round: Round) => `/committee/rounds/${round.id}/roster`;

function countListed(page: Answer): number {
  return DEMO_BRANCHES.filter((one) => page.html.includes(`>${one.name}<`)).length;
}

/** A list with a line twice and one without a name: every broken line is named, and nothing is taken. */
export async function refuseBrokenRoster(client: Client, round: Round): Promise<void> {
  const [first, second] = DEMO_BRANCHES;
  check(first && second, "The demo has no branches.");
  const broken = `${buildRoster([first, second, first], "\t")}${second.code}x\t\t3\r\n`;
  const page = await client.open(rosterPath(round));
  const refused = await client.submit(page.form(rosterPath(round)), [["text", broken]], {
    button: ["action", "preview"],
  });
  refused.expect(422, "A broken roster");
  check(refused.words.includes("第 4 行"), "The roster's repeated line 4 is not named.");
  check(refused.words.includes("第 5 行"), "The roster's nameless line 5 is not named.");
  const kept = refused.form(rosterPath(round)).controls.find((one) => one.name === "text")?.value ?? "";
  checkEqual(kept.split(/\r?\n/), broken.split(/\r?\n/), "The refused roster is kept as it was pasted");
  checkEqual(countListed(await client.open(rosterPath(round))), 0, "Branches after a refused roster");
  say("a roster with a repeated and a nameless line was refused line by line, nothing taken");
}

/** A file saved by an old Excel: CSV in GB18030. */
export async function uploadRoster(
  client: Client,
  round: Round,
  branches: readonly DemoBranch[],
): Promise<void> {
  const page = await client.open(rosterPath(round));
  const file = { field: "file", name: "花名册.csv", bytes: encodeGb18030(buildRoster(branches, ",")) };
  const preview = await client.submit(page.form(rosterPath(round)), [], {
    button: ["action", "preview"],
    files: [file],
  });
  await importPreview(client, round, preview, branches);
  say(`roster of ${branches.length} branches uploaded as CSV in GB18030`);
}

/** Cells copied from a spreadsheet: tab-separated text. */
export async function pasteRoster(
  client: Client,
  round: Round,
  branches: readonly DemoBranch[],
): Promise<void> {
  const page = await client.open(rosterPath(round));
  const typed: Pair[] = [["text", buildRoster(branches, "\t")]];
  const preview = await client.submit(page.form(rosterPath(round)), typed, { button: ["action", "preview"] });
  await importPreview(client, round, preview, branches);
  say(`roster of ${branches.length} branches pasted as tab-separated text`);
}

async function importPreview(
  client: Client,
  round: Round,
  preview: Answer,
  branches: readonly DemoBranch[],
): Promise<void> {
  preview.expect(200, "The roster's preview");
  const form = preview.form(rosterPath(round), (one) => one.buttons.some(([, value]) => value === "import"));
  const done = await client.submit(form, [], { button: ["action", "import"] });
  done.expect(200, "Importing the roster");
  for (const { name } of branches) check(done.html.includes(`>${name}<`), `${name} is not in the roster.`);
  checkEqual(countListed(done), branches.length, "Branches in the roster");
}

export async function publish(client: Client, round: Round): Promise<void> {
  const path = `/committee/rounds/${round.id}/edit`;
  const edit = (await client.open(path)).expect(200, "The draft");
  const board = await client.submit(edit.form(path), [], { button: ["action", "publish"] });
  board.expect(200, "Publishing");
  checkEqual(board.path.split("?")[0], `/committee/rounds/${round.id}`, "Publishing leads to");
  say("published: the version is frozen, every branch has its link");
}

export interface Link {
  code: string;
  name: string;
  url: string;
}

/** The links as the committee saves them, CSV; held against the page and against the roster. */
export async function fetchLinks(
  client: Client,
  round: Round,
  branches: readonly DemoBranch[],
): Promise<Link[]> {
  const csv = (await client.open(`/committee/rounds/${round.id}/links.csv`)).expect(200, "The links as CSV");
  const lines = csv.html
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split("\r\n")
    .slice(1);
  const links = lines.map((line): Link => {
    const [code = "", name = "", url = ""] = line.split(",");
    return { code, name, url };
  });
  checkEqual(
    links.map((one) => [one.code, one.name]),
    branches.map((one) => [one.code, one.name]),
    "The branches that have a link",
  );
  checkEqual(new Set(links.map((one) => one.url)).size, links.length, "Different links");
  const page = (await client.open(`/committee/rounds/${round.id}/links`)).expect(200, "The page of links");
  for (const { name, url } of links)
    check(page.html.includes(url), `The link of ${name} is not on the page.`);
  say(`${links.length} links fetched`);
  return links;
}

/** Types a slip's code at the desk and records that the sealed original is there. */
export async function recordPaper(client: Client, slipCode: string, branch: string): Promise<Answer> {
  const empty = (await client.open("/committee/desk")).expect(200, "The desk");
  const found = await client.submit(empty.form("/committee/desk"), [["code", slipCode]]);
  found.expect(200, "The desk with a slip's code");
  check(found.words.includes(branch), `The slip ${slipCode} does not lead to ${branch}.`);
  const form = found.forms.find((one) => one.action.includes("/papers/"));
  check(form, "The desk has no form for the paper of this slip.");
  const sealed = form.controls.find((one) => one.name.endsWith(".sealed"))?.name;
  check(sealed, "The desk does not ask whether the paper is sealed.");
  const unsealed = await client.submit(form, [[sealed, "no"]]);
  check(unsealed.status === 422, `Paper without its seal: answered ${unsealed.status}, expected 422.`);
  const again = unsealed.form(form.action);
  return (await client.submit(again, [[sealed, "yes"]])).expect(200, "Recording the paper");
}

/** How many branches the board's filter of this state finds. */
export async function countOnBoard(client: Client, round: Round, state: string): Promise<number> {
  const board = (await client.open(`/committee/rounds/${round.id}?state=${state}`)).expect(200, "The board");
  return [...board.html.matchAll(/<tr><th scope="row">/g)].length;
}

/** The line of one branch on the board, in words. */
export async function readBoardLine(client: Client, round: Round, branch: string): Promise<string> {
  const board = (await client.open(`/committee/rounds/${round.id}`)).expect(200, "The board");
  const rows = board.html.split("<tr>").filter((row) => row.includes(`>${branch}</a>`));
  checkEqual(rows.length, 1, `Lines of ${branch} on the board`);
  return (
    rows[0]
      ?.replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim() ?? ""
  );
}
