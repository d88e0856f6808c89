import type { EntryField } from "../pages/submission.model";

/** What was typed, to read and to copy, field by field. */
export function EntryRead({ fields, class: name }: { fields: readonly EntryField[]; class?: string }) {
  return (
    <dl class={name}>
      {fields.map((field) => (
        <div key={field.label}>
          <dt>{field.label}</dt>
          <dd>
            {field.table === null ? (
              <span class="typed">{field.value}</span>
            ) : (
              <EntryTable table={field.table} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function EntryTable({ table }: { table: NonNullable<EntryField["table"]> }) {
  return (
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>
            {table.head.map((label) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={String(index)}>
              {row.map((value, column) => (
                <td key={table.head[column]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
