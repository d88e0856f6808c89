import { notice, type RoundDefinition } from "../../schemas/round";
import { DEMO_COMMITTEE } from "./demo.branches";

/** The days a demo notice names, in words: "12月4日", with the year when it is not the year of issue. */
interface DemoDays {
  plan: string;
  meeting: string;
  summary: string;
}

/** "12月4日", or "2027年1月4日" when the year is not `yearOfIssue`. */
export function sayDay(day: string, yearOfIssue?: number): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year === yearOfIssue ? "" : `${year}年`}${month}月${date}日`;
}

export const DEMO_THEME = "牢记育人初心，勇于担当作为";
const DEMO_TITLE = `关于召开“${DEMO_THEME}”专题组织生活会和开展民主评议党员的通知`;

function buildText(number: string, issuedOn: string, days: DemoDays): string {
  return [
    DEMO_COMMITTEE.name.zh,
    number,
    DEMO_TITLE,
    "委属各党（总）支部：",
    "为推动党内组织生活严起来、实起来，局党委决定，在委属各党支部召开一次专题组织生活会，并开展民主评议党员。现将有关事项通知如下：",
    `一、认真做好会前准备。各支部要研究制定工作方案，明确会议主题、时间、方式、参加人员及相关要求，并于${days.plan}前报局党委审核备案。要组织党员集中学习，没有组织集中学习的，不得召开组织生活会。班子成员之间、党员之间会前要普遍开展一次谈心谈话。要广泛征求党员群众意见，形成征求意见汇总。`,
    `二、严肃开好组织生活会。专题组织生活会要在${days.meeting}前完成，应当集中开展，不得在网上进行。全体党员必须全员参加，确有困难的须经支部书记同意，并在会议记录中写明原因。支部书记要带头开展批评和自我批评。会议要有详细记录，留存会议影像不少于2张。`,
    "三、客观评议党员。会后要现场开展民主评议，按照“好”、“一般”、“差”三个等次进行无记名投票测评，确保民主评议党员全覆盖，结果及时向党员本人反馈，并在一定范围内公示。",
    `四、按时报送材料。请于${days.summary}前报送征求意见汇总、会议记录、会议影像、民主评议党员测评汇总表和小结电子稿。小结要内容详实，突出好经验好做法，字数不少于1000字，并将小结纸质稿（加盖公章，一式1份）送交党建办公室501室。`,
    "联系电话：0000000，工作日9:00–17:00。",
    DEMO_COMMITTEE.name.zh,
    issuedOn,
  ].join("\n");
}

/** A fictional notice in the official style that asks for exactly the artifacts of the demo round. */
export function buildDemoNotice(today: string, days: DemoDays): RoundDefinition["notice"] {
  const number = `霁教党字〔${today.slice(0, 4)}〕18号`;
  return notice.parse({
    title: DEMO_TITLE,
    number,
    issuer: DEMO_COMMITTEE.name.zh,
    issuedOn: today,
    audience: "委属各党（总）支部",
    text: buildText(number, sayDay(today), days),
  });
}

type Rules = RoundDefinition["rules"];
type RuleLine = [
  id: string,
  kind: string,
  enforce: Rules[number]["enforce"],
  en: string,
  appliesTo: string[],
];

const LINES: readonly (readonly [source: string, ...rule: RuleLine])[] = [
  [
    "没有组织集中学习的，不得召开组织生活会",
    "study_first",
    "precondition",
    "block",
    "No meeting without collective study first",
    ["meeting_minutes"],
  ],
  [
    "应当集中开展，不得在网上进行",
    "in_person",
    "mode",
    "block",
    "Held together in person; not online",
    ["work_plan", "meeting_minutes"],
  ],
  [
    "确有困难的须经支部书记同意，并在会议记录中写明原因",
    "absence",
    "attendance",
    "block",
    "An absence needs the secretary's consent; the reason stands in the minutes",
    ["meeting_minutes"],
  ],
  [
    "班子成员之间、党员之间会前要普遍开展一次谈心谈话",
    "talk_once",
    "coverage",
    "warn",
    "Before the meeting: one general round of talks",
    ["meeting_minutes"],
  ],
  [
    "支部书记要带头开展批评和自我批评",
    "secretary_first",
    "role",
    "warn",
    "The secretary goes first in criticism and self-criticism",
    ["meeting_minutes"],
  ],
  [
    "按照“好”、“一般”、“差”三个等次进行无记名投票测评",
    "secret_ballot",
    "secrecy",
    "block",
    "Secret ballot, three grades",
    ["appraisal_tally"],
  ],
  [
    "会后要现场开展民主评议",
    "on_the_spot",
    "order",
    "warn",
    "Appraisal on the spot right after the meeting",
    ["appraisal_tally"],
  ],
  [
    "确保民主评议党员全覆盖",
    "all_appraised",
    "coverage",
    "block",
    "Every member is appraised",
    ["appraisal_tally"],
  ],
  [
    "结果及时向党员本人反馈，并在一定范围内公示",
    "feedback_publish",
    "publication",
    "warn",
    "Result fed back to the member and published within a scope",
    ["appraisal_tally"],
  ],
  [
    "字数不少于1000字",
    "summary_length",
    "length",
    "block",
    "Summary of at least 1000 characters",
    ["summary_text", "summary_paper"],
  ],
];

/** The rules of notices 000 and 003 together, worded as the demo notice words them. */
export const DEMO_RULES: Rules = LINES.map(([source, id, kind, enforce, en, appliesTo]) => ({
  id,
  kind,
  enforce,
  text: { zh: source, en },
  appliesTo,
  source,
  inferred: false,
}));
