/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { formatInstant } from "../../schemas/deadline";
import { UNGRADED } from "../../schemas/forms/appraisal_tally.rows";
import { Fit, StrongLines } from "../entries/entry_words.pdf";
import { INK, INK_SOFT, SIZE, TYPE_WIDTH } from "../receipts/pdf.document";
import type { LoadFont } from "../receipts/pdf.font";
import type { BallotSheet } from "./ballot.rules";

/** What is printed, the same for everybody who asks for it. */
export interface SheetPdfInput extends BallotSheet {
  /** When the round was published; the only instant in the bytes. */
  madeAt: string;
  font: LoadFont;
}

const LINE = 0.75;
const PAD = 4;

const styles = StyleSheet.create({
  title: { alignItems: "center", marginBottom: 10 },
  facts: { flexDirection: "row", marginBottom: 8 },
  row: { flexDirection: "row", borderLeftWidth: LINE, borderColor: INK },
  top: { borderTopWidth: LINE },
  cell: {
    borderRightWidth: LINE,
    borderBottomWidth: LINE,
    borderColor: INK,
    paddingHorizontal: PAD,
    justifyContent: "center",
  },
  head: { paddingVertical: 3, alignItems: "center" },
  centred: { textAlign: "center" },
});

/** The head of a sheet, and the branch and day it is of; an unknown day is a line to write on. */
export function SheetHead({ face, title, sheet }: { face: Font; title: string; sheet: BallotSheet }) {
  const day = sheet.heldOn;
  const said =
    day === null
      ? "　　　　年　　月　　日"
      : formatInstant(`${day}T00:00:00+08:00`, "full").replace(/ .*$/, "");
  const half = TYPE_WIDTH / 2;
  return (
    <>
      <View style={styles.title}>
        <StrongLines face={face} width={TYPE_WIDTH} size={SIZE.title}>
          {title}
        </StrongLines>
      </View>
      <View style={styles.facts}>
        <Fit face={face} width={half} size={SIZE.text} style={{ width: half, paddingRight: PAD }}>
          {`党支部：${sheet.branch}`}
        </Fit>
        <Fit face={face} width={half} size={SIZE.text} style={{ width: half }}>
          {`测评时间：${said}`}
        </Fit>
      </View>
    </>
  );
}

export interface GridColumn {
  label: string;
  /** Points; together the width of the type area. */
  width: number;
}

/** Number and name first, then one column for each label, as wide as there is room and no wider than a tick needs. */
export function planColumns(labels: readonly string[], widest: number): readonly GridColumn[] {
  const [number, name] = [34, 90];
  const width = Math.min(widest, (TYPE_WIDTH - number - name) / labels.length);
  return [
    { label: "序号", width: number },
    { label: "姓名", width: TYPE_WIDTH - number - width * labels.length },
    ...labels.map((label) => ({ label, width })),
  ];
}

/** How high a row is so that `count` of them fill `room` points; many run over to further pages. */
export function planRowHeight(count: number, room: number, least: number, most: number): number {
  const height = room / Math.max(1, count);
  return height < least ? least : Math.min(height, most);
}

interface GridProps {
  face: Font;
  columns: readonly GridColumn[];
  members: BallotSheet["members"];
  rowHeight: number;
  /** Columns in which nobody without a grade is rated. */
  graded: number;
}

/** A ruled table with a row for each member, its head repeated on every page. */
export function VoteGrid({ face, columns, members, rowHeight, graded }: GridProps) {
  return (
    <View>
      <View fixed style={[styles.row, styles.top]}>
        {columns.map((column) => (
          <View key={column.label} style={[styles.cell, styles.head, { width: column.width }]}>
            <StrongLines face={face} width={column.width - 2 * PAD} size={SIZE.table}>
              {column.label}
            </StrongLines>
          </View>
        ))}
      </View>
      {members.map((member, index) => (
        <GridRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          key={index}
          face={face}
          columns={columns}
          height={rowHeight}
          lead={[String(index + 1), member.name]}
          merged={member.ungraded ? graded : 0}
        />
      ))}
    </View>
  );
}

interface RowProps {
  face: Font;
  columns: readonly GridColumn[];
  height: number;
  lead: readonly [string, string];
  /** How many columns after the name are one cell with 不定等次. */
  merged: number;
}

function GridRow({ face, columns, height, lead, merged }: RowProps) {
  const [number, name, ...boxes] = columns.map((column) => column.width);
  const over = boxes.slice(0, merged).reduce((sum, width) => sum + width, 0);
  return (
    <View wrap={false} style={[styles.row, { minHeight: height }]}>
      <GridCell face={face} width={number ?? 0} centred>
        {lead[0]}
      </GridCell>
      <GridCell face={face} width={name ?? 0}>
        {lead[1]}
      </GridCell>
      {merged > 0 && (
        <GridCell face={face} width={over} centred>
          {UNGRADED}
        </GridCell>
      )}
      {boxes.slice(merged).map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
        <GridCell key={index} face={face} width={width}>
          {""}
        </GridCell>
      ))}
    </View>
  );
}

function GridCell(props: { face: Font; width: number; centred?: boolean; children: string }) {
  const { face, width, centred = false, children } = props;
  const style = centred ? { ...styles.centred, color: INK_SOFT } : {};
  return (
    <View style={[styles.cell, { width }]}>
      {children === "" ? null : (
        <Fit face={face} width={width - 2 * PAD} size={SIZE.text} style={style}>
          {children}
        </Fit>
      )}
    </View>
  );
}
