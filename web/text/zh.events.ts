/** Lines of the audit log, in words. */
export const zhEvents: Record<string, string> = {
  "link.rotated": "换新链接",
  "entry.draft_begun": "开始填报",
  "paper.recorded": "登记纸质件",
  "receipt.issued": "出具回执",
  "file.stored": "收到文件",
  "file.replaced": "替换文件",
  "entry.handed_in": "交来填报",
  "review.accepted": "审核通过",
  "review.returned": "退回修改",
  "review.filed": "备案",
  "review.waived": "豁免",
  "review.reopened": "撤销审核",
  "extension.granted": "准予延期",
  "file.struck": "剔除文件",
  "request.made": "支部申请或留言",
  "request.answered": "答复支部",
};
