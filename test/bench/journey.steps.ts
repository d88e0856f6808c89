/** What a branch has to do for the demo round, the shortest way the pages offer. */
import type { Locator } from "playwright-core";
import { findForm } from "../../schemas/forms";
import type { FormDefinition } from "../../schemas/forms/vocabulary";
import { zh } from "../../web/text/zh";
import type { DemoBranch } from "../../worker/demo/demo.branches";
import { buildDemoPlan, buildDemoTally, buildDemoText } from "../../worker/demo/demo.entries";
import { arrived, cardOf, handInButton, type Picked, pick, pickerOf } from "../browser/support/branch";
import { fieldOf, rowsOf, startsWith } from "../browser/support/typing";
import { makeDocx, makeJpg } from "../support/files";
import type { Finger } from "./finger";

const { status, form: words } = zh.branch;

const getForm = (id: string): FormDefinition => {
  const form = findForm(id);
  if (form === null || form === undefined) throw new Error(`no form ${id}`);
  return form;
};

/** The controls of an open form by the keys of its fields. */
function readForm({ page }: Finger, form: FormDefinition) {
  const label = (key: string) => startsWith(fieldOf(form, key).label.zh);
  return {
    control: (key: string): Locator => page.getByLabel(label(key)),
    person: (key: string, part: string): Locator =>
      page.getByRole("group", { name: label(key) }).getByLabel(part),
    cell: (key: string, column: string): Locator => {
      const found = fieldOf(form, key).columns?.find((one) => one.key === column);
      return rowsOf(page, fieldOf(form, key))
        .first()
        .getByLabel(startsWith(found?.label.zh ?? column));
    },
  };
}

async function openForm(finger: Finger, key: string): Promise<void> {
  await finger.tap(cardOf(finger.page, key).getByRole("link", { name: status.fill, exact: true }));
  await handInButton(finger.page).waitFor();
}

async function handIn(finger: Finger, key: string): Promise<void> {
  await finger.tap(handInButton(finger.page));
  await arrived(finger.page, key).waitFor();
}

async function handInPlan(finger: Finger, branch: DemoBranch, now: string): Promise<void> {
  const plan = buildDemoPlan(branch, "", now);
  const [step] = plan.prep_steps;
  await openForm(finger, "work_plan");
  const { control, person, cell } = readForm(finger, getForm("work_plan"));
  await finger.pickTime(control("meeting_at"), plan.meeting_at.slice(0, 16));
  await finger.type(control("place"), plan.place);
  await finger.tap(finger.page.getByLabel(plan.mode, { exact: true }));
  await finger.fetch(control("study_items"), plan.study_items.join("\n"));
  await finger.choose(cell("prep_steps", "step"), step?.step ?? "");
  await finger.pickTime(cell("prep_steps", "date"), step?.date ?? "");
  await finger.type(cell("prep_steps", "who"), step?.who ?? "");
  await finger.fetch(control("agenda"), plan.agenda.join("\n"));
  await finger.fetch(control("requirements"), plan.requirements);
  await finger.type(person("responsible", words.name), plan.responsible.name);
  await finger.type(person("filed_by", words.name), plan.filed_by.name);
  await finger.type(person("filed_by", words.phone), plan.filed_by.phone);
  await handIn(finger, "work_plan");
}

/** The counts as they stand on the counting sheet, the rows out of the table that the branch keeps. */
async function handInTally(finger: Finger, branch: DemoBranch, now: string): Promise<void> {
  const tally = buildDemoTally(branch, now);
  await openForm(finger, "appraisal_tally");
  const { control, person, cell } = readForm(finger, getForm("appraisal_tally"));
  for (const key of ["present_voters", "issued", "returned", "valid", "invalid"] as const) {
    if ((await control(key).inputValue()) === "") await finger.type(control(key), String(tally[key]));
  }
  await finger.type(person("teller", words.name), tally.teller.name);
  await finger.type(person("scrutineer", words.name), tally.scrutineer.name);
  const lines = tally.rows.map((row) =>
    [row.name, row.member_type, row.good, row.fair, row.poor, row.abstain].join("\t"),
  );
  await finger.fetch(cell("rows", "name"), lines.join("\n"));
  await handIn(finger, "appraisal_tally");
}

async function file(finger: Finger, key: string, files: readonly Picked[]): Promise<void> {
  const card = cardOf(finger.page, key);
  const instead = card.getByText(status.uploadInstead, { exact: true });
  if ((await instead.count()) > 0) await finger.tap(instead);
  await finger.pick(pickerOf(card), files);
  await arrived(finger.page, key).waitFor();
}

/** Everything but the paper, in the notice's order. */
export async function handInAll(finger: Finger, branch: DemoBranch, now: string): Promise<void> {
  const document = (title: string, chars: number) =>
    pick(`${title}.docx`, makeDocx(`${title}\n${buildDemoText(chars)}`));
  await handInPlan(finger, branch, now);
  await file(finger, "opinion_summary", [document("征求意见汇总", 600)]);
  await file(finger, "meeting_minutes", [document("会议记录", 900)]);
  await file(
    finger,
    "meeting_media",
    ["会场一", "会场二"].map((one) => pick(`${one}.jpg`, makeJpg(one, 60_000))),
  );
  await handInTally(finger, branch, now);
  await file(finger, "summary_text", [document("小结", 1200)]);
}
