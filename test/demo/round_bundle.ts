import { type ArchiveFile, openArchive } from "./archive";
import { hashOf } from "./branch";
import { checkIndex } from "./bundle";
import { check, checkDefined, checkEqual, say } from "./checks";
import type { Client } from "./client";
import type { Round } from "./committee";

/**
 * The committee's page of bundles: one press prepares and downloads the round's bundle, its
 * sums agree with every byte, and the code printed inside marks the branches as filed.
 */
export async function fileRoundBundle(committee: Client, round: Round): Promise<ArchiveFile[]> {
  const base = `/committee/rounds/${round.id}`;
  const page = (await committee.open(`${base}/bundle`)).expect(200, "The bundle page");
  const form = page.form(`${base}/bundles`, (one) => one.buttons.some(([, value]) => value === "started"));
  const answer = (await committee.submit(form, [], { button: ["filter", "started"] })).expect(
    200,
    "The bundle",
  );
  checkEqual(answer.headers.get("Content-Type"), "application/zip", "What one press brings");
  const files = await openArchive(answer.bytes);
  checkSums(files);
  const inside = new Map(files.map(({ path, data }) => [path, data]));
  const code = checkIndex(inside);
  await checkResumed(committee, answer.path, answer.bytes);
  const again = (await committee.open(`${base}/bundle`)).expect(200, "The bundle page");
  const filing = again.forms.find((one) => one.action.endsWith("/archive"));
  const filed = await committee.submit(checkDefined(filing, "No bundle can be filed."), [["code", code]]);
  check(filed.words.includes("已归档"), "The page does not say that the materials are filed.");
  const board = (await committee.open(base)).expect(200, "The board");
  check(board.words.includes("已归档"), "The board does not say who is filed.");
  say(
    `the round's bundle of ${answer.bytes.length} bytes, ${files.length} files: sums agree, filed by ${code}`,
  );
  return files;
}

function checkSums(files: readonly ArchiveFile[]): void {
  const sums = checkDefined(
    files.find((one) => one.path === "SHA256SUMS"),
    "The round's bundle has no SHA256SUMS.",
  );
  const lines = sums.data.toString("utf8").trimEnd().split("\n").sort();
  const others = files.filter((one) => one !== sums);
  const wanted = others.map(({ path, data }) => `${hashOf(data)}  ${path}`).sort();
  checkEqual(lines, wanted, "SHA256SUMS of the round");
}

/** A prepared bundle goes on with the same bytes, without If-Range too. */
async function checkResumed(committee: Client, path: string, bytes: Buffer): Promise<void> {
  const at = Math.floor(bytes.length / 3);
  const part = await committee.request(path, { headers: { Range: `bytes=${at}-` } });
  part.expect(206, "The rest of the round's bundle");
  check(part.bytes.equals(bytes.subarray(at)), "The round's bundle goes on with other bytes.");
}
