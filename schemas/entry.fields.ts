import type { Bilingual } from "./artifact";
import { isDay, parseLocalInput } from "./deadline";
import { intOf, isBlank, isRecord } from "./forms/values";
import type { EntryValue, FormField } from "./forms/vocabulary";
import type { Finding } from "./problem";

/** What a field takes when its definition names no limit of its own. */
export const MAX_TEXT_CHARS = 200;
export const MAX_LONGTEXT_CHARS = 20_000;
export const MAX_LIST_ITEM_CHARS = 500;
export const MAX_PERSON_CHARS = 50;
export const MAX_INT = 999_999;
/** Longest item of a `list`. */
export const maxItemChars = (field: FormField) => (field.names ? MAX_PERSON_CHARS : MAX_LIST_ITEM_CHARS);
/** Rows or items of one field. */
export const MAX_ROWS = 200;

/** A phone number as forms take it: digits and hyphens, 7 to 20 of them. */
export const PHONE = /^(?=(?:-*\d){7})[\d-]{7,20}$/;

/** A field in its place: the name it has in the HTML form and the words that lead to it. */
interface Place {
  path: string;
  /** "会前准备安排第2行：", empty at the top of the form. */
  lead: Bilingual;
}

const TOP_LEAD: Bilingual = { zh: "", en: "" };

/** Both languages side by side in one object: the build leaves the other one out of what a page loads. */
function block(place: Place, reason: string, said: Bilingual): Finding[] {
  const { path, lead } = place;
  return [{ path, level: "block", code: `field.${reason}`, zh: lead.zh + said.zh, en: lead.en + said.en }];
}

/** What was typed, short enough to stand in a sentence. */
const clip = (value: unknown) => {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "…";
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
};

/** Length of a text as its limits mean it: characters, not code units, without the white space around. */
export const measureText = (text: string) => [...text.trim()].length;

function checkText(value: unknown, label: Bilingual, place: Place, min: number, max: number): Finding[] {
  const { zh, en } = label;
  if (typeof value !== "string")
    return block(place, "not_text", { zh: `“${zh}”应为文字`, en: `“${en}” must be text` });
  const chars = measureText(value);
  if (chars > max) {
    return block(place, "too_long", {
      zh: `“${zh}”最多${max}字，现为${chars}字`,
      en: `“${en}” takes at most ${max} characters; it has ${chars}`,
    });
  }
  if (chars >= min) return [];
  return block(place, "too_short", {
    zh: `“${zh}”至少${min}字，现为${chars}字`,
    en: `“${en}” needs at least ${min} characters; it has ${chars}`,
  });
}

function checkInt(field: FormField, value: unknown, place: Place): Finding[] {
  const { zh, en } = field.label;
  const n = intOf(value);
  if (n === null) {
    const typed = clip(value);
    return block(place, "not_a_number", {
      zh: `“${zh}”要填整数，现为“${typed}”`,
      en: `“${en}” must be a whole number, not “${typed}”`,
    });
  }
  const { min = 0, max = MAX_INT } = field;
  if (n >= min && n <= max) return [];
  return block(place, "out_of_range", {
    zh: `“${zh}”应在${min}到${max}之间，现为${n}`,
    en: `“${en}” must lie between ${min} and ${max}; it is ${n}`,
  });
}

function checkTime(field: FormField, value: unknown, place: Place): Finding[] {
  const day = field.kind === "date";
  const good = typeof value === "string" && (day ? isDay(value.trim()) : parseLocalInput(value) !== null);
  if (good) return [];
  const { zh, en } = field.label;
  const typed = clip(value);
  const sample = day ? "2026-12-09" : "2026-12-09 14:00";
  return block(place, day ? "not_a_date" : "not_a_time", {
    zh: `“${zh}”的${day ? "日期" : "时间"}无效：“${typed}”，请按 ${sample} 填写`,
    en: `“${en}” is not a real ${day ? "date" : "time"}: “${typed}”. Write it like ${sample}`,
  });
}

function checkChoice(field: FormField, value: unknown, place: Place): Finding[] {
  const options = field.options ?? [];
  const chosen = field.kind === "multi_enum" && Array.isArray(value) ? value : [value];
  const wrong = chosen.find((one) => typeof one !== "string" || !options.includes(one));
  if (wrong === undefined) return [];
  return block(place, "not_an_option", {
    zh: `“${field.label.zh}”请从“${options.join("、")}”中选择，现为“${clip(wrong)}”`,
    en: `“${field.label.en}” must be one of ${options.join(", ")}, not “${clip(wrong)}”`,
  });
}

function checkPerson(field: FormField, value: unknown, place: Place): Finding[] {
  const { zh, en } = field.label;
  if (!isRecord(value))
    return block(place, "not_a_person", { zh: `请填写“${zh}”的姓名`, en: `Give the name for “${en}”` });
  const at = (key: string): Place => ({ ...place, path: `${place.path}.${key}` });
  const findings = isBlank(value.name)
    ? block(at("name"), "required", { zh: `请填写“${zh}”的姓名`, en: `Give the name for “${en}”` })
    : checkText(value.name, { zh: `${zh}：姓名`, en: `${en}: name` }, at("name"), 1, MAX_PERSON_CHARS);
  if (field.phone) return [...findings, ...checkPhone(field, value.phone, at("phone"))];
  if (isBlank(value.post)) return findings;
  const post = { zh: `${zh}：职务`, en: `${en}: post` };
  return [...findings, ...checkText(value.post, post, at("post"), 1, MAX_PERSON_CHARS)];
}

function checkPhone(field: FormField, value: unknown, place: Place): Finding[] {
  const { zh, en } = field.label;
  if (isBlank(value))
    return block(place, "required", { zh: `请填写“${zh}”的电话`, en: `Give the phone for “${en}”` });
  if (typeof value === "string" && PHONE.test(value.trim())) return [];
  return block(place, "not_a_phone", {
    zh: `“${zh}”的电话只能有数字和“-”，7到20位，现为“${clip(value)}”`,
    en: `The phone for “${en}” takes digits and hyphens, 7 to 20 of them; it is “${clip(value)}”`,
  });
}

function checkCount(field: FormField, count: number, place: Place): Finding[] {
  const { zh, en } = field.label;
  const { min = 1, max = MAX_ROWS } = field;
  if (count > max) {
    return block(place, "too_many", {
      zh: `“${zh}”最多${max}项，现为${count}项`,
      en: `“${en}” takes at most ${max}; there are ${count}`,
    });
  }
  if (count >= min) return [];
  return block(place, "too_few", {
    zh: `“${zh}”至少${min}项，现为${count}项`,
    en: `“${en}” needs at least ${min}; there are ${count}`,
  });
}

function checkList(field: FormField, value: unknown, place: Place): Finding[] {
  if (!Array.isArray(value)) return checkCount(field, 0, place);
  const filled = value.filter((item) => !isBlank(item));
  const items = value.slice(0, MAX_ROWS).flatMap((item, i) => {
    const label = { zh: `${field.label.zh}第${i + 1}项`, en: `${field.label.en} ${i + 1}` };
    const at = { ...place, path: `${place.path}.${i}` };
    return isBlank(item) ? [] : checkText(item, label, at, 1, maxItemChars(field));
  });
  return [...checkCount(field, filled.length, place), ...items];
}

function checkRows(field: FormField, value: unknown, place: Place): Finding[] {
  if (!Array.isArray(value)) return checkCount(field, 0, place);
  const cells = value.slice(0, MAX_ROWS).flatMap((row, i) => {
    const lead = { zh: `${field.label.zh}第${i + 1}行：`, en: `${field.label.en}, row ${i + 1}: ` };
    const at = { path: `${place.path}.${i}.`, lead };
    if (isRecord(row)) return checkFields(field.columns ?? [], row, at);
    return block(at, "not_a_row", { zh: "这一行的格式不对", en: "this row has the wrong shape" });
  });
  return [...checkCount(field, value.length, place), ...cells];
}

function checkFilled(field: FormField, value: unknown, place: Place): Finding[] {
  switch (field.kind) {
    case "text":
      return checkText(value, field.label, place, field.min ?? 1, field.max ?? MAX_TEXT_CHARS);
    case "longtext":
      return checkText(value, field.label, place, field.min ?? 1, field.max ?? MAX_LONGTEXT_CHARS);
    case "int":
      return checkInt(field, value, place);
    case "date":
    case "datetime":
      return checkTime(field, value, place);
    case "enum":
    case "multi_enum":
      return checkChoice(field, value, place);
    case "person":
      return checkPerson(field, value, place);
    case "list":
      return checkList(field, value, place);
    case "rows":
      return checkRows(field, value, place);
    case "bool": {
      const { zh, en } = field.label;
      return typeof value === "boolean"
        ? []
        : block(place, "not_a_bool", { zh: `“${zh}”只能是或否`, en: `“${en}” is yes or no` });
    }
    default:
      return [];
  }
}

/** An unticked box is an answer; `auto` is computed and a `file` is not part of the entry. */
const isTyped = (field: FormField) => field.kind !== "auto" && field.kind !== "file";

function checkField(field: FormField, record: EntryValue, place: Place): Finding[] {
  const value = record[field.key];
  if (!isBlank(value)) return checkFilled(field, value, place);
  const needed = field.required && isTyped(field) && field.kind !== "bool" && !field.waived?.(record);
  if (!needed) return [];
  const at = field.kind === "person" ? { ...place, path: `${place.path}.name` } : place;
  return block(at, "required", { zh: `请填写“${field.label.zh}”`, en: `Fill in “${field.label.en}”` });
}

/** Every field's own limits, all of them `block`; `prefix` is the path before each key. */
export function checkFields(
  fields: readonly FormField[],
  record: EntryValue,
  prefix: Place = { path: "", lead: TOP_LEAD },
): Finding[] {
  return fields.flatMap((field) => checkField(field, record, { ...prefix, path: prefix.path + field.key }));
}
