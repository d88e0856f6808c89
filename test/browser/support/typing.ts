/** Types an entry into the page of a form the way a person does: by the labels. */
import type { Locator, Page } from "playwright-core";
import type { EntryValue, FormDefinition, FormField } from "../../../schemas/forms/vocabulary";
import { zhBranch } from "../../../web/text/zh.branch";

const t = zhBranch.form;

/** A label that begins with these words; marks such as （选填） follow them. */
export const startsWith = (words: string) =>
  new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);

const groupOf = (page: Page, field: FormField): Locator =>
  page.getByRole("group", { name: startsWith(field.label.zh) });

async function typePerson(group: Locator, person: EntryValue): Promise<void> {
  const words = { name: t.name, post: t.post, phone: t.phone };
  for (const [part, value] of Object.entries(person)) {
    await group.getByLabel(words[part as keyof typeof words]).fill(String(value));
  }
}

/** One value into one control: a line, a date, a choice of a list, a box. */
async function typeControl(control: Locator, field: FormField, value: unknown): Promise<void> {
  if (field.kind === "bool") await control.setChecked(value === true);
  else if (field.kind === "enum") await control.selectOption(String(value));
  else await control.fill(Array.isArray(value) ? value.join("\n") : String(value));
}

/** Rows of `field` that hold controls; the head and the notes under a row are none. */
export const rowsOf = (page: Page, field: FormField): Locator =>
  groupOf(page, field)
    .getByRole("row")
    .filter({ has: page.getByRole("button", { name: t.deleteRow }) });

/** Adds rows by 增加一行 until there are enough, and types into them. */
async function typeRows(page: Page, field: FormField, rows: readonly EntryValue[]): Promise<void> {
  for (const [index, row] of rows.entries()) {
    const shown = rowsOf(page, field).nth(index);
    if ((await rowsOf(page, field).count()) <= index) {
      await groupOf(page, field).getByRole("button", { name: t.addRow }).click();
      await shown.waitFor();
    }
    for (const column of field.columns ?? []) {
      if (row[column.key] === undefined) continue;
      await typeControl(shown.getByLabel(startsWith(column.label.zh)), column, row[column.key]);
    }
  }
}

async function typeField(page: Page, field: FormField, value: unknown): Promise<void> {
  if (field.kind === "rows") return typeRows(page, field, value as EntryValue[]);
  if (field.kind === "person") return typePerson(groupOf(page, field), value as EntryValue);
  if (field.kind === "enum") return groupOf(page, field).getByLabel(String(value), { exact: true }).check();
  return typeControl(page.getByLabel(startsWith(field.label.zh)), field, value);
}

/** Types every value that the entry has, in the order of the form. */
export async function typeEntry(page: Page, form: FormDefinition, entry: EntryValue): Promise<void> {
  for (const field of form.fields) {
    if (entry[field.key] !== undefined) await typeField(page, field, entry[field.key]);
  }
}

export const fieldOf = (form: FormDefinition, key: string): FormField => {
  const field = form.fields.find((one) => one.key === key);
  if (field === undefined) throw new Error(`${form.id} has no field ${key}`);
  return field;
};
