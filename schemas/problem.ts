import { z } from "zod";
import { PROBLEMS } from "./problem.catalogue";

export { PROBLEMS } from "./problem.catalogue";

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing to mend, pointing at the field it belongs to. */
export const finding = z.object({
  path: z.string(),
  level: z.enum(["block", "warn", "inform"]),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  /** The rule of the round it enforces, and the notice's own line for it. */
  rule: z.string().optional(),
  line: z.string().nullable().optional(),
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

/** What an artifact is called in the sentences of both languages. */
export const nameIn = ({ zh, en }: { zh: string; en: string }) => ({ artifact: zh, artifactEn: en });

/** The sentence a person reads; of a detail that has an English one (`dueEn` beside `due`) the fitting. Unknown details stay visible as `{name}` so that a test can find them. */
export function problemSentence(one: Problem, lang: "zh" | "en" = "zh"): string {
  return PROBLEMS[one.code][lang].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const said = (lang === "en" ? one.details[`${name}En`] : undefined) ?? one.details[name];
    return said === undefined ? whole : String(said);
  });
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
