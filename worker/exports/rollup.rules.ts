/**
 * 汇总: the numbers that branches typed, side by side and added up (notice 003: every branch
 * and every member covered, the tally of the appraisal). Only counts; no text that is long,
 * no percentage, nothing sorted by value.
 */
import { type AskedArtifact, formOf } from "../../schemas/artifact";
import { buildEntryContext } from "../../schemas/context";
import { fitForm } from "../../schemas/entry";
import { findForm } from "../../schemas/forms";
import { intOf, isBlank, rowsOf, textOf } from "../../schemas/forms/values";
import type { EntryValue, FormField } from "../../schemas/forms/vocabulary";
import type { RoundVersion } from "../../schemas/round";
import { EMPTY_NUMBERS } from "../branches/roster.rules";
import { toBranchSubject } from "../entries/entry.rules";
import { BRANCH_HEADER, type Cell, type Table } from "./table.rules";

/** The newest entry of one branch for one artifact. */
export interface RollUpEntry {
  artifactKey: string;
  form: string;
  code: string;
  name: string;
  data: EntryValue;
}

/** What is a whole number and yet no count; such a column is shown and never added up. */
const NO_COUNT = /率|比例|百分|[%％]|年份|年度|年龄|党龄|序号|编号|届次|期次/;

interface Column {
  header: string;
  sums: boolean;
  read(value: EntryValue): Cell;
}

const readInt = (field: FormField): Column => ({
  header: field.label.zh,
  sums: !NO_COUNT.test(field.label.zh),
  read: (value) => intOf(value[field.key]),
});

const readText = (field: FormField): Column => ({
  header: field.label.zh,
  sums: false,
  read: (value) => textOf(value[field.key]) || null,
});

const filledRows = (value: unknown) => rowsOf(value).filter((row) => !isBlank(row));

/** A list of persons also has a number worth adding: how many of them there are. */
const readHeads = (field: FormField): Column => ({
  header: `${field.label.zh}·人数`,
  sums: true,
  read: (value) => filledRows(value[field.key]).length,
});

const isPersonList = (field: FormField) =>
  field.kind === "rows" && (field.columns ?? []).some((column) => column.key === "name");

function listTopColumns(fields: readonly FormField[]): Column[] {
  const ints = fields.filter((field) => field.kind === "int").map(readInt);
  return ints.length === 0 ? [] : [...ints, ...fields.filter(isPersonList).map(readHeads)];
}

/** Who a row is about and its numbers; opinions, reasons and dates stay with the branch's entry. */
function listRowColumns({ columns = [] }: FormField): Column[] {
  const isName = (column: FormField) => column.kind === "text" && column.key === "name";
  const ints = columns.filter((column) => column.kind === "int");
  if (ints.length === 0 || !columns.some(isName)) return [];
  const shown = columns.filter((column) => isName(column) || column.kind === "enum" || column.kind === "int");
  return shown.map((column) => (column.kind === "int" ? readInt(column) : readText(column)));
}

type Line = RollUpEntry & { value: EntryValue };

function buildTable(name: string, columns: readonly Column[], lines: readonly Line[]): Table {
  const rows = lines.map((line) => [
    line.code,
    line.name,
    ...columns.map((column) => column.read(line.value)),
  ]);
  const branches = new Set(lines.map((line) => line.code)).size;
  const totals = columns.map((column, i) => (column.sums ? sumColumn(rows, i + BRANCH_HEADER.length) : null));
  return {
    name,
    header: [...BRANCH_HEADER, ...columns.map((column) => column.header)],
    rows,
    totals: ["合计", `${branches}个支部`, ...totals],
    frozenColumns: BRANCH_HEADER.length,
  };
}

/** Null when no line has a number: nothing was counted, which is not zero. */
function sumColumn(rows: readonly (readonly Cell[])[], i: number): number | null {
  const numbers = rows.flatMap((row) => (typeof row[i] === "number" ? [row[i]] : []));
  return numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0);
}

/** The counts of a vote with a single valid ballot are that ballot, and it stays secret. */
const isSecret = (data: EntryValue) => intOf(data.valid) === 1;

/** The form's fields in this round's words: grades are the round's own. */
function listFields(version: RoundVersion, artifact: AskedArtifact): readonly FormField[] {
  const form = findForm(formOf(artifact));
  if (form === null) return [];
  const nobody = toBranchSubject({ code: "", name: "", numbers: EMPTY_NUMBERS });
  const ctx = buildEntryContext(version, nobody, { artifact, item: 1 }, [], version.publishedAt);
  return fitForm(form, ctx).fields;
}

function buildArtifactTables(
  version: RoundVersion,
  artifact: AskedArtifact,
  lines: readonly Line[],
): Table[] {
  const fields = listFields(version, artifact);
  const name = `汇总_${artifact.title.zh}`;
  const top = listTopColumns(fields);
  const rows = fields.flatMap((field) => {
    const columns = field.kind === "rows" ? listRowColumns(field) : [];
    if (columns.length === 0) return [];
    const open = lines.filter((line) => !isSecret(line.data));
    const inner = open.flatMap((line) =>
      filledRows(line.data[field.key]).map((value) => ({ ...line, value })),
    );
    return [buildTable(`${name}_${field.label.zh}`, columns, inner)];
  });
  return top.length === 0 ? rows : [buildTable(name, top, lines), ...rows];
}

/**
 * The roll-ups of a round, in the order of its artifacts and the lines in the order given: a
 * table of each form's counts with a line per branch, and where a form lists persons with
 * counts (the appraisal's tally) one with a line per person. Each ends in its totals, which
 * say of how many branches they are. An artifact nobody has typed, or without counts, has none.
 */
export function buildRollUps(version: RoundVersion, entries: readonly RollUpEntry[]): Table[] {
  return version.artifacts.flatMap((artifact) => {
    const own = entries.filter((one) => one.artifactKey === artifact.key && one.form === artifact.form);
    const lines = own.map((one) => ({ ...one, value: one.data }));
    return lines.length === 0 ? [] : buildArtifactTables(version, artifact, lines);
  });
}
