import { z } from "zod";
import { isoDate, isoInstant } from "./artifact";
import {
  MAX_INT,
  MAX_LONGTEXT_CHARS,
  MAX_PERSON_CHARS,
  MAX_ROWS,
  MAX_TEXT_CHARS,
  maxItemChars,
  measureText,
  PHONE,
} from "./entry.fields";
import type { FormDefinition, FormField } from "./forms/vocabulary";

/** The JSON API's side of the form vocabulary; apart from entry.ts so that no browser loads zod. */

/** Text by the same measure as `checkEntry`; the limits are written out for the OpenAPI document. */
const boundedText = (minLength: number, maxLength: number) =>
  z
    .string()
    .refine((text) => measureText(text) >= minLength && measureText(text) <= maxLength, {
      error: `${minLength} to ${maxLength} characters`,
    })
    .meta({ minLength, maxLength });

const personText = boundedText(1, MAX_PERSON_CHARS);

function kindSchema(field: FormField): z.ZodType {
  const { min, max } = field;
  switch (field.kind) {
    case "text":
      return boundedText(min ?? 1, max ?? MAX_TEXT_CHARS);
    case "longtext":
      return boundedText(min ?? 1, max ?? MAX_LONGTEXT_CHARS);
    case "int":
      return z
        .int()
        .min(min ?? 0)
        .max(max ?? MAX_INT);
    case "bool":
      return z.boolean();
    case "date":
      return isoDate;
    case "datetime":
      return isoInstant;
    case "enum":
      return z.enum(field.options ?? []);
    case "multi_enum":
      return z.array(z.enum(field.options ?? [])).min(1);
    case "list":
      return z
        .array(z.string().min(1).max(maxItemChars(field)))
        .min(min ?? 1)
        .max(max ?? MAX_ROWS);
    case "rows":
      return z
        .array(fieldsSchema(field.columns ?? []))
        .min(min ?? 1)
        .max(max ?? MAX_ROWS);
    case "person":
      return field.phone
        ? z.strictObject({ name: personText, phone: z.string().regex(PHONE) })
        : z.strictObject({ name: personText, post: personText.optional() });
    default:
      return z.never();
  }
}

function fieldsSchema(fields: readonly FormField[]) {
  const typed = fields.filter((field) => field.kind !== "auto" && field.kind !== "file");
  const shape = typed.map((field) => {
    const schema = kindSchema(field).describe(`${field.label.zh} / ${field.label.en}`);
    const mayBeAbsent = !field.required || field.waived !== undefined;
    return [field.key, mayBeAbsent ? schema.optional() : schema] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

/**
 * The schema of a typed entry as the JSON API takes it and the OpenAPI document shows it.
 * It says what each field may hold; whether the fields agree is `checkEntry`'s to say.
 */
export function entrySchema(form: FormDefinition) {
  return fieldsSchema(form.fields);
}
