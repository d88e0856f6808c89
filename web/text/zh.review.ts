import type { Decision } from "../../schemas/completeness";

/** Words of review, extension and striking out: on the committee's pages and the branch's. */
export const zhReview = {
  verbs: {
    accept: "审核通过",
    return: "退回修改",
    file: "备案",
    waive: "豁免",
    reopen: "撤销上次审核",
  } as Record<Decision, string>,
  told: {
    accept: (at: string, by: string) => `${at} ${by}审核通过`,
    return: (at: string, by: string) => `${at} ${by}退回修改`,
    file: (at: string, by: string) => `${at} ${by}备案`,
    waive: (at: string, by: string) => `${at} ${by}豁免`,
    reopen: (at: string, by: string) => `${at} ${by}撤销了上次审核`,
  } as Record<Decision, (at: string, by: string) => string>,
  reason: (reason: string) => `原因：${reason}`,
  number: (number: string) => `备案号 ${number}`,
  pending: "已审核的仍然有效，支部交来了新的版本，等待复核。",
  decide: "审核",
  returnReason: "退回原因",
  returnHint: "支部会在自己的页面上看到，照着改。",
  waiveReason: "豁免原因",
  waiveHint: "写在回执上。",
  numberLabel: "备案号",
  go: "确定",
  findings: "与其他材料比对",
  ruleOf: (line: string) => `通知：“${line}”`,
  extend: {
    title: "延期",
    what: "只对这一个支部有效，其他支部的截止时间不变。",
    due: "延期至",
    dueHint: "写日期（当天 24:00 前有效）或日期加时间，如 2026-12-21 或 2026-12-21 12:00。",
    reason: "延期原因",
    retroactive: "补批：这个时间已经过去，逾期的记录保留，回执上写“补批延期”",
    go: "准予延期",
    granted: (due: string) => `已延期至 ${due}`,
    grantedAfter: (due: string) => `补批延期至 ${due}`,
  },
  strike: {
    open: "剔除",
    what: "用于链接外泄后他人误传的文件。文件不再计入，内容和记录仍保留，已出具的回执编号不变。",
    reason: "剔除原因",
    go: "剔除这个文件",
  },
  /** On the branch's page. */
  branch: {
    returned: (at: string, reason: string) => `退回原因（${at}）：${reason}`,
    recheck: "原来审核通过的仍然有效；新交的版本等待复核。",
    refusedChange: (at: string, reason: string) =>
      `新交的版本被退回（${at}）：${reason}。原来审核通过的仍然有效。`,
    waived: (reason: string) => `已豁免，不用再交。原因：${reason}`,
    filed: (number: string) => `备案号 ${number}`,
    changeWaits: "新交的版本（待复核）：",
    changeRefused: "被退回的版本：",
    blocked: "已交来，但与其他材料不一致，改好后才算收到：",
    notes: "请核对：",
    extended: (due: string) => `已延期至 ${due}`,
    pendingReceipt: "有更新待复核，回执仍然有效",
    reopenedReceipt: "回执出具后有材料被退回或需要更正，请按下面的提示补齐",
  },
};
