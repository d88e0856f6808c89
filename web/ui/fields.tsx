import type { Lang } from "../../schemas/deadline";
import type { FormField } from "../../schemas/forms/vocabulary";
import type { FormView } from "../pages/form.model";
import { text } from "../text";
import {
  type Attrs,
  CheckBox,
  ControlNotes,
  type ControlProps,
  RadioGroup,
  TextArea,
  TextField,
} from "./controls";
import { describeInput, describeItems, listOptions, listSentences } from "./field.values";
import { RowsField } from "./rows";

export interface FieldProps {
  lang: Lang;
  view: FormView;
  field: FormField;
}

export function FieldLabel({ lang, field }: { lang: Lang; field: FormField }) {
  const t = text(lang).branch.form;
  const source = field.basis.startsWith("S") ? t.asked : field.basis.startsWith("P") ? t.practice : "";
  return (
    <>
      {field.label[lang]}
      {!field.required && field.kind !== "bool" && field.kind !== "auto" && (
        <span class="soft">{t.optional}</span>
      )}
      {source !== "" && field.kind !== "auto" && <span class="source"> {source}</span>}
    </>
  );
}

/** One field of a form by its kind. `file` fields are forms of their own and stand elsewhere. */
export function FieldView(props: FieldProps) {
  const { lang, view, field } = props;
  const value = view.value[field.key];
  const matches = (path: string) =>
    path === field.key ||
    (field.kind !== "person" && field.kind !== "rows" && path.startsWith(`${field.key}.`));
  const shared: ControlProps = {
    name: field.key,
    label: <FieldLabel lang={lang} field={field} />,
    hint: field.hint?.[lang],
    errors: listSentences(view.findings, lang, "block", matches),
    warnings: listSentences(view.findings, lang, "other", matches),
    required: field.required,
  };
  switch (field.kind) {
    case "file":
      return null;
    case "rows":
      return <RowsField {...props} shared={shared} />;
    case "auto":
      return <AutoField {...shared} text={view.figures.auto[field.key] ?? ""} />;
    case "person":
      return <PersonField {...props} shared={shared} />;
    case "longtext":
      return <TextArea {...shared} value={asText(value)} rows={field.counted ? 8 : 6} />;
    case "list":
      return <ListField {...props} shared={shared} />;
    case "enum":
      return <RadioGroup {...shared} value={asText(value)} options={listOptions(field, lang)} />;
    case "multi_enum":
      return <ChoicesField {...props} shared={shared} />;
    case "bool":
      return (
        <div class="field">
          <ControlNotes {...shared} />
          <CheckBox name={field.key} label={shared.label} checked={value === true} />
        </div>
      );
    default:
      return <LineField {...props} shared={shared} />;
  }
}

type SharedProps = FieldProps & { shared: ControlProps };

const asText = (value: unknown) =>
  value === undefined || value === null || typeof value === "object" ? "" : String(value);

function LineField({ view, field, shared }: SharedProps) {
  const input = describeInput(field, view.value[field.key]);
  const attrs: Attrs = field.kind === "int" ? { inputmode: "numeric" } : {};
  const width = field.kind === "int" ? "short" : field.kind === "text" ? "full" : "medium";
  return <TextField {...shared} {...input} width={width} attrs={{ autocomplete: "off", ...attrs }} />;
}

function ListField({ lang, view, field, shared }: SharedProps) {
  const t = text(lang).branch.form;
  const lines = describeItems(field, view.value[field.key], "field");
  const hint = shared.hint === undefined ? t.lines : `${shared.hint}${text(lang).common.pause}${t.lines}`;
  return <TextArea {...shared} hint={hint} value={lines} rows={Math.max(3, lines.split("\n").length + 1)} />;
}

function ChoicesField({ lang, view, field, shared }: SharedProps) {
  const value = view.value[field.key];
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <fieldset class={shared.errors?.length ? "field bad" : "field"} id={field.key}>
      <legend>{shared.label}</legend>
      <ControlNotes {...shared} />
      {listOptions(field, lang).map((one) => (
        <label class="choice" key={one.value}>
          <input type="checkbox" name={field.key} value={one.value} checked={chosen.includes(one.value)} />
          <span>{one.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function PersonField({ lang, view, field, shared }: SharedProps) {
  const t = text(lang).branch.form;
  const value = view.value[field.key];
  const person = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const second = field.phone ? "phone" : "post";
  const at = (part: string, level: "block" | "other") =>
    listSentences(view.findings, lang, level, (path) => path === `${field.key}.${part}`);
  return (
    <fieldset class={shared.errors?.length ? "field bad" : "field"} id={field.key}>
      <legend>{shared.label}</legend>
      <ControlNotes {...shared} />
      <div class="pair">
        <TextField
          name={`${field.key}.name`}
          label={<span class="soft">{t.name}</span>}
          value={asText(person.name)}
          errors={at("name", "block")}
          warnings={at("name", "other")}
          attrs={{ autocomplete: "off" }}
        />
        <TextField
          name={`${field.key}.${second}`}
          label={<span class="soft">{field.phone ? t.phone : t.post}</span>}
          value={asText(person[second])}
          type={field.phone ? "tel" : "text"}
          errors={at(second, "block")}
          warnings={at(second, "other")}
          attrs={{ autocomplete: "off" }}
        />
      </div>
    </fieldset>
  );
}

/** What is computed and never typed; islands write it anew while somebody types. */
function AutoField(props: ControlProps & { text: string }) {
  return (
    <div class={props.errors?.length ? "field bad" : "field"} id={props.name} tabIndex={-1}>
      <span class="label">{props.label}</span>
      <ControlNotes {...props} />
      <output data-auto={props.name}>{props.text}</output>
    </div>
  );
}
