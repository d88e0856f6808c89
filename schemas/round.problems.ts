import type { z } from "zod";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What the fields of a definition are called; lists count their items in words. */
const WORDS: Readonly<Record<string, string>> = {
  kind: "任务类型",
  notice: "通知",
  theme: "主题",
  timezone: "时区",
  submitterLevel: "报送主体",
  milestones: "时间节点",
  phases: "环节",
  topics: "选题",
  artifacts: "材料项",
  profiles: "报送方案",
  rules: "要求",
  contacts: "联系方式",
  cascade: "传达层级",
  gaps: "通知未写明的事项",
  latePolicy: "逾期办法",
  closesAt: "停止接收时间",
  retainUntil: "保存期限",
  selfVote: "本人可评本人",
  grades: "测评等次",
  checkLevels: "核对的宽严",
  collectPrivate: "谈话、批评内容的收集",
  aspects: "查摆方面",
};

const TYPES: Readonly<Record<string, string>> = {
  string: "文字",
  number: "数字",
  int: "整数",
  boolean: "true 或 false",
  array: "列表",
  object: "对象",
  null: "null",
  NaN: "非数字",
};

const typeWord = (name: string) => TYPES[name] ?? name;

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), input);
}

/** The key by which a person finds an item of a list again; contacts and topics have none. */
function nameItem(input: unknown, path: Path): string {
  const item = valueAt(input, path);
  const name = isRecord(item) ? (item.key ?? item.id) : undefined;
  return typeof name === "string" && name !== "" ? ` ${name}` : "";
}

const joinRest = (rest: Path) =>
  rest.map((key) => (typeof key === "number" ? `第${key + 1}项` : String(key))).join(".");

/** "材料项第3项 summary_paper 的 due" from `["artifacts", 2, "due"]`. */
function describePath(path: Path, input: unknown): string {
  const [first, second, ...rest] = path;
  if (first === undefined) return "任务定义";
  const field = String(first);
  const word = WORDS[field] ?? field;
  if (second === undefined) return word === field ? field : `${word} ${field}`;
  if (typeof second !== "number") return `${word}的 ${joinRest([second, ...rest])}`;
  const item = `${word}第${second + 1}项${nameItem(input, [first, second])}`;
  return rest.length === 0 ? item : `${item} 的 ${joinRest(rest)}`;
}

function describeType(issue: Extract<Issue, { code: "invalid_type" }>): string {
  const received = /received (\w+)$/.exec(issue.message)?.[1] ?? "";
  if (received === "undefined") return "没有填写";
  const expected = `应为${typeWord(issue.expected)}`;
  if (issue.expected === "int") return `${expected}，不能带小数`;
  return received === "" ? expected : `${expected}，现在是${typeWord(received)}`;
}

function describeBound(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  const small = issue.code === "too_small";
  const bound = small ? issue.minimum : issue.maximum;
  if (issue.origin === "string" && small && Number(bound) === 1) return "不能为空";
  const limit = small ? "至少" : "最多";
  if (issue.origin === "string") return `${limit}${bound}个字符`;
  if (issue.origin === "array") return `${limit}${bound}项`;
  return small ? `不能小于${bound}` : `不能大于${bound}`;
}

function describeFormat(format: string): string {
  if (format === "datetime") return "不是有效的时间，应写成 2026-12-18T23:59:59+08:00";
  if (format === "date") return "不是有效的日期，应写成 2026-12-18";
  if (format === "regex") return "只能用小写字母、数字和下划线，以字母开头，2至48个字符";
  return "格式不对";
}

function describeChoice(values: readonly unknown[], missing: boolean): string {
  const list = values.map(String).join("、");
  if (missing) return `没有填写，可以是：${list}`;
  return values.length === 1 ? `只能是 ${list}` : `只能是其中之一：${list}`;
}

/** Messages of our own schemas are Chinese with an English echo in brackets; people read the first part. */
const ownMessage = (message: string) => message.replace(/（[ -~]+）$/, "");

function describeIssue(issue: Issue, input: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return describeType(issue);
    case "too_small":
    case "too_big":
      return describeBound(issue);
    case "invalid_format":
      return describeFormat(issue.format);
    case "invalid_value":
      return describeChoice(issue.values, isRecord(input) && valueAt(input, issue.path) === undefined);
    case "unrecognized_keys":
      return `有不认识的字段：${issue.keys.join("、")}`;
    case "custom":
      return ownMessage(issue.message);
    default:
      return "格式不对";
  }
}

/**
 * What is wrong with a round definition, one Chinese sentence per issue, the place in words:
 * "材料项第3项 summary_paper 的 due：不是有效的时间，应写成 …".
 *
 * @param input what was parsed; with it items are named by their key as well as counted
 */
export function describeIssues(error: z.ZodError, input?: unknown): string[] {
  return error.issues.map((issue) => `${describePath(issue.path, input)}：${describeIssue(issue, input)}`);
}
