import type { EntryValue } from "../../schemas/forms/vocabulary";

export const makeProblemRow = (overrides: EntryValue = {}): EntryValue => ({
  aspect: "思想解放",
  problem: "学习不够深入，联系工作实际不够紧密。",
  source: ["自查", "征求意见"],
  cause: "满足于完成规定动作，主动钻研不够。",
  measure: "每周安排两个半天集中学习，每月交流一次体会。",
  class: "立行立改（能即刻解决）",
  responsible: "党员01",
  due: "2026-12-31",
  status: "整改中",
  ...overrides,
});

/** A member's list of one problem, with a commitment made the day after the meeting. */
export const makeProblemList = (overrides: EntryValue = {}): EntryValue => ({
  level: "党员",
  owner_name: { name: "党员01" },
  rows: [makeProblemRow()],
  commitment: "按时完成清单上的整改措施，接受支部和群众监督。",
  signed_on: "2026-12-10",
  published: "支部内",
  published_on: "2026-12-14",
  ...overrides,
});
