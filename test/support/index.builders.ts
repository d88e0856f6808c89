/** A branch and a round as their index.html is made from, and how a test reads the page. */
import { computeVerificationCode } from "../../schemas/receipt";
import type { BundleIndexProps, IndexFile } from "../../web/pages/bundle_index.page";
import type { RoundIndexProps } from "../../web/pages/round_index.page";

export const MANIFEST = "3f".repeat(32);

export const indexFile = (path: string, more: Partial<IndexFile> = {}): IndexFile => ({
  path,
  name: path.slice(path.lastIndexOf("/") + 1),
  originalName: "汇总 终稿.docx",
  bytes: 1_258_291,
  pages: 3,
  sha256: "9f2c41d077ab".padEnd(64, "0"),
  version: 1,
  receivedAt: "2026-12-05T01:44:00.000Z",
  note: "",
  ...more,
});

export const indexArtifact = (index: number, more: Partial<BundleIndexProps["artifacts"][number]> = {}) => ({
  index,
  title: `材料${index}`,
  state: "received" as const,
  required: true,
  receivedAt: "2026-12-05T01:44:00.000Z",
  lateSeconds: 0,
  files: [indexFile(`0${index}_材料/0${index}_材料_v1.docx`)],
  papers: [],
  ...more,
});

export const SOURCE = {
  committee: "中共霁川区教育局委员会",
  notice: { number: "霁教党字〔2026〕18号", title: "关于召开专题组织生活会的通知", issuer: "党建办公室" },
  theme: "专题组织生活会",
  manifestSha256: MANIFEST,
  code: computeVerificationCode(MANIFEST),
};

export const indexProps = (more: Partial<BundleIndexProps> = {}): BundleIndexProps => ({
  ...SOURCE,
  branch: { code: "JC01", name: "霁川区桐荫小学党支部" },
  complete: true,
  missing: [],
  receipt: {
    number: "2026-18-0003",
    version: 1,
    issuedAt: "2026-12-09T02:15:00.000Z",
    standing: "whole",
    pdfPath: "回执_2026-18-0003.pdf",
    jsonPath: "回执_2026-18-0003.json",
  },
  artifacts: [indexArtifact(1), indexArtifact(2)],
  lists: [
    { path: "清单.csv", what: "list" },
    { path: "SHA256SUMS", what: "sums" },
  ],
  allVersions: false,
  ...more,
});

const branch = (n: number): RoundIndexProps["branches"][number] => ({
  code: `JC${n}`,
  name: `霁川区第${n}党支部`,
  folder: `JC${n}_霁川区第${n}党支部/index.html`,
  state: n % 3 === 0 ? "partial" : "complete",
  missing: n % 3 === 0 ? 2 : 0,
  receiptNumber: n % 3 === 0 ? null : `2026-18-${n}`,
  bytes: 1024 * 1024,
  files: 20,
});

export const roundIndexProps = (count: number, more: Partial<RoundIndexProps> = {}): RoundIndexProps => ({
  ...SOURCE,
  filter: "已交材料的全部支部",
  branches: Array.from({ length: count }, (_, i) => branch(i + 1)),
  lists: [{ path: "台账.xlsx", name: "台账.xlsx", bytes: 2048 }],
  absent: [{ code: "JC900", name: "霁川区离退休教师党支部" }],
  ...more,
});

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
const unescapeHtml = (html: string) => html.replace(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name] ?? "");
export const listHrefs = (html: string) =>
  [...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => unescapeHtml(href ?? ""));
export const readPath = (href: string) => href.split("/").map(decodeURIComponent).join("/");
/** What a reader sees, tags gone. */
export const readWords = (html: string) =>
  unescapeHtml(html.slice(html.indexOf("<body>")).replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ");
