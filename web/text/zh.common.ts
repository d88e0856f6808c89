/** Words every page may need. */
export const zhCommon = {
  product: "回执",
  skip: "跳到正文",
  navigation: "栏目",
  otherLanguage: "English",
  colon: "：",
  separator: "、",
  states: {
    missing: "待交",
    draft: "草稿",
    awaiting_paper: "待收纸质",
    received: "已收到",
    returned: "被退回",
    accepted: "已通过",
    overdue: "已逾期",
  },
  submissionStates: {
    untouched: "未开始",
    partial: "部分已交",
    awaiting_paper: "待收纸质",
    complete: "已收齐",
  },
  secrecy: "涉密不上网，上网不涉密。",
  back: "返回",
  required: "必填",
  optional: "选填",
  mendTitle: (count: number) => `有 ${count} 处需要修改`,
};
