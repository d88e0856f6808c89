import type { Bilingual } from "../../schemas/artifact";
import { type RoundDefinition, roundDefinition } from "../../schemas/round";
import notice000 from "./templates/notice-000.json";
import notice001 from "./templates/notice-001.json";
import notice002 from "./templates/notice-002.json";
import notice003 from "./templates/notice-003.json";
import notice004 from "./templates/notice-004.json";

/** A round a committee can start from: one notice, read once, with both profiles. */
export interface RoundTemplate {
  id: string;
  title: Bilingual;
  /** Shared by every caller: build a new object from it, never write into it. */
  readonly definition: RoundDefinition;
}

/** Parsed on first use: five schemas at module start would be paid by every isolate. */
function template(id: string, title: Bilingual, source: unknown): RoundTemplate {
  let parsed: RoundDefinition | null = null;
  return {
    id,
    title,
    get definition() {
      parsed ??= roundDefinition.parse(source);
      return parsed;
    },
  };
}

/** The five notices as rounds, in the order a committee is offered them. */
export const ROUND_TEMPLATES: readonly RoundTemplate[] = [
  template(
    "notice-000",
    {
      zh: "专题组织生活会 · 支部报小结（坛教党字〔2018〕10号）",
      en: "Themed meeting: branches hand in a stamped summary (坛教党字〔2018〕10号)",
    },
    notice000,
  ),
  template(
    "notice-001",
    {
      zh: "专题组织生活会 · 各地各单位报情况（苏组通〔2018〕47号）",
      en: "Themed meeting: localities report how it went (苏组通〔2018〕47号)",
    },
    notice001,
  ),
  template(
    "notice-002",
    {
      zh: "解放思想大讨论 · 清单（宁委机发〔2018〕28号）",
      en: "Discussion campaign: a checklist (宁委机发〔2018〕28号)",
    },
    notice002,
  ),
  template(
    "notice-003",
    {
      zh: "专题组织生活会和民主评议党员 · 单位报方案、总结和汇总表（咸直工通〔2015〕14号）",
      en: "Themed meeting and appraisal: units hand in plan, summary and tally (咸直工通〔2015〕14号)",
    },
    notice003,
  ),
  template(
    "notice-004",
    {
      zh: "年度党建工作要点 · 清单（常经社委〔2024〕4号）",
      en: "Yearly work plan: a checklist (常经社委〔2024〕4号)",
    },
    notice004,
  ),
];

export function findTemplate(id: string): RoundTemplate | null {
  return ROUND_TEMPLATES.find((one) => one.id === id) ?? null;
}
