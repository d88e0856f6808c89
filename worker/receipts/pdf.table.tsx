/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { INK, INK_SOFT, SIZE, Strong, TYPE_WIDTH, Words } from "./pdf.document";

const LINE_FAINT = "#b9bdc2";

const styles = StyleSheet.create({
  row: { flexDirection: "row" },
  head: { borderTopWidth: 1, borderBottomWidth: 1, borderColor: INK, paddingVertical: 4 },
  body: { paddingVertical: 2.5 },
  tight: { paddingTop: 1 },
  cell: { fontSize: SIZE.table, lineHeight: 1.4, paddingRight: 6 },
  small: { fontSize: SIZE.small, lineHeight: 1.35, color: INK_SOFT, paddingRight: 6 },
  ruled: { paddingBottom: 2.5, borderBottomWidth: 0.5, borderColor: LINE_FAINT },
});

/** Columns of a table in points; together the width of the type area. */
export type Columns = readonly number[];

/** The widths of a table whose second column takes what the others leave. */
export function buildColumns(first: number, rest: readonly number[]): Columns {
  return [first, TYPE_WIDTH - first - rest.reduce((a, b) => a + b, 0), ...rest];
}

interface RowProps {
  columns: Columns;
  cells: readonly string[];
  /** Small print under the cells, from the second column on. */
  note?: string;
  /** A word that stands under the last column but one and shortens the note. */
  aside?: string;
  /** Draws the line under the row. */
  ruled?: boolean;
  /** Sets the row in the small print itself. */
  small?: boolean;
}

/** One table row that never breaks across pages. */
export function TableRow({ columns, cells, note = "", aside = "", ruled = true, small = false }: RowProps) {
  const cellStyle = small ? styles.small : styles.cell;
  const padding = small ? styles.tight : styles.body;
  return (
    <View wrap={false} style={ruled ? [padding, styles.ruled] : padding}>
      <View style={styles.row}>
        {cells.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
          <Words key={index} style={{ ...cellStyle, width: columns[index] }}>
            {text}
          </Words>
        ))}
      </View>
      {note === "" && aside === "" ? null : <SecondLine columns={columns} note={note} aside={aside} />}
    </View>
  );
}

function SecondLine({ columns, note, aside }: { columns: Columns; note: string; aside: string }) {
  const indent = columns[0] ?? 0;
  const width = columns.slice(1, aside === "" ? undefined : -2).reduce((a, b) => a + b, 0);
  return (
    <View style={[styles.row, { marginLeft: indent }]}>
      <Words style={{ ...styles.small, width }}>{note}</Words>
      {aside === "" ? null : <Words style={styles.cell}>{aside}</Words>}
    </View>
  );
}

interface HeadProps {
  columns: Columns;
  labels: readonly string[];
  face: Font;
}

/** The head of a table, repeated on every page the table runs over. */
export function TableHead({ columns, labels, face }: HeadProps) {
  return (
    <View fixed style={[styles.row, styles.head]}>
      {labels.map((label, index) => (
        <View key={label} style={{ width: columns[index] }}>
          <Strong face={face} size={SIZE.table}>
            {label}
          </Strong>
        </View>
      ))}
    </View>
  );
}
