/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { formatInstant } from "../../schemas/deadline";
import {
  INK,
  INK_SOFT,
  mm,
  PdfDocument,
  QrMark,
  renderToBytes,
  SIZE,
  Strong,
  Words,
} from "../receipts/pdf.document";
import { type LoadFont, registerFont } from "../receipts/pdf.font";
import { buildColumns, TableHead, TableRow } from "../receipts/pdf.table";
import { QR_SIDE_MM } from "../receipts/qr.rules";
import { cleanText } from "../receipts/wrap.rules";

/** One paper original to bring. */
export interface SlipArtifact {
  title: string;
  copies: number | null;
  sealed: boolean;
  deliverTo: string | null;
  /** The computed deadline as words, `7月5日 周四 24:00`. */
  dueWords: string | null;
  /** The notice's own words, `于7月5日前`. */
  dueText: string | null;
}

export interface SlipPdfInput {
  branch: { code: string; name: string };
  notice: { number: string; title: string };
  committee: string;
  artifacts: readonly SlipArtifact[];
  /** How many of the required electronic items are in; null where none is asked. */
  electronic: { present: number; required: number } | null;
  contact: string;
  /** When the desk is open, as the committee wrote it. */
  hours: string | null;
  /** The slip's short code, `K7M2-94QD`. */
  code: string;
  /** Absolute address the desk's phone opens from the QR code. */
  deskUrl: string;
  printedAt: string;
  font: LoadFont;
}

const LABELS = ["序", "应带材料", "份数", "盖章", "送到", "截止"] as const;
const COLUMNS = buildColumns(20, [36, 62, 104, 110]);
const SIGN_LABELS = ["实收份数", "收件人（签名）", "收件日期、时间"] as const;

const styles = StyleSheet.create({
  title: { alignItems: "center", marginBottom: 8 },
  warning: { borderWidth: 1, borderColor: INK, padding: 7, marginBottom: 10, alignItems: "center" },
  warningText: { fontSize: SIZE.table, textAlign: "center" },
  facts: { fontSize: SIZE.text, marginBottom: 8 },
  fact: { flexDirection: "row", marginBottom: 2 },
  label: { width: 66, color: INK_SOFT },
  desk: { flexDirection: "row", marginTop: 14, marginLeft: -mm(3), alignItems: "center" },
  deskText: { flex: 1, marginLeft: 6, fontSize: SIZE.table },
  sign: { flexDirection: "row", marginTop: 16, borderWidth: 1, borderColor: INK },
  signCell: { flex: 1, height: mm(24), padding: 6, borderColor: INK },
});

function Fact({ label, text }: { label: string; text: string }) {
  return (
    <View style={styles.fact}>
      <Words style={styles.label}>{label}</Words>
      <Words style={{ flex: 1 }}>{text}</Words>
    </View>
  );
}

function Row({ order, one }: { order: number; one: SlipArtifact }) {
  const words = one.dueText === null ? "" : cleanText(one.dueText);
  const cells = [
    String(order),
    cleanText(one.title),
    one.copies === null ? "—" : `${one.copies} 份`,
    one.sealed ? "加盖公章" : "—",
    one.deliverTo === null ? "见联系方式" : cleanText(one.deliverTo),
    one.dueWords ?? (words || "未定日期"),
  ];
  const note = one.dueWords === null || words === "" ? "" : `通知原文：${words}`;
  return <TableRow columns={COLUMNS} cells={cells} note={note} />;
}

function Desk({ input, face }: { input: SlipPdfInput; face: Font }) {
  return (
    <View style={styles.desk}>
      <QrMark text={input.deskUrl} side={mm(QR_SIDE_MM)} />
      <View style={styles.deskText}>
        <Words style={{ color: INK_SOFT }}>短码（收件人扫左侧二维码，或输入短码登记）</Words>
        <Strong face={face} size={32} tracking={2}>
          {input.code}
        </Strong>
      </View>
    </View>
  );
}

function SignBox() {
  return (
    <View style={styles.sign}>
      {SIGN_LABELS.map((label, index) => (
        <View key={label} style={[styles.signCell, { borderLeftWidth: index === 0 ? 0 : 1 }]}>
          <Words style={{ fontSize: SIZE.table, color: INK_SOFT }}>{label}</Words>
        </View>
      ))}
    </View>
  );
}

function describeElectronic(electronic: SlipPdfInput["electronic"]): string {
  if (electronic === null) return "本次不收电子材料";
  const { present, required } = electronic;
  const missing = required - present;
  return missing > 0 ? `已收 ${present} 项，还差 ${missing} 项` : `应交 ${required} 项，已收齐，待收纸质原件`;
}

function Slip({ input, face }: { input: SlipPdfInput; face: Font }) {
  const frame = {
    title: `材料接收单（纸质件） ${input.code}`,
    author: cleanText(input.committee),
    madeAt: input.printedAt,
    foot: `接收单 ${input.code}　打印于 ${formatInstant(input.printedAt, "full")}`,
  };
  return (
    <PdfDocument frame={frame}>
      <View style={styles.title}>
        <Strong face={face} size={SIZE.title} tracking={2}>
          材料接收单（纸质件）
        </Strong>
      </View>
      <View style={styles.warning}>
        <Strong face={face} size={SIZE.text}>
          这不是回执
        </Strong>
        <Words style={styles.warningText}>请随纸质原件带到收件处。收件人登记后，材料收齐才出具回执。</Words>
      </View>
      <View style={styles.facts}>
        <Fact label="报送支部" text={`${cleanText(input.branch.name)}（${cleanText(input.branch.code)}）`} />
        <Fact
          label="通知"
          text={`《${cleanText(input.notice.title)}》（${cleanText(input.notice.number)}）`}
        />
        <Fact label="电子材料" text={describeElectronic(input.electronic)} />
      </View>
      <View>
        <TableHead columns={COLUMNS} labels={LABELS} face={face} />
        {input.artifacts.map((one, index) => (
          <Row key={one.title} order={index + 1} one={one} />
        ))}
      </View>
      <View wrap={false}>
        <View style={[styles.facts, { marginTop: 10 }]}>
          <Fact label="收件单位" text={cleanText(input.committee)} />
          {input.hours === null ? null : <Fact label="收件时间" text={cleanText(input.hours)} />}
          <Fact label="联系" text={cleanText(input.contact)} />
        </View>
        <Desk input={input} face={face} />
        <SignBox />
      </View>
    </PdfDocument>
  );
}

/**
 * The sheet a branch prints and brings with its paper originals: what, how many, stamped or
 * not, where and until when, and a code by which the desk finds the submission. Says in its
 * head that it is no receipt. The same input gives the same bytes.
 */
export async function renderSlipPdf(input: SlipPdfInput): Promise<Uint8Array> {
  const face = await registerFont(input.font);
  return renderToBytes(<Slip input={input} face={face} />);
}
