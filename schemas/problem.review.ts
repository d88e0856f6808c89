/** Refusals of reviews, extensions and questions to the committee; part of the catalogue. */
export const REVIEW_PROBLEMS = {
  "ask.no_text": {
    status: 422,
    zh: "请写明原因或要说的事。",
    en: "Write the reason, or what you want to say.",
  },
  "ask.too_long": {
    status: 422,
    zh: "写了 {chars} 字，最多 {limit} 字，请删减后再发。",
    en: "This is {chars} characters long; shorten it to {limit} and send it again.",
  },
  "ask.no_due": {
    status: 422,
    zh: "请写希望延到哪一天，如 2026-12-21。",
    en: "Say until which day, such as 2026-12-21.",
  },
  "ask.too_many": {
    status: 429,
    zh: "还有多件没有答复，请等答复后再发，或直接联系发出通知的单位。",
    en: "Several of your questions still wait. Wait for an answer, or call the office.",
  },
  "ask.not_found": { status: 404, zh: "没有这件申请。", en: "There is no such question." },
  "ask.answered": { status: 409, zh: "这件已经答复过了。", en: "This was answered already." },
  "review.nothing": {
    status: 422,
    zh: "这一项还没有材料，不能审核。可以豁免，或等支部交来。",
    en: "Nothing is in for this artifact yet. Waive it, or wait until the branch hands it in.",
  },
  "review.no_reason": {
    status: 422,
    zh: "请写明原因，支部会在自己的页面上看到。",
    en: "Give a reason; the branch sees it on its page.",
  },
  "review.no_number": { status: 422, zh: "请填写备案号。", en: "Give the number it is filed under." },
  "review.present": {
    status: 422,
    zh: "这一项已经收到，不需要豁免。",
    en: "This artifact is in already; there is nothing to waive.",
  },
  "review.blocked": {
    status: 422,
    zh: "这一项与其他材料不一致，请先退回修改，或写明原因予以豁免。",
    en: "This artifact does not agree with the others. Return it first, or waive it with a reason.",
  },
  "review.already": {
    status: 409,
    zh: "已经是这个结果，没有改动。",
    en: "That is how it stands already; nothing was changed.",
  },
  "review.changed": {
    status: 409,
    zh: "支部刚刚交来了新的材料，请看过再审核。",
    en: "The branch has just handed in something newer. Look at it before you decide.",
  },
  "extension.no_reason": {
    status: 422,
    zh: "请写明延期原因。",
    en: "Give the reason for the extension.",
  },
  "extension.not_later": {
    status: 422,
    zh: "延期时间应晚于原截止时间 {due}。",
    en: "The new deadline must be later than the present one, {due}.",
  },
  "extension.past": {
    status: 422,
    zh: "延期时间已经过去。确需补批的，请勾选“补批”。",
    en: "That time has passed. To grant it afterwards, tick “granted afterwards”.",
  },
  "strike.no_reason": {
    status: 422,
    zh: "请写明剔除原因。",
    en: "Give the reason for striking it out.",
  },
} as const;
