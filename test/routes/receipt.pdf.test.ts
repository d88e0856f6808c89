import { expect, test } from "vitest";
import { computeLeafHash, computeVerificationCode, type ReceiptBody, sha256 } from "../../schemas/receipt";
import { ASSET_MANIFEST } from "../../worker/assets";
import { readPdf } from "../support/pdf";
import { makeHash, makeReceiptArtifact, makeReceiptBody, makeReceiptFile } from "../support/receipts";
import { env } from "../support/worker";

const MAX_PDF_BYTES = 200_000;
const COMMITTEE = "中共霁川区教育局委员会";

const font = async () =>
  (await env.ASSETS.fetch(new URL(ASSET_MANIFEST.font, "https://assets.invalid"))).arrayBuffer();

async function render(body: ReceiptBody): Promise<Uint8Array<ArrayBuffer>> {
  const { renderReceiptPdf } = await import("../../worker/receipts/receipt.pdf");
  const leafHash = await computeLeafHash(body);
  const code = computeVerificationCode(leafHash);
  const verifyUrl = `https://huizhi.test/verify/${body.number}`;
  return new Uint8Array(
    await renderReceiptPdf({ body, leafHash, code, verifyUrl, committee: COMMITTEE, font }),
  );
}

test("a receipt says on one page, as text, what its body says", async () => {
  const body = makeReceiptBody();
  const { pages } = readPdf(await render(body));
  expect(pages).toHaveLength(1);
  const words = [
    "材料接收回执",
    "回执编号2026-18-0003",
    "第1版已收齐",
    "霁川区第三高级中学党总支第一党支部：按《关于召开专题组织生活会的通知》（霁教党字〔2026〕18号）",
    "应交材料4项，已于2026年12月9日10:15全部收齐，明细如下。",
    "专题组织生活会工作方案填报v2—12-0509:44按时",
    "专题组织生活会小结1个文件1106字12-0814:00",
    "小结.docx逾期2小时",
    "会议影像3个文件",
    "会场全景.jpgv2",
    "小结纸质稿纸质1份—12-0910:15按时—已盖章收件人组织委员",
    "本回执仅证明材料已收齐，不代表审核通过。",
    computeVerificationCode(await computeLeafHash(body)),
    "https://huizhi.test/verify/2026-18-0003",
    await computeLeafHash(body),
    `${COMMITTEE}2026年12月9日（公章）`,
    "第1页，共1页",
  ];
  for (const text of words) expect(pages[0]).toContain(text);
  for (const seed of [11, 2, 3, 4, 5]) expect(pages[0]).toContain(makeHash(seed).slice(0, 12));
});

test("the same receipt gives the same bytes, whatever was rendered before it", async () => {
  const first = await sha256(await render(makeReceiptBody()));
  const radicals = makeReceiptBody({ branch: { id: "brn_1", code: "JC01", name: "⼀般 Ω µ 支部" } });
  await render(radicals);
  const [again, alongside] = await Promise.all([render(makeReceiptBody()), render(radicals)]);
  expect(await sha256(again)).toBe(first);
  expect(await sha256(alongside)).toBe(await sha256(await render(radicals)));
});

test("number, issuer and issue time are the document's metadata", async () => {
  const { metadata } = readPdf(await render(makeReceiptBody()));
  expect(metadata).toContain("材料接收回执 2026-18-0003 第1版");
  expect(metadata).toContain(COMMITTEE);
  expect(metadata).toContain("2026-12-09T02:15:04Z");
});

test("only the glyphs that are used are embedded, of one face", async () => {
  const bytes = await render(makeReceiptBody());
  expect(readPdf(bytes).embeddedFonts).toBe(1);
  expect(bytes.byteLength).toBeLessThan(MAX_PDF_BYTES);
});

test("a receipt of many files runs over pages with the head on each, and loses no hash", async () => {
  const artifacts = Array.from({ length: 15 }, (_, k) =>
    makeReceiptArtifact(`佐证材料${k}`, {
      files: Array.from({ length: 6 }, (_, i) => makeReceiptFile(k * 10 + i, { name: `附件${k}-${i}.pdf` })),
    }),
  );
  const bytes = await render(makeReceiptBody({ artifacts, requiredCount: 15, version: 3, replaces: 2 }));
  const { pages } = readPdf(bytes);
  expect(pages.length).toBeGreaterThan(1);
  expect(bytes.byteLength).toBeLessThan(MAX_PDF_BYTES);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`第${index + 1}页，共${pages.length}页`);
    if (page.includes("附件")) expect(page).toContain("SHA-256前12位");
  }
  const whole = pages.join("");
  expect(whole).toContain("第3版（替代第2版）已收齐");
  for (const file of artifacts.flatMap((one) => one.files)) {
    expect(whole).toContain(file.name);
    expect(whole).toContain(file.sha256.slice(0, 12));
  }
});

test("names with direction marks, newlines, pictures and 300 characters are printed harmlessly", async () => {
  const names = [
    "\u202egpj.exe",
    "a\r\nb\tc.pdf",
    "👨‍👩‍👧合影🏳️‍🌈.jpg",
    "𠮷野.pdf",
    "长".repeat(300),
    "x".repeat(255),
    "   ",
  ];
  const artifacts = names.map((name, i) =>
    makeReceiptArtifact(`材料${i}`, { files: [makeReceiptFile(i, { name })] }),
  );
  const { pages } = readPdf(await render(makeReceiptBody({ artifacts })));
  const whole = pages.join("");
  expect(whole).not.toContain("\ufffd");
  for (const text of ["gpj.exe", "abc.pdf", "合影", "野.pdf", "长".repeat(300), "x".repeat(255)]) {
    expect(whole).toContain(text);
  }
});
