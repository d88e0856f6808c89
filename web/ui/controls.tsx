import type { ComponentChildren } from "preact";

/** More attributes of the element itself, as HTML writes them. */
export type Attrs = Readonly<Record<string, string | number | boolean | undefined>>;

/** What every control of a form shares. The id is the name: an error summary links to `#name`. */
export interface ControlProps {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** Sentences of what is wrong here, shown above the control. */
  errors?: readonly string[];
  warnings?: readonly string[];
  required?: boolean;
}

type InputType = "text" | "password" | "number" | "date" | "datetime-local" | "tel" | "email" | "search";

export interface TextFieldProps extends ControlProps {
  value?: string;
  type?: InputType;
  width?: "short" | "medium" | "full";
  attrs?: Attrs;
}

/** Ids of the hint and the errors of a control, for `aria-describedby`. */
export function describedBy(props: Pick<ControlProps, "name" | "hint" | "errors" | "warnings">) {
  const ids = [
    props.hint === undefined ? "" : `${props.name}-hint`,
    props.errors?.length ? `${props.name}-error` : "",
    props.warnings?.length ? `${props.name}-warning` : "",
  ].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** Hint, errors and warnings of a control, in that order. */
export function ControlNotes(props: Pick<ControlProps, "name" | "hint" | "errors" | "warnings">) {
  const { name, hint, errors = [], warnings = [] } = props;
  return (
    <>
      {hint !== undefined && (
        <div class="hint" id={`${name}-hint`}>
          {hint}
        </div>
      )}
      {errors.length > 0 && (
        <div id={`${name}-error`}>
          {errors.map((one) => (
            <span class="error" key={one}>
              {one}
            </span>
          ))}
        </div>
      )}
      {warnings.length > 0 && (
        <div id={`${name}-warning`}>
          {warnings.map((one) => (
            <span class="warning" key={one}>
              {one}
            </span>
          ))}
        </div>
      )}
    </>
  );
}

const fieldClass = (errors?: readonly string[]) => (errors?.length ? "field bad" : "field");

export function TextField(props: TextFieldProps) {
  const { name, label, value, type = "text", width = "full", errors, required } = props;
  const attrs: Attrs = { type, ...props.attrs };
  return (
    <div class={fieldClass(errors)}>
      <label for={name}>{label}</label>
      <ControlNotes {...props} />
      <input
        class={width === "full" ? "input" : `input ${width}`}
        id={name}
        name={name}
        value={value}
        aria-required={required ? "true" : undefined}
        aria-invalid={errors?.length ? "true" : undefined}
        aria-describedby={describedBy(props)}
        {...attrs}
      />
    </div>
  );
}

export interface TextAreaProps extends ControlProps {
  value?: string;
  rows?: number;
  attrs?: Attrs;
}

export function TextArea(props: TextAreaProps) {
  const { name, label, value, rows = 6, errors, required } = props;
  return (
    <div class={fieldClass(errors)}>
      <label for={name}>{label}</label>
      <ControlNotes {...props} />
      <textarea
        class="input"
        id={name}
        name={name}
        rows={rows}
        aria-required={required ? "true" : undefined}
        aria-invalid={errors?.length ? "true" : undefined}
        aria-describedby={describedBy(props)}
        {...props.attrs}
      >
        {value}
      </textarea>
    </div>
  );
}

export interface Option {
  value: string;
  label: string;
}

export interface RadioGroupProps extends ControlProps {
  value?: string;
  options: readonly Option[];
  width?: "short" | "medium" | "full";
}

/** A group of radios; the first carries the group's id, so that an error link lands on it. */
export function RadioGroup(props: RadioGroupProps) {
  const { name, label, value, options, errors } = props;
  return (
    <fieldset class={fieldClass(errors)} aria-describedby={describedBy(props)}>
      <legend>{label}</legend>
      <ControlNotes {...props} />
      {options.map((one, index) => (
        <label class="choice" key={one.value}>
          <input
            type="radio"
            name={name}
            id={index === 0 ? name : undefined}
            value={one.value}
            checked={one.value === value}
          />
          <span>{one.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function CheckBox(props: {
  name: string;
  label: ComponentChildren;
  value?: string;
  checked?: boolean;
}) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        id={props.name}
        name={props.name}
        value={props.value ?? "on"}
        checked={props.checked}
      />
      <span>{props.label}</span>
    </label>
  );
}
