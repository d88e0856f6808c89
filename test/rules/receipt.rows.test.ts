import { expect, test } from "vitest";
import {
  buildReceiptIntro,
  buildReceiptRows,
  describeVersion,
  shortHash,
} from "../../worker/receipts/receipt.rows.rules";
import { makeHash, makeReceiptArtifact, makeReceiptBody, makeReceiptFile } from "../support/receipts";

const rowsOf = (...artifacts: Parameters<typeof buildReceiptRows>[0]["artifacts"]) =>
  buildReceiptRows(makeReceiptBody({ artifacts }));

test("a hash is shown by its first twelve letters in fours", () => {
  expect(shortHash("9f2c41d077ab00")).toBe("9f2c 41d0 77ab");
});

test("every kind of artifact has its line", () => {
  const rows = buildReceiptRows(makeReceiptBody());
  expect(rows.map((row) => [row.order, row.title, row.piece, row.amount])).toEqual([
    ["1", "专题组织生活会工作方案", "填报 v2", "—"],
    ["2", "专题组织生活会小结", "1 个文件", "1106 字"],
    ["3", "会议影像", "3 个文件", "—"],
    ["4", "小结纸质稿", "纸质 1 份", "—"],
  ]);
  expect(rows.map((row) => row.note)).toEqual(["", "小结.docx", "", "已盖章　收件人 组织委员"]);
  expect(rows.map((row) => row.punctuality)).toEqual(["按时", "逾期2小时", "按时", "按时"]);
  expect(rows.map((row) => row.hash)).toEqual([shortHash(makeHash(11)), shortHash(makeHash(2)), "见下", "—"]);
});

test("an artifact of several files lists each with its version and hash", () => {
  const [row] = rowsOf(makeReceiptBody().artifacts[2] ?? makeReceiptArtifact("会议影像"));
  expect(row?.details.map((detail) => [detail.text, detail.hash])).toEqual([
    ["IMG_0412.HEIC", shortHash(makeHash(3))],
    ["IMG_0413.jpg", shortHash(makeHash(4))],
    ["会场全景.jpg v2", shortHash(makeHash(5))],
  ]);
});

test("a total is given only where every file is counted", () => {
  const pages = (...counts: (number | null)[]) =>
    makeReceiptArtifact("佐证", { files: counts.map((count, i) => makeReceiptFile(i, { pages: count })) });
  expect(rowsOf(pages(2, 3), pages(2, null)).map((row) => row.amount)).toEqual(["5 页", "—"]);
});

test("an instant of another year carries its year, an optional artifact says so", () => {
  const [row] = rowsOf(
    makeReceiptArtifact("工作方案", { required: false, receivedAt: "2025-12-31T15:59:59.000Z" }),
  );
  expect(row?.received).toBe("2025-12-31 23:59");
  expect(row?.title).toBe("工作方案（选交）");
});

test("the sentence counts the required artifacts and dates them by the last, in Shanghai", () => {
  const artifacts = [
    makeReceiptArtifact("甲", { receivedAt: "2026-12-09T10:15:00+08:00" }),
    makeReceiptArtifact("乙", { receivedAt: "2026-12-09T02:14:00.000Z" }),
    makeReceiptArtifact("丙", { required: false, receivedAt: "2026-12-10T00:00:00.000Z" }),
  ];
  const intro = buildReceiptIntro(makeReceiptBody({ artifacts, requiredCount: 2 }));
  expect(intro).toContain("应交材料 2 项，已于 2026年12月9日 10:15 全部收齐");
});

test("a version names the one it replaces and what it proves", () => {
  expect(describeVersion({ kind: "complete", version: 1, replaces: null })).toBe("第 1 版　已收齐");
  expect(describeVersion({ kind: "accepted", version: 3, replaces: 2 })).toBe(
    "第 3 版（替代第 2 版）　已审核通过",
  );
});
