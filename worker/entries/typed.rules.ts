/** What a form posts beside what somebody typed. */
const UNTYPED: ReadonlySet<string> = new Set([
  "revision",
  "action",
  "kind",
  "artifact",
  "field",
  "lineage",
  "file",
]);

/** The row a field stands in, "rows.3"; the whole name of a field that stands in none. */
const lineOf = (name: string) => /^[^.]+\.\d+(?=\.)/.exec(name)?.[0] ?? name;

/** What was typed as plain text, a field a line and the cells of a row side by side; no more is known of it. */
export function describeTyped(fields: readonly (readonly [string, string])[]): string {
  const lines = new Map<string, string[]>();
  for (const [name, value] of fields) {
    if (UNTYPED.has(name) || value.trim() === "") continue;
    const line = lineOf(name);
    lines.set(line, [...(lines.get(line) ?? []), value.trim()]);
  }
  return [...lines.values()].map((cells) => cells.join(" | ")).join("\n");
}
