/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { appraisalBallot } from "../../schemas/forms/printed";
import { Fit } from "../entries/entry_words.pdf";
import { INK, mm, PdfDocument, renderToBytes, SIZE, TYPE_WIDTH } from "../receipts/pdf.document";
import { registerFont } from "../receipts/pdf.font";
import { planColumns, planRowHeight, SheetHead, type SheetPdfInput, VoteGrid } from "./vote_grid.pdf";

/** What title, facts and instruction leave of the first page. */
const ROOM = mm(170);
/** A tick needs six millimetres; higher than nine a page looks empty. */
const ROW = { least: mm(6), most: mm(9) };
const BOX = mm(26);
const PAD = 6;

const styles = StyleSheet.create({
  note: { borderWidth: 0.75, borderColor: INK, padding: PAD, marginBottom: 8 },
});

function Ballot({ input, face }: { input: SheetPdfInput; face: Font }) {
  const { title, note } = appraisalBallot;
  const frame = {
    title: title.zh,
    author: input.branch,
    madeAt: input.madeAt,
    foot: `${title.zh}（无记名）`,
  };
  return (
    <PdfDocument frame={frame}>
      <SheetHead face={face} title={title.zh} sheet={input} />
      <View style={styles.note}>
        <Fit face={face} width={TYPE_WIDTH - 2 * PAD} size={SIZE.text}>
          {`说明：${note.zh}。`}
        </Fit>
      </View>
      <VoteGrid
        face={face}
        columns={planColumns(input.grades, BOX)}
        members={input.members}
        rowHeight={planRowHeight(input.members.length, ROOM, ROW.least, ROW.most)}
        graded={input.grades.length}
      />
    </PdfDocument>
  );
}

/**
 * One blank ballot, A4: branch, day, instruction, and a row of boxes for each member. It holds
 * nothing that could tell one copy, or who ticks it, from another: no number, code or colour.
 * The same input gives the same bytes.
 */
export async function renderBallotPdf(input: SheetPdfInput): Promise<Uint8Array> {
  const face = await registerFont(input.font);
  return renderToBytes(<Ballot input={input} face={face} />);
}
