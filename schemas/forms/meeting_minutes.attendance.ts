import type { Bilingual } from "../artifact";
import { elsewhereFields } from "./attendance";
import { REASONS } from "./meeting_minutes.rows";
import type { FormField } from "./vocabulary";

const count = (key: string, label: Bilingual, more: Partial<FormField> = {}): FormField => ({
  key,
  kind: "int",
  label,
  required: true,
  min: 0,
  max: 999,
  notices: [],
  basis: "P8",
  ...more,
});

const memberName: FormField = {
  key: "name",
  kind: "text",
  label: { zh: "姓名", en: "Name" },
  required: true,
  max: 50,
  notices: ["000"],
  basis: "S",
};

const floatingColumns: readonly FormField[] = [{ ...memberName, notices: ["001"] }, ...elsewhereFields];

const absentColumns: readonly FormField[] = [
  memberName,
  {
    key: "reason",
    kind: "enum",
    label: { zh: "原因", en: "Reason" },
    required: true,
    options: REASONS,
    notices: [],
    basis: "P3",
  },
  {
    key: "reason_note",
    kind: "text",
    label: { zh: "其他原因说明", en: "Other reason" },
    required: false,
    notices: [],
    basis: "P3",
  },
  {
    key: "consented_by",
    kind: "text",
    label: { zh: "同意人（书记）", en: "Consented by" },
    required: true,
    max: 50,
    // Whether the row may do without is the absence rule's to say, in the notice's own words.
    waived: () => true,
    notices: ["000"],
    basis: "S",
  },
  {
    key: "consented_on",
    kind: "date",
    label: { zh: "同意日期", en: "Consented on" },
    required: true,
    waived: () => true,
    notices: ["000"],
    basis: "S",
  },
  {
    // Set by the absence filing, never typed here.
    key: "filed_on",
    kind: "auto",
    label: { zh: "报党委备案", en: "Filed with the committee" },
    required: false,
    notices: ["000"],
    basis: "S",
  },
  {
    key: "written_statement",
    kind: "bool",
    label: { zh: "已交书面发言", en: "Written statement" },
    required: false,
    notices: [],
    basis: "P1",
  },
  {
    key: "makeup_on",
    kind: "date",
    label: { zh: "补会/传达日期", en: "Briefed on" },
    required: false,
    notices: [],
    basis: "P4",
  },
];

/** Columns of `absent` that only a round with the rule `absence` asks. */
export const CONSENT_COLUMNS: ReadonlySet<string> = new Set(["consented_by", "consented_on", "filed_on"]);

const observerColumns: readonly FormField[] = [
  { ...memberName, notices: [], basis: "P3" },
  {
    key: "unit",
    kind: "text",
    label: { zh: "单位", en: "Unit" },
    required: false,
    max: 100,
    notices: [],
    basis: "P3",
  },
  {
    key: "post",
    kind: "text",
    label: { zh: "职务", en: "Post" },
    required: false,
    max: 50,
    notices: [],
    basis: "P3",
  },
];

/** Numbers are typed and never computed, so that a wrong count shows; the roster's stand there ready. */
export const attendanceFields: readonly FormField[] = [
  count("total_members", { zh: "党员总数", en: "Members" }, { min: 1 }),
  count("total_full", { zh: "其中正式党员（总数）", en: "of which full members" }),
  count(
    "floating_elsewhere",
    { zh: "流入地参加人数", en: "Floating, attended elsewhere" },
    {
      required: false,
      notices: ["001"],
      basis: "S",
    },
  ),
  {
    key: "floating",
    kind: "rows",
    label: { zh: "流入地参加人员", en: "Attended elsewhere" },
    required: false,
    columns: floatingColumns,
    notices: ["001"],
    basis: "S",
  },
  count(
    "not_counted",
    { zh: "不计入应到人数", en: "Not counted as expected" },
    { required: false, basis: "P4" },
  ),
  {
    key: "not_counted_reason",
    kind: "text",
    label: { zh: "不计入应到的原因", en: "Why they are not counted" },
    required: false,
    notices: [],
    basis: "P4",
  },
  count("should_attend", { zh: "应到人数", en: "Should attend" }),
  count("attended", { zh: "实到人数", en: "Attended" }),
  count("attended_full", { zh: "其中正式党员（实到）", en: "of which full members attended" }),
  {
    key: "absent",
    kind: "rows",
    label: { zh: "缺席人员", en: "Absent" },
    required: false,
    columns: absentColumns,
    notices: ["000"],
    basis: "S",
  },
  {
    key: "observers",
    kind: "rows",
    label: { zh: "列席人员", en: "Observers" },
    required: false,
    columns: observerColumns,
    notices: [],
    basis: "P3",
  },
];
