import { formatLocalInput } from "../../schemas/deadline";
import type { DemoBranch } from "./demo.branches";

/** `YYYY-MM-DD` of an instant plus days, in the round's zone. */
export function dayAfter(instant: string, days: number): string {
  return formatLocalInput(new Date(Date.parse(instant) + days * 86_400_000).toISOString()).slice(0, 10);
}

const memberName = (n: number) => `党员${String(n).padStart(2, "0")}`;

/** A work plan for a meeting ten days after `now`. */
export function buildDemoPlan(branch: DemoBranch, theme: string, now: string) {
  return {
    theme,
    meeting_at: `${dayAfter(now, 10)}T14:00:00+08:00`,
    place: "学校党员活动室",
    mode: "党员大会",
    expected_members: branch.members,
    observers: [],
    study_items: ["上级关于开好专题组织生活会的文件", "党章和党内有关规定"],
    prep_steps: [
      { step: "学习", date: dayAfter(now, 2), who: "组织委员" },
      { step: "征求意见", date: dayAfter(now, 5), who: "组织委员" },
      { step: "谈心谈话", date: dayAfter(now, 7), who: "书记" },
    ],
    agenda: ["书记代表班子说明征求意见和查摆问题情况", "批评和自我批评", "研究整改措施"],
    requirements: "全体党员准时到会，佩戴党员徽章，提前准备发言提纲。",
    responsible: { name: "书记", post: "党支部书记" },
    filed_by: { name: "组织委员", phone: "0000-1234567" },
  };
}

/** Every member rated by everybody present but himself; nothing left over. */
export function buildDemoTally(branch: DemoBranch, now: string) {
  const voters = branch.members;
  const rows = Array.from({ length: branch.members }, (_, i) => {
    const fair = i % 5 === 0 ? 2 : 1;
    const isFull = i < branch.full;
    return {
      name: memberName(i + 1),
      member_type: isFull ? "正式党员" : "预备党员",
      good: voters - 1 - fair,
      fair,
      poor: 0,
      abstain: 0,
      present: true,
    };
  });
  return {
    meeting_on: dayAfter(now, 10),
    total_members: branch.members,
    present_voters: voters,
    issued: voters,
    returned: voters,
    valid: voters,
    invalid: 0,
    teller: { name: memberName(1) },
    scrutineer: { name: memberName(2) },
    rows,
    published_scope: "支部范围内",
  };
}

const SENTENCES = [
  "会前，支部组织全体党员集中学习，采取领学宣讲、党课辅导和交流讨论相结合的方式，做到学深悟透。",
  "支部班子成员之间、党员之间普遍开展了一次谈心谈话，书记带头谈、带头听取意见。",
  "通过个别谈话、集体座谈和发放征求意见表，广泛听取党员群众和服务对象的意见建议。",
  "会上，书记代表支部班子说明征求意见和查摆问题情况，班子成员和党员逐一开展批评和自我批评。",
  "大家实事求是、坦诚相见，既肯定成绩，也点出问题，达到了团结—批评—团结的目的。",
];

/** Text of about `chars` characters by counting rule C1, made of whole sentences. */
export function buildDemoText(chars: number): string {
  let text = "";
  for (let i = 0; [...text].length < chars; i++) text += SENTENCES[i % SENTENCES.length];
  return text;
}

/** A summary whose body has about `chars` characters. */
export function buildDemoSummary(now: string, chars: number) {
  const part = Math.ceil(chars / 5);
  return {
    title: "专题组织生活会小结",
    prep: buildDemoText(part),
    meeting: buildDemoText(part),
    problems: buildDemoText(part),
    rectify: buildDemoText(part),
    good_practice: buildDemoText(part),
    secretary: { name: "书记" },
    signed_on: dayAfter(now, 11),
  };
}
