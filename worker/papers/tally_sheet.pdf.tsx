/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { Fit } from "../entries/entry_words.pdf";
import {
  INK,
  INK_SOFT,
  mm,
  PdfDocument,
  renderToBytes,
  SIZE,
  TYPE_WIDTH,
  Words,
} from "../receipts/pdf.document";
import { registerFont } from "../receipts/pdf.font";
import { planColumns, planRowHeight, SheetHead, type SheetPdfInput, VoteGrid } from "./vote_grid.pdf";

const TITLE = "民主评议党员测评计票表";
const COUNTS = ["到会参加测评人数", "发出票数", "收回票数", "有效票数", "无效票数"] as const;
const SIGNS = ["计票人（签名）", "监票人（签名）", "计票日期"] as const;
const RULES =
  "收回票数不得多于发出票数，多于的测评无效；有效票＋无效票＝收回票数；每人各等次与弃权之和不超过有效票数。可在格内画“正”字计数。";

/** What title, counts and signatures leave of the first page. */
const ROOM = mm(132);
/** Room for 正. */
const ROW = { least: mm(7.5), most: mm(11) };
const BOX = mm(24);

const styles = StyleSheet.create({
  boxes: { flexDirection: "row", borderWidth: 0.75, borderColor: INK, marginBottom: 6 },
  box: { flex: 1, height: mm(15), padding: 4, borderColor: INK },
  label: { fontSize: SIZE.small, color: INK_SOFT },
  rules: { color: INK_SOFT, marginBottom: 6 },
  signs: { marginTop: 12 },
});

function Boxes({ labels }: { labels: readonly string[] }) {
  return (
    <View style={styles.boxes}>
      {labels.map((label, index) => (
        <View key={label} style={[styles.box, { borderLeftWidth: index === 0 ? 0 : 0.75 }]}>
          <Words style={styles.label}>{label}</Words>
        </View>
      ))}
    </View>
  );
}

function TallySheet({ input, face }: { input: SheetPdfInput; face: Font }) {
  const frame = { title: TITLE, author: input.branch, madeAt: input.madeAt, foot: TITLE };
  return (
    <PdfDocument frame={frame}>
      <SheetHead face={face} title={TITLE} sheet={input} />
      <Boxes labels={COUNTS} />
      <Fit face={face} width={TYPE_WIDTH} size={SIZE.small} style={styles.rules}>
        {RULES}
      </Fit>
      <VoteGrid
        face={face}
        columns={planColumns([...input.grades, "弃权/未划", "合计"], BOX)}
        members={input.members}
        rowHeight={planRowHeight(input.members.length, ROOM, ROW.least, ROW.most)}
        graded={input.grades.length + 2}
      />
      <View wrap={false} style={styles.signs}>
        <Boxes labels={SIGNS} />
      </View>
    </PdfDocument>
  );
}

/**
 * The blank sheet on which tellers count, A4: totals only, as the tally takes them. What is
 * counted is typed from it; the sheet itself stays with the branch. The same input gives the
 * same bytes.
 */
export async function renderTallySheetPdf(input: SheetPdfInput): Promise<Uint8Array> {
  const face = await registerFont(input.font);
  return renderToBytes(<TallySheet input={input} face={face} />);
}
