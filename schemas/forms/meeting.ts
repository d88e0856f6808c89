import { formatDue, formatInstant } from "../deadline";
import { instantOf, textOf } from "./values";
import { type EntryContext, type EntryValue, hasRule, type Remark } from "./vocabulary";

/** What a plan and the minutes are both held against. */

/** A meeting later than the milestone `meeting_done`; says nothing where the round has none. */
export function remarkLateMeeting(path: string, value: unknown, ctx: EntryContext): Remark[] {
  const at = instantOf(value);
  const due = ctx.round.milestones.find((one) => one.key === "meeting_done")?.due ?? null;
  if (at === null || due === null || Date.parse(at) <= Date.parse(due)) return [];
  return [
    {
      path,
      zh: `会议时间${formatInstant(at, "full")}晚于通知规定的${formatDue(due)}`,
      en: `The meeting on ${formatInstant(at, "full", "en")} is later than the notice allows, ${formatDue(due, "en")}`,
    },
  ];
}

/** Nine digits in a row, or spaced as the meeting apps print them. */
const MEETING_NUMBER = /\d(?:[\s-]?\d){8,}/;
const MEETING_LINK = /:\/\/|www\.|\b[a-z0-9-]+\.(?:com|cn|net|org|us)\b/i;
const MEETING_APP =
  /(?:腾讯|钉钉|飞书|企业微信|网络|视频|线上|网上)会议(?!室)|zoom|voov|tencent ?meeting|dingtalk/i;

/** A link or a meeting number where a place should stand. */
export function remarkOnlinePlace(entry: EntryValue, ctx: EntryContext): Remark[] {
  const place = textOf(entry.place).normalize("NFKC");
  if (![MEETING_NUMBER, MEETING_LINK, MEETING_APP].some((sign) => sign.test(place))) return [];
  const rule = hasRule(ctx, "in_person") ? "：组织生活会应当集中开展，不得在网上进行" : "";
  const ruleEn = hasRule(ctx, "in_person") ? ": the notice wants it in person, not online" : "";
  return [
    {
      path: "place",
      zh: `会议地点应是实际场所，不能填网址或会议号${rule}`,
      en: `The place must be a real one, not a link or a meeting number${ruleEn}`,
    },
  ];
}
