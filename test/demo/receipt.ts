import { type Branch, readStatus, type Status } from "./branch";
import { check, checkDefined, checkEqual, say } from "./checks";
import { Client } from "./client";
import { readPdfText } from "./pdf";

export interface ReceiptFacts {
  number: string;
  issuedAt: string;
  pdf: Buffer;
}

/** SHA-256 of everything that must be in: files as they were made here, entries as the server stored them. */
function listHashes(branch: Branch, status: Status): string[] {
  const entries = status.artifacts.flatMap((one) => one.entries.map((entry) => entry.sha256));
  return [...branch.sent.values(), entries].flat();
}

/** The receipt is there, complete and single, and names the branch on paper. */
export async function checkReceipt(branch: Branch, since: string): Promise<ReceiptFacts> {
  const status = await readStatus(branch);
  checkEqual(status.missing, [], "What is still missing");
  check(
    status.complete && status.state === "complete",
    "Everything is in, yet the submission is not complete.",
  );
  const receipt = checkDefined(status.receipt, "Everything is in, yet there is no receipt.");
  checkEqual(receipt.version, 1, "The receipt's version");
  check(
    Date.parse(receipt.issuedAt) >= Date.parse(since),
    `The receipt was issued at ${receipt.issuedAt}, before the last item came in after ${since}.`,
  );
  const answer = await branch.client.open(`/b/${branch.submissionId}/receipt.pdf`);
  answer.expect(200, "The receipt's PDF");
  const text = await readPdfText(answer.bytes, "The receipt");
  check(text.includes(receipt.number), `The receipt's PDF does not carry the number ${receipt.number}.`);
  check(text.includes(branch.name), `The receipt's PDF does not name ${branch.name}.`);
  const again = await branch.client.open(`/b/${branch.submissionId}/receipt.pdf`);
  check(again.bytes.equals(answer.bytes), "The same receipt gave other bytes the second time.");
  say(`receipt ${receipt.number} issued, its PDF names number and branch`);
  return { number: receipt.number, issuedAt: receipt.issuedAt, pdf: answer.bytes };
}

/** What anybody sees who checks the number: valid, and the hash of every file. */
export async function checkVerified(branch: Branch, receipt: ReceiptFacts): Promise<void> {
  const stranger = new Client(branch.client.origin);
  const empty = (await stranger.open("/verify")).expect(200, "The page that checks receipts");
  const page = await stranger.submit(empty.form("/verify"), [["number", receipt.number]]);
  page.expect(200, "Checking the receipt");
  check(page.html.includes("<strong>有效</strong>"), "The receipt is not called 有效.");
  check(page.words.includes(branch.name), "The page that checks the receipt does not name the branch.");
  const hashes = listHashes(branch, await readStatus(branch));
  for (const hash of hashes)
    check(page.html.includes(hash), `The page that checks the receipt lacks ${hash}.`);
  const wrong = receipt.number.replace(/\d+$/, (digits) => String(Number(digits) + 900).padStart(4, "0"));
  const unknown = await stranger.submit(empty.form("/verify"), [["number", wrong]]);
  check(
    unknown.status === 404 && unknown.words.includes("查无此回执"),
    `The made-up number ${wrong} is not unknown.`,
  );
  say(`/verify says 有效 and lists ${hashes.length} SHA-256; a made-up number is unknown`);
}
