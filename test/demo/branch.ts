/** What a branch does with its link: sees what is missing, uploads, fills in forms, prints the slip. */
import { createHash } from "node:crypto";
import { check, checkEqual, say } from "./checks";
import { type Answer, Client } from "./client";
import type { Link } from "./committee";
import { type Material, makeMaterial } from "./materials";
import { type Form, listLinks, listSent, type Pair } from "./page";
import { readPdfText } from "./pdf";

export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What `GET /api/submissions/:id` says, as far as the demo asks. */
export interface Status {
  submission: string;
  state: string;
  required: number;
  present: number;
  missing: string[];
  complete: boolean;
  artifacts: {
    key: string;
    title: { zh: string };
    kind: "file" | "form" | "paper";
    required: boolean;
    state: string;
    due: string | null;
    files: { id: string; name: string; version: number; bytes: number; sha256: string }[];
    entries: { version: number; bytes: number; sha256: string; chars: number | null }[];
    paper: { arrivedAt: string; copies: number } | null;
  }[];
  receipt: { number: string; version: number; issuedAt: string; verifyPath: string } | null;
}

export interface Branch {
  client: Client;
  submissionId: string;
  name: string;
  /** SHA-256 of every file that must be in now, by artifact. */
  sent: Map<string, string[]>;
}

/** Opens a link as the link page does without JavaScript: the code is posted, never part of an address. */
export async function openLink(origin: string, link: Link): Promise<Branch> {
  const client = new Client(origin);
  const secret = new URL(link.url).hash.slice(1);
  check(secret.length >= 22, "The link's secret is shorter than 128 bits.");
  const shown = (await client.open(new URL(link.url).pathname)).expect(200, "The link's page");
  const unknown = await client.submit(shown.form("/b"), [["code", secret.split("").reverse().join("")]]);
  check(
    unknown.path.startsWith("/b?") &&
      unknown.words.includes("链接无法打开") &&
      !unknown.html.includes(secret),
    "A link that is not one was opened.",
  );
  const page = (await client.submit(shown.form("/b"), [["code", secret]])).expect(200, "Opening the link");
  const submissionId = /^\/b\/(\w+)$/.exec(page.path)?.[1];
  check(submissionId, `The link leads to ${page.path}, not to a branch's page.`);
  check(page.words.includes(link.name), `The page of the link is not that of ${link.name}.`);
  say(`${link.name} opened its link`);
  return { client, submissionId, name: link.name, sent: new Map() };
}

export const openPage = async ({ client, submissionId }: Branch): Promise<Answer> =>
  (await client.open(`/b/${submissionId}`)).expect(200, "The branch's page");

export const readStatus = async ({ client, submissionId }: Branch): Promise<Status> =>
  (await client.getJson(`/api/submissions/${submissionId}`)).expect(200, "The branch's status").json();

const filesPath = (branch: Branch, key: string) => `/b/${branch.submissionId}/files/${key}`;
const isFirst = (form: Form) => !form.controls.some((one) => one.name === "lineage");

async function sendThrough(branch: Branch, form: Form, files: readonly Material[]): Promise<Answer> {
  const picker = form.controls.find((one) => one.type === "file");
  check(picker, `The form for ${form.action} has no file picker.`);
  check(files.length === 1 || picker.multiple, `The form for ${form.action} takes one file at a time.`);
  return branch.client.submit(form, [], { files: files.map((one) => ({ field: picker.name, ...one })) });
}

/** Hands in files for an artifact by the form on the page, and sees on the page that they arrived. */
export async function upload(branch: Branch, key: string, title: string, count = 1): Promise<void> {
  const form = (await openPage(branch)).form(filesPath(branch, key), isFirst);
  const picker = form.controls.find((one) => one.type === "file");
  const files = Array.from({ length: count }, () => makeMaterial(title, picker?.accept ?? null));
  const after = (await sendThrough(branch, form, files)).expect(200, `Uploading ${title}`);
  for (const { name } of files) check(after.words.includes(name), `${name} is not shown after its upload.`);
  const hashes = files.map((one) => hashOf(one.bytes));
  branch.sent.set(key, [...(branch.sent.get(key) ?? []), ...hashes]);
  await checkArrived(branch, key);
  say(`${title}: ${files.map((one) => one.name.split(".").at(-1)).join(", ")} uploaded`);
}

async function checkArrived(branch: Branch, key: string): Promise<void> {
  const artifact = (await readStatus(branch)).artifacts.find((one) => one.key === key);
  const found = artifact?.files.map((one) => one.sha256).sort();
  checkEqual(found, [...(branch.sent.get(key) ?? [])].sort(), `SHA-256 of the files of ${key}`);
}

/** Replaces the first file of an artifact: the new one is its second version. */
export async function replaceFile(branch: Branch, key: string, title: string): Promise<void> {
  const form = (await openPage(branch)).form(filesPath(branch, key), (one) => !isFirst(one));
  const picker = form.controls.find((one) => one.type === "file");
  const before = (await readStatus(branch)).artifacts.find((one) => one.key === key)?.files[0];
  const file = makeMaterial(`${title}（改）`, picker?.accept ?? null);
  (await sendThrough(branch, form, [file])).expect(200, `Replacing a file of ${title}`);
  const kept = (branch.sent.get(key) ?? []).filter((one) => one !== before?.sha256);
  branch.sent.set(key, [...kept, hashOf(file.bytes)]);
  await checkArrived(branch, key);
  const after = (await readStatus(branch)).artifacts.find((one) => one.key === key)?.files;
  check(
    after?.some((one) => one.version === 2),
    `The replaced file of ${title} did not become version 2.`,
  );
  say(`${title}: file replaced, now version 2`);
}

/** A program with the ending of a Word document is refused and leaves nothing behind. */
export async function refuseProgram(branch: Branch, key: string, title: string): Promise<void> {
  const form = (await openPage(branch)).form(filesPath(branch, key), isFirst);
  const bytes = new Uint8Array(4096);
  bytes.set([0x4d, 0x5a, 0x90, 0x00]);
  const answer = await sendThrough(branch, form, [{ name: `${title}.docx`, bytes }]);
  check(/不接收/.test(answer.words), `A program named .docx: answered ${answer.words.slice(0, 300)}.`);
  checkEqual(
    (await readStatus(branch)).artifacts.find((one) => one.key === key)?.files.length,
    0,
    "Files after",
  );
  say(`${title}: a program named .docx was refused`);
}

const formPath = (branch: Branch, key: string) => `/b/${branch.submissionId}/forms/${key}`;

/** Whether the branch's page offers a form to fill in for this artifact. */
export const hasForm = async (branch: Branch, key: string): Promise<boolean> =>
  listLinks((await openPage(branch)).html).includes(formPath(branch, key));

/** Names of the fields that the form's page asks for. */
export async function listFields(branch: Branch, key: string): Promise<Set<string>> {
  const page = (await branch.client.open(formPath(branch, key))).expect(200, "The form's page");
  return new Set(page.form(formPath(branch, key)).controls.map((one) => one.name));
}

const HAND_IN: Pair = ["action", "hand_in"];

/** Fills in a form and presses 交上去; the page that comes back. */
export async function handIn(branch: Branch, key: string, typed: readonly Pair[]): Promise<Answer> {
  const page = (await branch.client.open(formPath(branch, key))).expect(200, "The form's page");
  return branch.client.submit(page.form(formPath(branch, key)), typed, { button: HAND_IN });
}

/** An entry that must be refused with these words, keeping every word typed and handing in nothing. */
export async function handInRefused(
  branch: Branch,
  key: string,
  typed: readonly Pair[],
  words: readonly string[],
): Promise<void> {
  const refused = (await handIn(branch, key, typed)).expect(200, `An entry of ${key} that is wrong`);
  for (const one of words) check(refused.words.includes(one), `The refusal of ${key} does not say “${one}”.`);
  const kept = listSent(refused.form(formPath(branch, key)));
  const lines = (text: string) => text.replace(/\r\n?/g, "\n").trim();
  for (const [name, value] of typed) {
    const found = kept.find((one) => one[0] === name)?.[1];
    checkEqual(lines(found ?? ""), lines(value), `What was typed into ${name} after the refusal`);
  }
  const artifact = (await readStatus(branch)).artifacts.find((one) => one.key === key);
  checkEqual(artifact?.entries, [], `The entry of ${key} after its refusal`);
}

export async function handInTaken(branch: Branch, key: string, typed: readonly Pair[]): Promise<void> {
  (await handIn(branch, key, typed)).expect(200, `The entry of ${key}`);
  const artifact = (await readStatus(branch)).artifacts.find((one) => one.key === key);
  check(
    artifact?.entries[0]?.version === 1 && artifact.state === "received",
    `The entry of ${key} did not arrive.`,
  );
}

/** The slip's code, read off the PDF. */
export async function printSlip(branch: Branch): Promise<string> {
  const slip = (await branch.client.open(`/b/${branch.submissionId}/slip.pdf`)).expect(200, "The slip");
  checkEqual(slip.headers.get("Content-Type"), "application/pdf", "The slip's type");
  const text = await readPdfText(slip.bytes, "The slip");
  check(text.includes(branch.name), "The slip does not name the branch.");
  const shown = /class="slip-code">([^<]+)</.exec((await openPage(branch)).html)?.[1];
  check(shown, "The branch's page does not show the slip's code.");
  check(text.includes(shown), `The slip does not carry the code ${shown} of the page.`);
  say(`slip ${shown} printed`);
  return shown;
}

/** No receipt by any door. */
export async function checkNoReceipt(branch: Branch): Promise<void> {
  const { client, submissionId } = branch;
  (await client.open(`/b/${submissionId}/receipt.pdf`)).expect(
    404,
    "A receipt's PDF before everything is in",
  );
  (await client.getJson(`/api/submissions/${submissionId}/receipt`)).expect(
    404,
    "A receipt before everything is in",
  );
  checkEqual((await readStatus(branch)).receipt, null, "The receipt before everything is in");
}
