/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { INK, INK_SOFT, SIZE, TYPE_WIDTH } from "../receipts/pdf.document";
import { type EntryColumn, planTable, splitHead, type TablePlan } from "./entry.columns.rules";
import { Fit, Heading, StrongLines } from "./entry_words.pdf";

const NOTE_SIZE = 9;
const CELL_GAP = 6;
const RULE = "#b9bdc2";

const styles = StyleSheet.create({
  table: { marginBottom: 8 },
  row: { flexDirection: "row" },
  head: {
    flexDirection: "row",
    alignItems: "center",
    borderTopWidth: 1,
    borderBottomWidth: 1,
    borderColor: INK,
    paddingVertical: 4,
  },
  ruled: { paddingVertical: 2.5, borderBottomWidth: 0.5, borderColor: RULE },
  cell: { lineHeight: 1.4, paddingRight: CELL_GAP },
  note: { lineHeight: 1.4, color: INK_SOFT, marginTop: 1 },
});

interface TableProps {
  face: Font;
  label: string;
  columns: readonly EntryColumn[];
}

/** The rows of a field as a table; what is too long for a column stands in small print under its row. */
export function EntryTable({ face, label, columns }: TableProps) {
  const plan = planTable(columns, TYPE_WIDTH / SIZE.table);
  return (
    <>
      <Heading face={face}>{label}</Heading>
      <View style={styles.table}>
        <TableHead face={face} plan={plan} />
        {columns[0]?.cells.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <Row key={index} face={face} plan={plan} index={index} />
        ))}
      </View>
    </>
  );
}

/** Repeated on every page the table runs over. */
function TableHead({ face, plan }: { face: Font; plan: TablePlan }) {
  return (
    <View fixed style={styles.head}>
      {plan.columns.map((column) => (
        <View key={column.label} style={{ width: column.width * SIZE.table }}>
          {splitHead(column.label).map((part) => (
            <StrongLines
              key={part}
              face={face}
              width={column.width * SIZE.table - CELL_GAP}
              size={SIZE.table}
            >
              {part}
            </StrongLines>
          ))}
        </View>
      ))}
    </View>
  );
}

/** A row with more under it may break across pages after its cells. */
const MAX_WHOLE_NOTE_CHARS = 400;

/** What stands under the cells of a row, label first. */
const describeNotes = (plan: TablePlan, index: number) =>
  plan.notes
    .map((column) => ({ label: column.label, text: column.cells[index]?.text ?? "" }))
    .filter((one) => one.text !== "")
    .map((one) => `${one.label}：${one.text}`)
    .join("　");

function Row({ face, plan, index }: { face: Font; plan: TablePlan; index: number }) {
  const note = describeNotes(plan, index);
  const indent = plan.columns.length > 1 ? (plan.columns[0]?.width ?? 0) * SIZE.table : 0;
  return (
    <View wrap={note.length > MAX_WHOLE_NOTE_CHARS} style={styles.ruled}>
      <View wrap={false} style={styles.row}>
        {plan.columns.map((column) => (
          <Cell key={column.label} face={face} column={column} index={index} />
        ))}
      </View>
      {note === "" ? null : (
        <View style={{ marginLeft: indent }}>
          <Fit face={face} width={TYPE_WIDTH - indent} size={NOTE_SIZE} style={styles.note}>
            {note}
          </Fit>
        </View>
      )}
    </View>
  );
}

interface CellProps {
  face: Font;
  column: TablePlan["columns"][number];
  index: number;
}

function Cell({ face, column, index }: CellProps) {
  const width = column.width * SIZE.table;
  const cell = column.cells[index];
  const style = { ...styles.cell, width, ...(cell?.blank === true ? { color: INK_SOFT } : {}) };
  return (
    <Fit face={face} width={width - CELL_GAP} size={SIZE.table} style={style}>
      {cell?.text ?? ""}
    </Fit>
  );
}
