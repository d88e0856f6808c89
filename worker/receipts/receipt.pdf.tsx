/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { describeLateness, formatInstant } from "../../schemas/deadline";
import type { ReceiptBody } from "../../schemas/receipt";
import {
  INK_FAINT,
  INK_SOFT,
  mm,
  PdfDocument,
  QrMark,
  renderToBytes,
  SIZE,
  Strong,
  TYPE_WIDTH,
  Words,
} from "./pdf.document";
import { type LoadFont, registerFont } from "./pdf.font";
import { buildColumns, TableHead, TableRow } from "./pdf.table";
import { buildVerifyTarget, QR_SIDE_MM } from "./qr.rules";
import {
  buildReceiptIntro,
  buildReceiptRows,
  describeVersion,
  type ReceiptDetail,
  type ReceiptRow,
} from "./receipt.rows.rules";
import { cleanText } from "./wrap.rules";

export interface ReceiptPdfInput {
  body: ReceiptBody;
  /** SHA-256 leaf hash of the body, hex. */
  leafHash: string;
  /** Verification code, `XXXX-XXXX-XXXX`. */
  code: string;
  /** Absolute address of the receipt's verification page, without a query. */
  verifyUrl: string;
  /** Name of the committee that issues it. */
  committee: string;
  font: LoadFont;
}

const ON_TIME = describeLateness(0).zh;
const LABELS = ["序", "材料", "件", "字数/页", "收到时间", "SHA-256 前12位"] as const;
const COLUMNS = buildColumns(20, [64, 54, 88, 84]);
/** A file under its artifact: the name has room up to the amount, the hash stays in its column. */
const DETAIL_COLUMNS = [20, TYPE_WIDTH - 20 - 54 - 88 - 84, 54 + 88, 84];

const styles = StyleSheet.create({
  title: { alignItems: "center", marginBottom: 6 },
  line: {
    flexDirection: "row",
    justifyContent: "space-between",
    paddingBottom: 5,
    borderBottomWidth: 1,
    fontSize: SIZE.text,
  },
  intro: { fontSize: SIZE.body, lineHeight: 1.7, textIndent: SIZE.body * 2, marginTop: 8, marginBottom: 8 },
  statement: { fontSize: SIZE.text, marginTop: 6 },
  proof: { flexDirection: "row", marginTop: 4, marginLeft: -mm(3) },
  facts: { flex: 1, marginLeft: 8, paddingTop: mm(3), fontSize: SIZE.table },
  digest: { flex: 1, fontSize: 7.5, lineHeight: 2 },
  fact: { flexDirection: "row", marginBottom: 2 },
  label: { width: 56, color: INK_SOFT },
  sign: { alignSelf: "flex-end", alignItems: "center", marginTop: 14, fontSize: SIZE.body, lineHeight: 1.6 },
});

function Row({ row }: { row: ReceiptRow }) {
  // A deadline that was put off takes a line of its own.
  const short = row.punctuality === ON_TIME;
  const received = short && row.received !== "—" ? `${row.received} ${row.punctuality}` : row.received;
  const cells = [row.order, row.title, row.piece, row.amount, received, row.hash];
  const aside = short ? "" : row.punctuality;
  return (
    <TableRow
      columns={COLUMNS}
      cells={cells}
      note={row.note}
      aside={aside}
      ruled={row.details.length === 0}
    />
  );
}

function Detail({ detail, last }: { detail: ReceiptDetail; last: boolean }) {
  const cells = ["", detail.text, detail.amount, detail.hash];
  return <TableRow columns={DETAIL_COLUMNS} cells={cells} ruled={last} small />;
}

function Table({ rows, face }: { rows: ReceiptRow[]; face: Font }) {
  return (
    <View>
      <TableHead columns={COLUMNS} labels={LABELS} face={face} />
      {rows.flatMap((row) => [
        <Row key={row.order} row={row} />,
        ...row.details.map((detail, index) => (
          <Detail key={detail.fileId} detail={detail} last={index === row.details.length - 1} />
        )),
      ])}
    </View>
  );
}

function Proof({ input, face }: { input: ReceiptPdfInput; face: Font }) {
  const target = buildVerifyTarget(input.verifyUrl, input.body.version, input.code);
  return (
    <View style={styles.proof}>
      <QrMark text={target} side={mm(QR_SIDE_MM)} />
      <View style={styles.facts}>
        <View style={styles.fact}>
          <Words style={styles.label}>验证码</Words>
          <Strong face={face} size={SIZE.text}>
            {input.code}
          </Strong>
        </View>
        <View style={styles.fact}>
          <Words style={styles.label}>网上查验</Words>
          <Words style={{ flex: 1 }}>{input.verifyUrl}</Words>
        </View>
        <View style={styles.fact}>
          <Words style={styles.label}>回执摘要</Words>
          <Words style={styles.digest}>{input.leafHash}</Words>
        </View>
        <View style={styles.sign}>
          <Words>{cleanText(input.committee)}</Words>
          <Words>{formatInstant(input.body.issuedAt, "full").replace(/ .*$/, "")}</Words>
          <Words style={{ color: INK_FAINT }}>（公章）</Words>
        </View>
      </View>
    </View>
  );
}

function Receipt({ input, face }: { input: ReceiptPdfInput; face: Font }) {
  const { body } = input;
  const committee = cleanText(input.committee);
  const frame = {
    title: `材料接收回执 ${body.number} 第${body.version}版`,
    author: committee,
    madeAt: body.issuedAt,
    foot: `回执 ${body.number} 第 ${body.version} 版`,
  };
  return (
    <PdfDocument frame={frame}>
      <View style={styles.title}>
        <Strong face={face} size={SIZE.title} tracking={SIZE.title / 3}>
          材料接收回执
        </Strong>
      </View>
      <View style={styles.line}>
        <Words>{`回执编号　${body.number}`}</Words>
        <Words>{describeVersion(body)}</Words>
      </View>
      <Words style={styles.intro}>{buildReceiptIntro(body)}</Words>
      <Table rows={buildReceiptRows(body)} face={face} />
      <View wrap={false}>
        <Words style={styles.statement}>{body.statement.replace(/。?$/, "。")}</Words>
        <Proof input={input} face={face} />
      </View>
    </PdfDocument>
  );
}

/**
 * The receipt as an A4 document: GB/T 9704 margins, no red head, no drawn seal (domain.md
 * §3.2). A function of the body alone: the same input gives the same bytes, so a bundle may
 * promise their length and hash before they are made.
 */
export async function renderReceiptPdf(input: ReceiptPdfInput): Promise<Uint8Array> {
  const face = await registerFont(input.font);
  return renderToBytes(<Receipt input={input} face={face} />);
}
