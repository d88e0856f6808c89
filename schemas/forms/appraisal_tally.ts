import { countChecks } from "./appraisal_tally.checks";
import { buildColumns, buildCountField, fitGrades, GRADE_LABELS } from "./appraisal_tally.columns";
import { buildReadyRows, presetVoters } from "./appraisal_tally.presets";
import { computeTallyFigures } from "./appraisal_tally.rows";
import { settingChecks } from "./appraisal_tally.setting";
import { findMeetingDay } from "./values";
import type { FormDefinition, FormField } from "./vocabulary";

const ballotFields: readonly FormField[] = [
  {
    key: "meeting_on",
    kind: "date",
    label: { zh: "测评时间", en: "Date" },
    required: true,
    hint: { zh: "会后现场测评，与会议同一天", en: "On the spot, on the day of the meeting" },
    preset: (ctx) => findMeetingDay(ctx, "appraisal_tally")?.day,
    notices: ["003"],
    basis: "S",
  },
  {
    ...buildCountField("total_members", { zh: "党员总数", en: "Members" }, "S(全覆盖)"),
    min: 1,
    preset: (ctx) => ctx.branch.members,
  },
  {
    ...buildCountField("present_voters", { zh: "到会参加测评人数", en: "Voters present" }, "P14"),
    preset: presetVoters,
  },
  { ...buildCountField("issued", { zh: "发出票数", en: "Ballots issued" }, "P14"), preset: presetVoters },
  buildCountField("returned", { zh: "收回票数", en: "Ballots returned" }, "P14"),
  buildCountField("valid", { zh: "有效票数", en: "Valid" }, "P14"),
  buildCountField("invalid", { zh: "无效票数", en: "Invalid" }, "P14"),
  {
    key: "teller",
    kind: "person",
    label: { zh: "计票人", en: "Teller" },
    required: true,
    notices: [],
    basis: "P14",
  },
  {
    key: "scrutineer",
    kind: "person",
    label: { zh: "监票人", en: "Scrutineer" },
    required: true,
    hint: { zh: "与计票人不是同一人", en: "Not the teller" },
    notices: [],
    basis: "P14",
  },
  {
    // Set by the round and shown, so that no branch is asked for it.
    key: "self_vote",
    kind: "auto",
    label: { zh: "本人可评本人", en: "Self-vote allowed" },
    required: true,
    notices: [],
    basis: "P12",
  },
];

const resultFields: readonly FormField[] = [
  {
    key: "rows",
    kind: "rows",
    label: { zh: "测评结果", en: "Results" },
    required: true,
    hint: {
      zh: "每名党员一行；合计、得票率自动计算",
      en: "A row for every member; totals and rates are computed",
    },
    columns: buildColumns(["good", "fair", "poor"], GRADE_LABELS),
    preset: buildReadyRows,
    notices: ["003"],
    basis: "S",
  },
  {
    key: "totals",
    kind: "auto",
    label: { zh: "合计", en: "Column totals" },
    required: false,
    notices: [],
    basis: "P14",
  },
  {
    key: "not_appraised",
    kind: "rows",
    label: { zh: "未测评党员", en: "Not appraised" },
    required: false,
    hint: { zh: "没有测评的党员逐人写明原因", en: "Each member not appraised, with the reason" },
    columns: [
      {
        key: "name",
        kind: "text",
        label: { zh: "姓名", en: "Name" },
        required: true,
        max: 50,
        notices: ["003"],
        basis: "S",
      },
      {
        key: "reason",
        kind: "text",
        label: { zh: "原因", en: "Reason" },
        required: true,
        min: 2,
        notices: ["003"],
        basis: "S(全覆盖)",
      },
    ],
    notices: ["003"],
    basis: "S(全覆盖)",
  },
  {
    key: "published_scope",
    kind: "text",
    label: { zh: "公示范围", en: "Published in" },
    required: false,
    max: 100,
    notices: ["003"],
    basis: "S",
  },
  {
    key: "published_on",
    kind: "date",
    label: { zh: "公示日期", en: "Published on" },
    required: false,
    notices: ["003"],
    basis: "S",
  },
];

/**
 * 民主评议党员测评汇总表 (domain.md §3.3.9): totals of a secret vote, never a ballot.
 * Attachment 2 of notice 003 is missing, so the columns follow the ballot and practice.
 */
export const appraisalTally: FormDefinition = {
  id: "appraisal_tally",
  title: { zh: "民主评议党员测评汇总表", en: "Appraisal tally" },
  note: {
    zh: "只填汇总数，不收个人选票；数字对不上时不会自动改动。",
    en: "Totals only, never a single ballot; numbers that do not agree are never changed for you.",
  },
  fields: [...ballotFields, ...resultFields],
  checks: [...countChecks, ...settingChecks],
  figures: computeTallyFigures,
  fit: fitGrades,
};
