import { expect, test } from "vitest";
import { ASSET_MANIFEST } from "../../worker/assets";
import type { SlipPdfInput } from "../../worker/papers/slip.pdf";
import { readPdf } from "../support/pdf";
import { env } from "../support/worker";

const INPUT: SlipPdfInput = {
  branch: { code: "JC02", name: "霁川区望潮初级中学党支部" },
  notice: { number: "霁教党字〔2026〕18号", title: "关于召开专题组织生活会的通知" },
  committee: "中共霁川区教育局委员会",
  artifacts: [
    {
      title: "专题组织生活会小结纸质稿",
      copies: 1,
      sealed: true,
      deliverTo: "党建办公室 501室",
      dueWords: "12月18日 周五 24:00",
      dueText: "于12月18日前",
    },
    { title: "签到表", copies: null, sealed: false, deliverTo: null, dueWords: null, dueText: null },
  ],
  electronic: { present: 7, required: 7 },
  contact: "组织委员 0000-0000000",
  hours: "工作日 8:30–11:30",
  code: "K7M2-94QD",
  deskUrl: "https://huizhi.test/committee/desk?code=K7M2-94QD",
  printedAt: "2026-12-08T02:00:00.000Z",
  font: async () =>
    (await env.ASSETS.fetch(new URL(ASSET_MANIFEST.font, "https://assets.invalid"))).arrayBuffer(),
};

async function readSlip(overrides: Partial<SlipPdfInput> = {}) {
  const { renderSlipPdf } = await import("../../worker/papers/slip.pdf");
  return readPdf(await renderSlipPdf({ ...INPUT, ...overrides }));
}

test("a slip says that it is no receipt, what to bring, where, until when, and its code", async () => {
  const { pages } = await readSlip();
  expect(pages).toHaveLength(1);
  for (const text of [
    "材料接收单（纸质件）",
    "这不是回执",
    "霁川区望潮初级中学党支部（JC02）",
    "《关于召开专题组织生活会的通知》（霁教党字〔2026〕18号）",
    "专题组织生活会小结纸质稿1份加盖公章党建办公室501室12月18日周五24:00",
    "通知原文：于12月18日前",
    "签到表——见联系方式未定日期",
    "应交7项，已收齐，待收纸质原件",
    "工作日8:30–11:30",
    "组织委员0000-0000000",
    "K7M2-94QD",
    "实收份数",
    "收件人（签名）",
    "打印于2026年12月8日10:00",
  ]) {
    expect(pages[0]).toContain(text);
  }
});

test("a slip printed before everything electronic is in says how much is missing", async () => {
  const { pages } = await readSlip({ electronic: { present: 5, required: 7 } });
  expect(pages[0]).toContain("已收5项，还差2项");
  expect((await readSlip({ electronic: null })).pages[0]).toContain("本次不收电子材料");
});

test("the same slip gives the same bytes", async () => {
  const { renderSlipPdf } = await import("../../worker/papers/slip.pdf");
  expect(await renderSlipPdf(INPUT)).toEqual(await renderSlipPdf(INPUT));
});
