import type { z } from "zod";
import { DEFAULT_DOCUMENT_TYPES } from "../../schemas/artifact";
import { dayEnd } from "../../schemas/deadline";
import { type RoundDefinition, roundDefinition } from "../../schemas/round";
import { DEMO_COMMITTEE } from "./demo.branches";
import { buildDemoNotice, DEMO_RULES, DEMO_THEME, sayDay } from "./demo.notice";

type ArtifactInput = z.input<typeof roundDefinition>["artifacts"][number];

/** A due instant with the words the notice has for it. */
interface DemoDue {
  due: string;
  dueText: string;
}

const PLAN_DAYS = 7;
const MEETING_DAYS = 14;
const SUMMARY_DAYS = 21;
const DAY_MS = 86_400_000;

const addDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

function buildPreparation(plan: DemoDue, materials: DemoDue): ArtifactInput[] {
  return [
    {
      key: "work_plan",
      title: { zh: "专题组织生活会工作方案", en: "Work plan for the meeting" },
      kind: "form",
      obligation: "hand_in",
      required: true,
      ...plan,
      form: "work_plan",
      needsReview: true,
      phase: "plan",
      source: "研究制定工作方案，明确会议主题、时间、方式、参加人员及相关要求",
    },
    {
      key: "opinion_summary",
      title: { zh: "征求意见汇总", en: "Summary of opinions gathered" },
      kind: "form",
      obligation: "hand_in",
      required: true,
      ...materials,
      form: "opinion_summary",
      accepts: [...DEFAULT_DOCUMENT_TYPES],
      phase: "opinions",
      source: "要广泛征求党员群众意见，形成征求意见汇总",
      inferredFields: ["accepts"],
    },
  ];
}

function buildMeeting(materials: DemoDue): ArtifactInput[] {
  return [
    {
      key: "meeting_minutes",
      title: { zh: "专题组织生活会会议记录", en: "Meeting minutes with attendance" },
      kind: "form",
      obligation: "hand_in",
      required: true,
      ...materials,
      form: "meeting_minutes",
      accepts: [...DEFAULT_DOCUMENT_TYPES],
      dependsOn: ["work_plan", "opinion_summary"],
      phase: "meeting",
      source: "会议要有详细记录",
      inferredFields: ["accepts"],
    },
    {
      key: "meeting_media",
      title: { zh: "会议影像", en: "Photos of the meeting" },
      kind: "file",
      obligation: "hand_in",
      required: true,
      ...materials,
      accepts: ["jpg", "png", "heic"],
      minFiles: 2,
      phase: "meeting",
      source: "留存会议影像不少于2张",
      inferredFields: ["accepts"],
    },
    {
      key: "appraisal_tally",
      title: { zh: "民主评议党员测评汇总表", en: "Appraisal tally table" },
      kind: "form",
      obligation: "hand_in",
      required: true,
      ...materials,
      form: "appraisal_tally",
      dependsOn: ["meeting_minutes"],
      phase: "appraisal",
      source: "民主评议党员测评汇总表",
    },
  ];
}

function buildSummary(materials: DemoDue): ArtifactInput[] {
  return [
    {
      key: "summary_text",
      title: { zh: "小结电子稿", en: "Summary, electronic text" },
      kind: "form",
      obligation: "hand_in",
      required: true,
      ...materials,
      form: "activity_summary",
      accepts: ["docx", "doc", "wps", "pdf"],
      minChars: 1000,
      dependsOn: ["meeting_minutes"],
      phase: "summary",
      source: "小结电子稿",
      inferredFields: ["accepts"],
    },
    {
      key: "summary_paper",
      title: { zh: "小结纸质稿（加盖公章）", en: "Summary, paper original with official seal" },
      kind: "paper",
      obligation: "hand_in",
      required: true,
      ...materials,
      accepts: ["pdf", "jpg", "png"],
      minChars: 1000,
      sealed: true,
      copies: 1,
      deliverTo: DEMO_COMMITTEE.office,
      dependsOn: ["summary_text"],
      phase: "summary",
      source: "将小结纸质稿（加盖公章，一式1份）送交党建办公室501室",
      inferredFields: ["accepts"],
    },
  ];
}

/** The day a meeting must be held by is no hand-in, so it stands here and not among the artifacts. */
function buildMilestones(plan: DemoDue, meeting: DemoDue, materials: DemoDue) {
  return [
    { key: "plan_filed", title: { zh: "工作方案报审备案", en: "Work plan filed for review" }, ...plan },
    { key: "meeting_done", title: { zh: "专题组织生活会完成", en: "Meeting held" }, ...meeting },
    { key: "materials_in", title: { zh: "材料报送", en: "Materials delivered" }, ...materials },
  ];
}

const CONTACT = {
  name: "联系人",
  phone: "0000000",
  office: DEMO_COMMITTEE.office,
  hours: "工作日 9:00–17:00",
};

/**
 * The round a fresh installation starts with: a fictional notice with the rules of notices
 * 000 and 003 together, issued today, plan due in 7 days, meeting in 14, the rest in 21.
 *
 * @param today the day in Asia/Shanghai, `YYYY-MM-DD`
 */
export function buildDemoRound(today: string): RoundDefinition {
  const say = (days: number) => sayDay(addDays(today, days), Number(today.slice(0, 4)));
  const dueIn = (days: number) => ({ due: dayEnd(addDays(today, days)), dueText: `${say(days)}前` });
  const [plan, meeting, materials] = [dueIn(PLAN_DAYS), dueIn(MEETING_DAYS), dueIn(SUMMARY_DAYS)];
  const artifacts = [
    ...buildPreparation(plan, materials),
    ...buildMeeting(materials),
    ...buildSummary(materials),
  ];
  const keys = artifacts.map((one) => one.key);
  return roundDefinition.parse({
    kind: "meeting_appraisal_collection",
    notice: buildDemoNotice(today, {
      plan: say(PLAN_DAYS),
      meeting: say(MEETING_DAYS),
      summary: say(SUMMARY_DAYS),
    }),
    theme: DEMO_THEME,
    milestones: buildMilestones(plan, meeting, materials),
    phases: ["会前准备", "召开组织生活会", "民主评议党员", "材料报送"],
    artifacts,
    // To the end of the year after: long enough for the year's inspection to ask for it.
    retainUntil: `${Number(today.slice(0, 4)) + 1}-12-31`,
    profiles: { literal: keys, onlineFull: keys, onlineFullInferred: false },
    rules: DEMO_RULES,
    contacts: [CONTACT],
    cascade: [`${DEMO_COMMITTEE.name.zh} → 委属各党（总）支部`],
  });
}
