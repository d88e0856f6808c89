import { type ArchiveFile, openArchive } from "./archive";
import { type Branch, hashOf, readStatus } from "./branch";
import { check, checkDefined, checkEqual, say } from "./checks";
import type { Client } from "./client";
import type { Round } from "./committee";
import type { ReceiptFacts } from "./receipt";

export interface Bundle {
  archive: Buffer;
  files: ArchiveFile[];
}

/** Downloads the branch's bundle as the committee, whole and in the ways a download is resumed. */
export async function downloadBundle(committee: Client, round: Round, branch: Branch): Promise<Bundle> {
  const path = `/api/rounds/${round.id}/branches/${branch.submissionId}/bundle.zip`;
  const head = (await committee.request(path, { method: "HEAD" })).expect(200, "HEAD of the bundle");
  const whole = (await committee.request(path)).expect(200, "The bundle");
  const { bytes } = whole;
  checkEqual(Number(head.headers.get("Content-Length")), bytes.length, "The bundle's length by HEAD");
  checkEqual(Number(whole.headers.get("Content-Length")), bytes.length, "The bundle's length by GET");
  const etag = checkDefined(whole.headers.get("ETag"), "The bundle has no ETag.");
  checkEqual(head.headers.get("ETag"), etag, "The bundle's ETag by HEAD");
  checkEqual(whole.headers.get("Content-Type"), "application/zip", "The bundle's type");
  await checkRanges(committee, path, bytes, etag);
  const unchanged = await committee.request(path, { headers: { "If-None-Match": etag } });
  check(unchanged.status === 304 && unchanged.bytes.length === 0, "If-None-Match is not answered with 304.");
  const own = await branch.client.request(`/b/${branch.submissionId}/bundle.zip`);
  check(own.bytes.equals(bytes), "The branch's own download differs from the committee's.");
  say(`bundle of ${bytes.length} bytes: GET, HEAD, ranges, If-Range and If-None-Match agree`);
  return { archive: bytes, files: await openArchive(bytes) };
}

async function checkRanges(client: Client, path: string, bytes: Buffer, etag: string): Promise<void> {
  const middle = Math.floor(bytes.length / 2);
  const ranges: [string, number, number][] = [
    ["bytes=0-99", 0, 100],
    [`bytes=${middle}-${middle + 70_000}`, middle, Math.min(bytes.length, middle + 70_001)],
    [`bytes=${bytes.length - 50}-`, bytes.length - 50, bytes.length],
    ["bytes=-22", bytes.length - 22, bytes.length],
  ];
  for (const [range, start, end] of ranges) {
    const part = await client.request(path, { headers: { Range: range, "If-Range": etag } });
    part.expect(206, `The bundle's range ${range}`);
    checkEqual(
      part.headers.get("Content-Range"),
      `bytes ${start}-${end - 1}/${bytes.length}`,
      `Content-Range of ${range}`,
    );
    check(part.bytes.equals(bytes.subarray(start, end)), `The bundle's range ${range} has other bytes.`);
  }
  const beyond = await client.request(path, { headers: { Range: `bytes=${bytes.length}-` } });
  checkEqual(beyond.status, 416, "A range beyond the bundle");
  const changed = await client.request(path, { headers: { Range: "bytes=0-9", "If-Range": '"other"' } });
  checkEqual(changed.status, 200, "A range of another bundle");
}

/** The archive against what was handed in: every file by its hash, the sums, the list. */
export async function checkBundle(bundle: Bundle, branch: Branch, receipt: ReceiptFacts): Promise<void> {
  const folders = new Set(bundle.files.map((one) => one.path.split("/")[0]));
  checkEqual(folders.size, 1, "Folders at the top of the bundle");
  const folder = [...folders][0] ?? "";
  check(folder.includes(branch.name), `The bundle's folder ${folder} does not name the branch.`);
  const inside = new Map(bundle.files.map(({ path, data }) => [path.slice(folder.length + 1), data]));
  const hashes = new Map([...inside].map(([path, data]) => [path, hashOf(data)]));
  const count = (hash: string) => [...hashes.values()].filter((one) => one === hash).length;
  for (const hash of [...branch.sent.values()].flat()) {
    checkEqual(count(hash), 1, `Files in the bundle with the SHA-256 ${hash} that was handed in`);
  }
  for (const { key, entries } of (await readStatus(branch)).artifacts) {
    for (const { sha256 } of entries)
      checkEqual(count(sha256), 1, `Files in the bundle with what was typed for ${key}`);
  }
  const pdf = checkDefined(inside.get(`回执_${receipt.number}.pdf`), "The bundle has no receipt.");
  check(pdf.equals(receipt.pdf), "The bundle's receipt is not the one that was downloaded.");
  checkSums(inside, hashes);
  checkIndex(inside);
  checkList(inside, hashes, await readStatus(branch));
  say(`${inside.size} files in the bundle: hashes, SHA256SUMS and 清单.csv agree with what was handed in`);
}

function checkSums(inside: ReadonlyMap<string, Buffer>, hashes: ReadonlyMap<string, string>): void {
  const text = checkDefined(inside.get("SHA256SUMS"), "The bundle has no SHA256SUMS.").toString("utf8");
  const lines = text.trimEnd().split("\n");
  const found = lines.map((line) => [line.slice(66), line.slice(0, 64)]).sort();
  const wanted = [...hashes].filter(([path]) => path !== "SHA256SUMS").sort();
  checkEqual(new Map(found as [string, string][]).size, lines.length, "Lines of SHA256SUMS");
  checkEqual(Object.fromEntries(found), Object.fromEntries(wanted), "SHA256SUMS");
}

/** index.html leads to every other file of its folder, and prints the code of what is in it. */
export function checkIndex(inside: ReadonlyMap<string, Buffer>): string {
  const html = checkDefined(inside.get("index.html"), "There is no index.html.").toString("utf8");
  const hrefs = new Set(
    Array.from(html.matchAll(/href="([^"]+)"/g), ([, href = ""]) => decodeURIComponent(href)),
  );
  for (const href of hrefs) check(inside.has(href), `index.html leads to ${href}, which is not there.`);
  check(hrefs.has("SHA256SUMS"), "index.html does not lead to SHA256SUMS.");
  check(!/<script|https?:/i.test(html), "index.html is not for a machine without a network.");
  return checkDefined(/\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b/.exec(html)?.[0], "index.html prints no code.");
}

/** Cells of a CSV by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

function checkList(
  inside: ReadonlyMap<string, Buffer>,
  hashes: ReadonlyMap<string, string>,
  status: Awaited<ReturnType<typeof readStatus>>,
): void {
  const bytes = checkDefined(inside.get("清单.csv"), "The bundle has no 清单.csv.");
  checkEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "The first bytes of 清单.csv");
  const [header = [], ...rows] = parseCsv(bytes.subarray(3).toString("utf8"));
  const at = (row: string[], column: string) => row[header.indexOf(column)] ?? "";
  const listed = rows.filter((row) => at(row, "文件") !== "");
  const made = ["清单.csv", "SHA256SUMS", "index.html"];
  const wanted = [...hashes].filter(([path]) => !made.includes(path));
  checkEqual(
    Object.fromEntries(listed.map((row) => [at(row, "文件"), at(row, "SHA-256")]).sort()),
    Object.fromEntries(wanted.sort()),
    "The files of 清单.csv",
  );
  for (const row of listed) {
    checkEqual(
      Number(at(row, "字节")),
      inside.get(at(row, "文件"))?.length,
      `Bytes of ${at(row, "文件")} in 清单.csv`,
    );
  }
  const names = new Set(listed.map((row) => at(row, "原名")));
  for (const file of status.artifacts.flatMap((one) => one.files)) {
    check(names.has(file.name), `清单.csv does not have the name ${file.name} as it was given.`);
  }
  const papers = status.artifacts.filter((one) => one.paper !== null);
  const paperRows = rows.filter((row) => at(row, "文件") === "");
  checkEqual(
    paperRows.map((row) => at(row, "题名")),
    papers.map((one) => one.title.zh),
    "The paper originals of 清单.csv",
  );
}
