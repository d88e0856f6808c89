import type { Lang } from "../../schemas/deadline";
import type { FormField } from "../../schemas/forms/vocabulary";
import type { FormView } from "../pages/form.model";
import { text } from "../text";
import { type Attrs, ControlNotes, type ControlProps } from "./controls";
import { describeInput, describeItems, listOptions, listSentences } from "./field.values";

interface RowsProps {
  lang: Lang;
  view: FormView;
  field: FormField;
  shared: ControlProps;
}

/** Stands for a row's number in the template that the island copies. */
const PLACEHOLDER = "__i__";

/** Texts and choices of several have no room in a column: on a wide screen too such a row is a card. */
const isLong = (column: FormField) => column.kind === "longtext" || column.kind === "multi_enum";

type Row = Readonly<Record<string, unknown>>;

function listRows(view: FormView, field: FormField): Row[] {
  const value = view.value[field.key];
  const rows: Row[] = Array.isArray(value)
    ? value.map((one) => (typeof one === "object" && one !== null ? (one as Row) : {}))
    : [];
  const wanted = Math.max(field.required ? Math.max(1, field.min ?? 1) : 0, rows.length);
  const blank = wanted - rows.length + (view.addRow === field.key ? 1 : 0);
  return [...rows, ...Array.from({ length: blank }, () => ({}))];
}

/**
 * A table of rows: on a phone every row is a card. Adding and deleting a row are buttons
 * of the form, so they work without JavaScript; the island does the same in place.
 */
export function RowsField(props: RowsProps) {
  const { lang, view, field, shared } = props;
  const t = text(lang).branch.form;
  const columns = field.columns ?? [];
  const rows = listRows(view, field);
  const notesName = { ...shared, name: `${field.key}-all` };
  return (
    <fieldset class={shared.errors?.length ? "field bad" : "field"} id={field.key} tabIndex={-1}>
      <legend>{shared.label}</legend>
      <ControlNotes {...notesName} />
      <p class="hint paste" hidden>
        {t.paste}
      </p>
      <div class="scroll">
        <table class={columns.some(isLong) ? "table rows" : "table rows flat"} data-rows={field.key}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" class={column.kind}>
                  <ColumnLabel lang={lang} column={column} />
                </th>
              ))}
              {view.open && (
                <th scope="col">
                  <span class="sr">{t.actions}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <RowView
                // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity than its place
                key={i}
                {...props}
                row={row}
                index={String(i)}
                focus={view.addRow === field.key && i === rows.length - 1}
              />
            ))}
          </tbody>
        </table>
      </div>
      {view.open && (
        <>
          <template data-row={field.key}>
            <RowView {...props} row={{}} index={PLACEHOLDER} focus={false} />
          </template>
          <button class="btn quiet small" type="submit" name="action" value={`add_row:${field.key}`}>
            {t.addRow}
          </button>
        </>
      )}
    </fieldset>
  );
}

/** Numbers side by side share a line on a phone; one alone stands like any other cell. */
function classOf(columns: readonly FormField[], place: number): string {
  const isNumber = (at: number) => columns[at]?.kind === "int";
  if (!isNumber(place)) return columns[place]?.kind ?? "";
  return isNumber(place - 1) || isNumber(place + 1) ? "narrow" : "narrow alone";
}

function RowView(props: RowsProps & { row: Row; index: string; focus: boolean }) {
  const { lang, view, field, row, index, focus } = props;
  const t = text(lang).branch.form;
  const columns = field.columns ?? [];
  const path = `${field.key}.${index}`;
  const within = (one: string) => one.startsWith(`${path}.`);
  const errors = listSentences(view.findings, lang, "block", within);
  const warnings = listSentences(view.findings, lang, "other", within);
  return (
    <>
      <tr data-index={index}>
        {columns.map((column, place) => (
          <td key={column.key} class={classOf(columns, place)}>
            <Cell
              {...props}
              column={column}
              path={`${path}.${column.key}`}
              value={row[column.key]}
              focus={focus && place === 0}
            />
          </td>
        ))}
        {view.open && (
          <td class="end">
            <button class="link" type="submit" name="action" value={`delete_row:${path}`}>
              {t.deleteRow}
              <span class="sr"> {t.row(Number(index) + 1 || 0)}</span>
            </button>
          </td>
        )}
      </tr>
      {errors.length + warnings.length > 0 && (
        <tr class="row-note" id={`${path}-error`}>
          <td colSpan={columns.length + 1}>
            <ControlNotes name={path} errors={errors} warnings={warnings} />
          </td>
        </tr>
      )}
    </>
  );
}

function ColumnLabel({ lang, column }: { lang: Lang; column: FormField }) {
  const optional = !column.required && column.kind !== "auto" && column.kind !== "bool";
  return (
    <>
      {column.label[lang]}
      {optional && <span class="soft">{text(lang).branch.form.optional}</span>}
    </>
  );
}

interface CellProps extends RowsProps {
  column: FormField;
  path: string;
  value: unknown;
  index: string;
  focus: boolean;
}

function Cell({ lang, view, column, path, value, index, field, focus }: CellProps) {
  const bad = view.findings.some((one) => one.level === "block" && `${one.path}.`.startsWith(`${path}.`));
  const describedBy = bad ? `${field.key}.${index}-error` : undefined;
  const shared: Attrs = {
    id: path,
    name: path,
    autofocus: focus ? true : undefined,
    "aria-invalid": bad ? "true" : undefined,
    "aria-describedby": describedBy,
  };
  if (column.kind === "auto") {
    return (
      <>
        <span class="cell-label">{column.label[lang]}</span>
        <output id={path} data-auto={path}>
          {view.figures.auto[path] ?? ""}
        </output>
      </>
    );
  }
  if (column.kind === "multi_enum") return <CellChoices {...{ lang, column, value, path, describedBy }} />;
  return (
    <>
      <label class="cell-label" for={path}>
        <ColumnLabel lang={lang} column={column} />
      </label>
      <CellControl lang={lang} column={column} value={value} shared={shared} />
    </>
  );
}

/** What was pasted and is no option stays to be seen, and to be mended. */
function listChoices(column: FormField, chosen: string, lang: Lang) {
  const options = listOptions(column, lang);
  const known = chosen === "" || options.some((one) => one.value === chosen);
  return known ? options : [...options, { value: chosen, label: chosen }];
}

/** A choice of several: boxes of one name, and a group that an error can lead to. */
function CellChoices(props: {
  lang: Lang;
  column: FormField;
  value: unknown;
  path: string;
  describedBy: string | undefined;
}) {
  const { lang, column, value, path, describedBy } = props;
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
  return (
    <>
      <span class="cell-label" aria-hidden="true">
        <ColumnLabel lang={lang} column={column} />
      </span>
      <fieldset
        class="choices"
        id={path}
        tabIndex={-1}
        aria-label={column.label[lang]}
        aria-describedby={describedBy}
      >
        {listOptions(column, lang).map((one) => (
          <label class="choice" key={one.value}>
            <input type="checkbox" name={path} value={one.value} checked={chosen.includes(one.value)} />
            <span>{one.label}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

function CellControl(props: {
  lang: Lang;
  column: FormField;
  value: unknown;
  shared: Record<string, unknown>;
}) {
  const { lang, column, value, shared } = props;
  if (column.kind === "bool")
    return <input type="checkbox" value="on" checked={value === true} {...shared} />;
  if (column.kind === "enum") {
    const chosen = typeof value === "string" ? value : "";
    return (
      <select class="input" {...shared}>
        <option value="">{text(lang).branch.form.choose}</option>
        {listChoices(column, chosen, lang).map((one) => (
          <option key={one.value} value={one.value} selected={one.value === chosen}>
            {one.label}
          </option>
        ))}
      </select>
    );
  }
  if (column.kind === "longtext" || column.kind === "list") {
    return (
      <textarea class="input" rows={2} {...shared}>
        {describeItems(column, value, "cell")}
      </textarea>
    );
  }
  const input = describeInput(column, value);
  const attrs: Attrs = {
    autocomplete: "off",
    ...input,
    ...(column.kind === "int" ? { inputmode: "numeric" } : {}),
    ...shared,
  };
  return <input class="input" {...attrs} />;
}
