import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { computeVerificationCode } from "../../schemas/receipt";
import { FINGERPRINT_COMMAND } from "../../web/pages/bundle_index.frame";
import { type BundleIndexProps, type IndexFile, renderBundleIndex } from "../../web/pages/bundle_index.page";
import { type RoundIndexProps, renderRoundIndex } from "../../web/pages/round_index.page";
import { zh } from "../../web/text/zh";
import { buildSha256Sums } from "../../worker/bundles/bundle.lists.rules";
import { computeManifestSha256 } from "../../worker/bundles/bundle.manifest.rules";
import { launchBrowser } from "../support/browser";
import { itWith } from "../support/readers";
import { DESK, PHONE } from "./support/walk";

/** What a disk takes and an address would read as something else. */
const UGLY = [
  "01_方案/01_方案_v1.pdf",
  "02_汇总/100% 完成 #3?.docx",
  "03_引号/\"双\"'单'&lt;.txt",
  "04_空格 与 emoji/👨‍👩‍👧 合影 🏳️‍🌈.jpg",
  "05_编码/%23%2e%2e%2f.csv",
  "06_冒号/a:b;c=d+e@f.json",
  `07_长/${"很长的名字".repeat(12)}.txt`,
  "08_括号/[1](2){3}~!$^`|.txt",
];
const LISTS = ["清单.csv", "SHA256SUMS", "回执_2026-18-0003.pdf", "回执_2026-18-0003.json"];
const FOLDER = "JC01_霁川区 #1 桐荫小学党支部";

const sha256 = (data: string) => createHash("sha256").update(data).digest("hex");
const dataOf = (path: string) => `这是 ${path}\n`;

const file = (path: string): IndexFile => ({
  path,
  name: path.slice(path.lastIndexOf("/") + 1),
  originalName: "\u202E原来的 <名字>.docx",
  bytes: Buffer.byteLength(dataOf(path)),
  pages: 3,
  sha256: sha256(dataOf(path)),
  version: 2,
  receivedAt: "2026-12-05T01:44:00.000Z",
  note: "逾期2天",
});

const MANIFEST = sha256("manifest");
const SOURCE = {
  committee: "中共霁川区教育局委员会",
  notice: { number: "霁教党字〔2026〕18号", title: "关于召开专题组织生活会的通知", issuer: "党建办公室" },
  theme: "专题组织生活会",
  manifestSha256: MANIFEST,
  code: computeVerificationCode(MANIFEST),
};

const ARTIFACTS = UGLY.map((path, i) => ({
  index: i + 1,
  title: path.slice(3, path.indexOf("/")),
  state: i === 2 ? ("accepted" as const) : ("received" as const),
  required: i !== 3,
  receivedAt: "2026-12-05T01:44:00.000Z",
  lateSeconds: i === 1 ? 2 * 86_400 : 0,
  files: [file(path)],
  papers: i === 0 ? ["2026年12月6日 10:00 纸质2份，已盖章，收发室收"] : [],
}));

const ABSENT = {
  index: UGLY.length + 1,
  title: "会议影像",
  state: "missing" as const,
  required: true,
  receivedAt: null,
  lateSeconds: 0,
  files: [],
  papers: [],
};

const branchProps: BundleIndexProps = {
  ...SOURCE,
  branch: { code: "JC01", name: "霁川区桐荫小学党支部" },
  complete: false,
  missing: ["会议影像"],
  receipt: {
    standing: "whole",
    number: "2026-18-0003",
    version: 1,
    issuedAt: "2026-12-09T02:15:00.000Z",
    pdfPath: "回执_2026-18-0003.pdf",
    jsonPath: "回执_2026-18-0003.json",
  },
  artifacts: [...ARTIFACTS, ABSENT],
  lists: [
    { path: "清单.csv", what: "list" },
    { path: "SHA256SUMS", what: "sums" },
  ],
  allVersions: true,
};

const BRANCHES = [FOLDER, "JC02_望潮初级中学党支部", "JC03_100%?党支部"];

const roundProps: RoundIndexProps = {
  ...SOURCE,
  filter: "已交材料的全部支部",
  branches: BRANCHES.map((folder, i) => ({
    code: folder.slice(0, 4),
    name: folder.slice(5),
    folder: `${folder}/index.html`,
    state: i === 0 ? "partial" : "complete",
    missing: i === 0 ? 1 : 0,
    receiptNumber: i === 0 ? null : `2026-18-000${i}`,
    bytes: 3 * 1024 * 1024,
    files: 21,
  })),
  lists: [{ path: "台账.xlsx", name: "台账.xlsx", bytes: 20_480 }],
  absent: [{ code: "JC12", name: "教育系统离退休教师党支部" }],
};

const root = mkdtempSync(join(tmpdir(), "huizhi-index-"));
const ROUND_INDEX = join(root, "index.html");
const BRANCH_INDEX = join(root, FOLDER, "index.html");
let browser: Browser;

function write(path: string, data: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), data);
}

beforeAll(async () => {
  for (const path of [...UGLY, ...LISTS]) write(`${FOLDER}/${path}`, dataOf(path));
  for (const folder of BRANCHES) write(`${folder}/index.html`, renderBundleIndex(branchProps));
  for (const path of ["台账.xlsx", "SHA256SUMS"]) write(path, dataOf(path));
  write("index.html", renderRoundIndex(roundProps));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

interface Visit {
  page: Page;
  /** What was asked of the net, and what the browser complained of. */
  complaints: string[];
}

/** A page of the folder, with nothing of the net to be had. */
async function open(path: string, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext({ locale: "zh-CN", offline: true, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("request", (request) => {
    if (/^(https?|wss?):/.test(request.url())) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(path).href);
  return { page, complaints };
}

/** Clicks a link; the file it led to, whether the browser shows it or saves it. */
async function follow(page: Page, from: string, place: number): Promise<string> {
  await page.goto(pathToFileURL(from).href);
  const saved = page.waitForEvent("download").then((one) => one.url());
  const shown = page.waitForEvent("framenavigated").then((frame) => frame.url());
  saved.catch(() => undefined);
  shown.catch(() => undefined);
  await page.getByRole("link").nth(place).click();
  return fileURLToPath(await Promise.any([saved, shown]));
}

const quiet = { viewport: DESK, javaScriptEnabled: false, acceptDownloads: true };

test("every link of a branch's page opens its file, from disk, offline, without script, whatever its name", async () => {
  const { page, complaints } = await open(BRANCH_INDEX, quiet);
  const expected = ["回执_2026-18-0003.pdf", "回执_2026-18-0003.json", ...UGLY, "清单.csv", "SHA256SUMS"];
  expect(await page.getByRole("link").count()).toBe(expected.length);
  for (const [i, path] of expected.entries()) {
    const opened = await follow(page, BRANCH_INDEX, i);
    expect(opened).toBe(join(root, FOLDER, path));
    expect(readFileSync(opened, "utf8")).toBe(dataOf(path));
  }
  expect(complaints).toEqual([]);
});

test("every branch of a round's page leads to that branch's page", async () => {
  const { page, complaints } = await open(ROUND_INDEX, quiet);
  for (const folder of BRANCHES) {
    await page.goto(pathToFileURL(ROUND_INDEX).href);
    await page.getByRole("link", { name: folder.slice(5), exact: true }).click();
    await page.getByRole("heading", { level: 1, name: branchProps.branch.name }).waitFor();
    expect(fileURLToPath(page.url())).toBe(join(root, folder, "index.html"));
  }
  expect(complaints).toEqual([]);
});

test("codes, hashes and commands are selected whole by one click each", async () => {
  const { page } = await open(BRANCH_INDEX, { viewport: DESK });
  const { code, manifestSha256 } = branchProps;
  for (const said of [code, manifestSha256, sha256(dataOf(UGLY[0] ?? "")), FINGERPRINT_COMMAND]) {
    await page.locator("code").filter({ hasText: said }).click();
    expect(await page.evaluate("String(getSelection())")).toBe(said);
  }
});

itWith(
  "sha256sum",
  "the command it prints makes the fingerprint again, and it leaves out no other index.html",
  async () => {
    const items = [...UGLY, "a/index.html", "1_index.html", "清单.csv"].map((path) => ({
      path,
      sha256: sha256(dataOf(path)),
    }));
    const sums = buildSha256Sums([...items, { path: "index.html", sha256: sha256("x") }]);
    const folder = mkdtempSync(join(root, "sums-"));
    writeFileSync(join(folder, "SHA256SUMS"), sums);
    const said = execFileSync("sh", ["-c", FINGERPRINT_COMMAND], { cwd: folder, encoding: "utf8" });
    expect(said.slice(0, 64)).toBe(computeManifestSha256(items));
  },
);

test.each([
  ["a phone", PHONE],
  ["a desk", DESK],
])("on %s nothing is wider than the screen", async (_where, viewport) => {
  for (const path of [BRANCH_INDEX, ROUND_INDEX]) {
    const { page } = await open(path, { viewport });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
  }
});

test("printed on A4, nothing is cut off at the right", async () => {
  const { page } = await open(BRANCH_INDEX, { viewport: { width: 673, height: 971 } });
  await page.emulateMedia({ media: "print" });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(673);
  await page.getByText(branchProps.code).waitFor();
});

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = JSON.stringify({
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
});

interface Result {
  passes: unknown[];
  violations: { id: string; nodes: { target: string[] }[] }[];
}

test.each([
  ["a phone", PHONE],
  ["a desk", DESK],
])("an accessibility checker finds nothing on %s", async (_where, viewport) => {
  for (const path of [BRANCH_INDEX, ROUND_INDEX]) {
    const { page } = await open(path, { viewport });
    await page.evaluate(AXE);
    const result = (await page.evaluate(`axe.run(document, ${WCAG})`)) as Result;
    expect(result.passes.length).toBeGreaterThan(15);
    expect(result.violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" "))])).toEqual(
      [],
    );
  }
});

test("a table stays a table on a phone: its headers are there for those who listen", async () => {
  const { page } = await open(BRANCH_INDEX, { viewport: PHONE });
  for (const name of Object.values(zh.bundleIndex.columns))
    expect(await page.getByRole("columnheader", { name, exact: true }).count()).toBe(1);
  expect(await page.getByRole("row").count()).toBe(1 + 2 * UGLY.length + 1 + 1);
});
