import { z } from "zod";

/**
 * The catalogue of refusals (RFC 9457). A code never changes its meaning; the sentence
 * says what to do next. `{name}` in a sentence is filled from the problem's details.
 */
export const PROBLEMS = {
  "request.invalid": {
    status: 422,
    zh: "提交的内容有误：{reason}",
    en: "The request is not valid: {reason}",
  },
  "request.forbidden_origin": {
    status: 403,
    zh: "请求不是从本站页面发出的，请回到本站页面重试。",
    en: "The request did not come from a page of this site. Open the page here and try again.",
  },
  "request.too_many": {
    status: 429,
    zh: "尝试次数过多，请 {minutes} 分钟后再试。",
    en: "Too many attempts. Try again in {minutes} minutes.",
  },
  "request.too_large": {
    status: 413,
    zh: "提交的内容超过 {limit}，请减少后再试。",
    en: "What was sent is over {limit}. Send less at a time.",
  },
  "request.not_found": { status: 404, zh: "没有这个页面。", en: "There is no such page." },
  "request.method": {
    status: 405,
    zh: "此地址不支持这种请求。",
    en: "This address does not take that method.",
  },
  "request.range": { status: 416, zh: "请求的范围超出文件长度。", en: "The range lies outside the file." },
  "request.conflict": {
    status: 409,
    zh: "有人同时在改这份材料，请重试一次。",
    en: "Someone else is changing this right now. Try once more.",
  },
  "link.unknown": {
    status: 404,
    zh: "链接无法打开。请核对是否复制完整，或联系发出通知的单位重新获取。",
    en: "This link cannot be opened. Check that it was copied whole, or ask the issuing office for a new one.",
  },
  "session.required": {
    status: 401,
    zh: "请先打开支部的报送链接，或重新登录。",
    en: "Open your branch's link first, or sign in again.",
  },
  "staff.wrong_password": {
    status: 401,
    zh: "用户名或密码不对。",
    en: "The user name or the password is wrong.",
  },
  "staff.locked": {
    status: 429,
    zh: "连续多次密码不对，账号已锁定 {minutes} 分钟。",
    en: "Too many wrong passwords: the account is locked for {minutes} minutes.",
  },
  "round.not_found": { status: 404, zh: "没有这个报送任务。", en: "There is no such round." },
  "round.invalid": {
    status: 422,
    zh: "任务定义有误：{reason}",
    en: "The round definition is not valid: {reason}",
  },
  "round.already_published": {
    status: 409,
    zh: "任务已发布，发布后的版本不能修改。",
    en: "The round is published; a published version cannot be changed.",
  },
  "round.not_published": { status: 409, zh: "任务还没有发布。", en: "The round is not published yet." },
  "round.no_branches": {
    status: 422,
    zh: "还没有支部，请先导入花名册再发布。",
    en: "There are no branches yet. Import the roster, then publish.",
  },
  "round.closed": {
    status: 403,
    zh: "本任务已于 {closedAt} 截止，不再接收。如有特殊情况请联系{contact}。",
    en: "The round closed at {closedAt} and takes nothing more. Please contact {contact}.",
  },
  "artifact.past_due": {
    status: 403,
    zh: "“{artifact}”已于 {due} 截止，本任务不接收逾期材料。请联系{contact}。",
    en: "“{artifact}” was due {due} and this round takes no late hand-ins. Please contact {contact}.",
  },
  "artifact.not_found": { status: 404, zh: "本任务没有这项材料。", en: "This round does not ask for that." },
  "artifact.wrong_kind": {
    status: 422,
    zh: "“{artifact}”不能这样交：{reason}",
    en: "“{artifact}” cannot be handed in this way: {reason}",
  },
  "branch.not_found": { status: 404, zh: "没有这个支部。", en: "There is no such branch." },
  "roster.invalid": {
    status: 422,
    zh: "花名册有 {count} 处问题，未导入任何一行。",
    en: "The roster has {count} problems; no row was imported.",
  },
  "file.too_large": {
    status: 413,
    zh: "文件 {size}，超过单个 {limit} 的上限。请压缩或拆分后再传。",
    en: "The file is {size}; the limit is {limit}. Compress or split it.",
  },
  "file.empty": {
    status: 422,
    zh: "文件是空的（0 字节），请重新选择。",
    en: "The file is empty (0 bytes). Choose it again.",
  },
  "file.wrong_type": {
    status: 415,
    zh: "收到的是{got}，这里可以交：{accepts}。",
    en: "This is {got}; accepted here: {accepts}.",
  },
  "file.dangerous": {
    status: 415,
    zh: "不接收{got}，请另存为 PDF 或 Word 文档后再传。",
    en: "{got} is not accepted. Save it as PDF or Word and try again.",
  },
  "file.too_many": {
    status: 422,
    zh: "“{artifact}”最多 {limit} 个文件，请改用替换。",
    en: "“{artifact}” takes at most {limit} files; replace one instead.",
  },
  "file.missing": { status: 422, zh: "没有选择文件。", en: "No file was chosen." },
  "file.broken_off": {
    status: 400,
    zh: "文件没有传完，请再传一次。",
    en: "The file did not arrive whole. Send it again.",
  },
  "file.not_found": { status: 404, zh: "没有这个文件。", en: "There is no such file." },
  "entry.invalid": {
    status: 422,
    zh: "有 {count} 处需要修改，已保存为草稿。",
    en: "{count} things need mending; your draft is saved.",
  },
  "entry.stale": {
    status: 409,
    zh: "这份填报刚被别人改过，您填的内容仍在下面，请核对后再交。",
    en: "Someone else has just changed this entry. What you typed is still below; compare and send again.",
  },
  "paper.invalid": {
    status: 422,
    zh: "纸质件登记有误：{reason}",
    en: "The arrival could not be recorded: {reason}",
  },
  "slip.not_found": {
    status: 404,
    zh: "没有这个接收单编号，请核对。",
    en: "There is no such slip code. Check it.",
  },
  "receipt.not_found": { status: 404, zh: "查无此回执。", en: "There is no such receipt." },
  "bundle.empty": {
    status: 404,
    zh: "该支部还没有交任何材料。",
    en: "This branch has handed in nothing yet.",
  },
  "server.fault": {
    status: 500,
    zh: "系统出错，您已交的材料没有丢失。请稍后再试，编号 {request}。",
    en: "Something failed on our side; nothing handed in is lost. Try again later and quote {request}.",
  },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing to mend, pointing at the field it belongs to. */
export const finding = z.object({
  path: z.string(),
  level: z.enum(["block", "warn", "inform"]),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
});
export type Finding = z.infer<typeof finding>;

/** The body of an `application/problem+json` answer. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  findings: z.array(finding).optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;

export interface Problem {
  code: ProblemCode;
  details: Record<string, string | number>;
  findings: readonly Finding[];
}

/** Builds a refusal; the front door turns it into an answer. */
export function problem(
  code: ProblemCode,
  details: Record<string, string | number> = {},
  findings: readonly Finding[] = [],
): Problem {
  return { code, details, findings };
}

/** The sentence a person reads. Unknown details stay visible as `{name}` so that a test can find them. */
export function problemSentence(one: Problem, lang: "zh" | "en" = "zh"): string {
  return PROBLEMS[one.code][lang].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in one.details ? String(one.details[name]) : whole,
  );
}

export function problemStatus(one: Problem): number {
  return PROBLEMS[one.code].status;
}

export function problemToBody(one: Problem, lang: "zh" | "en" = "zh"): ProblemBody {
  const body: ProblemBody = {
    type: `urn:huizhi:problem:${one.code}`,
    title: problemSentence({ ...one, details: one.details }, "en"),
    status: problemStatus(one),
    code: one.code,
    detail: problemSentence(one, lang),
  };
  return one.findings.length > 0 ? { ...body, findings: [...one.findings] } : body;
}
