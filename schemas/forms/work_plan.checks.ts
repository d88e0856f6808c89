import { formatInstant, localDay } from "../deadline";
import { remarkLateMeeting, remarkOnlinePlace } from "./meeting";
import { bareText, dayOf, dayWords, instantOf, intOf, rowsOf, textOf } from "./values";
import { buildCheck, type EntryContext, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

function remarkPastMeeting(entry: EntryValue, ctx: EntryContext): Remark[] {
  const at = instantOf(entry.meeting_at);
  if (at === null || Date.parse(at) > Date.parse(ctx.now)) return [];
  return [
    {
      path: "meeting_at",
      zh: `会议时间${formatInstant(at, "full")}已经过了，工作方案应在会前报送`,
      en: `The meeting time ${formatInstant(at, "full", "en")} has passed; the plan comes before the meeting`,
    },
  ];
}

function remarkLateSteps(entry: EntryValue): Remark[] {
  const at = instantOf(entry.meeting_at);
  const meeting = at === null ? null : localDay(at);
  if (meeting === null) return [];
  return rowsOf(entry.prep_steps).flatMap((row, i) => {
    const day = dayOf(row.date);
    if (day === null || day <= meeting) return [];
    const step = textOf(row.step);
    const [late, held] = [dayWords(day), dayWords(meeting)];
    return [
      {
        path: `prep_steps.${i}.date`,
        zh: `会前准备安排第${i + 1}行：${step}${late.zh}晚于会议时间${held.zh}`,
        en: `Preparation step ${i + 1}: ${late.en} is later than the meeting on ${held.en}`,
      },
    ];
  });
}

function remarkRoster(entry: EntryValue, ctx: EntryContext): Remark[] {
  const expected = intOf(entry.expected_members);
  const { members } = ctx.branch;
  if (expected === null || members === null || expected === members) return [];
  return [
    {
      path: "expected_members",
      zh: `应到党员人数${expected}，花名册为${members}，请核对`,
      en: `${expected} members expected, but the roster has ${members}; please check`,
    },
  ];
}

function remarkTheme(entry: EntryValue, ctx: EntryContext): Remark[] {
  const [typed, asked] = [bareText(entry.theme), bareText(ctx.round.theme)];
  if (typed === "" || asked === "" || typed.includes(asked) || asked.includes(typed)) return [];
  return [
    {
      path: "theme",
      zh: `会议主题与通知的主题“${ctx.round.theme}”不一致，可以收窄，不能更换`,
      en: `The theme differs from the notice's “${ctx.round.theme}”; it may be narrowed, not changed`,
    },
  ];
}

/** The checks of a plan (domain.md §3.3.1) beyond its fields' own limits. */
export const planChecks: readonly FormCheck[] = [
  buildCheck("work_plan.theme_changed", "warn", "003 S", remarkTheme),
  buildCheck(
    "work_plan.meeting_too_late",
    "block",
    "003 必须在9月30日前完成",
    (entry, ctx) => remarkLateMeeting("meeting_at", entry.meeting_at, ctx),
    ["meeting_by"],
  ),
  buildCheck("work_plan.meeting_past", "warn", "003 报审核备案", remarkPastMeeting),
  buildCheck("work_plan.place_online", "block", "000, 001 应当集中开展，不得在网上进行", remarkOnlinePlace, [
    "in_person",
  ]),
  buildCheck("work_plan.expected_differs", "warn", "003 参加人员", remarkRoster),
  buildCheck("work_plan.step_after_meeting", "block", "003 会前准备; P1", remarkLateSteps),
];
