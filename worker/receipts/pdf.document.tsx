/** @jsxImportSource react */
import { Canvas, Document, Page, pdf, StyleSheet, type Styles, Text } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import type { ReactElement, ReactNode } from "react";
import { FONT_FAMILY, toPrintable } from "./pdf.font";
import { buildQr, type QrCode } from "./qr.rules";

export const mm = (length: number) => (length * 72) / 25.4;

/** GB/T 9704—2012: type area 156 × 225 mm on A4. */
export const MARGINS = { top: mm(37), right: mm(26), bottom: mm(35), left: mm(28) } as const;
export const TYPE_WIDTH = mm(156);

export const INK = "#1a1a1a";
export const INK_SOFT = "#55585d";
export const INK_FAINT = "#a8abaf";

/** Chinese type sizes by their names: 二号 title, 四号 body, and smaller. */
export const SIZE = { title: 22, body: 14, text: 11, table: 10, small: 8.5 } as const;

const styles = StyleSheet.create({
  page: {
    fontFamily: FONT_FAMILY,
    fontSize: SIZE.text,
    lineHeight: 1.5,
    color: INK,
    paddingTop: MARGINS.top,
    paddingRight: MARGINS.right,
    paddingBottom: MARGINS.bottom,
    paddingLeft: MARGINS.left,
  },
  foot: {
    position: "absolute",
    left: MARGINS.left,
    width: TYPE_WIDTH,
    top: mm(297) - MARGINS.bottom + mm(9),
    fontSize: SIZE.small,
    color: INK_SOFT,
    textAlign: "center",
  },
});

export interface PdfFrame {
  title: string;
  author: string;
  /** Also the document's creation date: nothing in the bytes may depend on when they are made. */
  madeAt: string;
  /** What every page says of itself beside its number. */
  foot: string;
}

/** pdfkit puts metadata into XML as it is. */
const plainMetadata = (text: string) => text.replace(/[<>&]/g, " ");

/** An A4 page run with the margins of an official document, its foot and its metadata. */
export function PdfDocument({ frame, children }: { frame: PdfFrame; children: ReactNode }) {
  return (
    <Document
      title={plainMetadata(frame.title)}
      author={plainMetadata(frame.author)}
      creator="Huizhi"
      producer="Huizhi"
      language="zh-CN"
      pdfVersion="1.7"
      creationDate={new Date(frame.madeAt)}
    >
      <Page size="A4" style={styles.page} experimentalPagination>
        <Text
          fixed
          style={styles.foot}
          render={({ pageNumber, totalPages }) =>
            toPrintable(`${frame.foot}　第 ${pageNumber} 页，共 ${totalPages} 页`)
          }
        />
        {children}
      </Page>
    </Document>
  );
}

/** The document's bytes; the same element gives the same bytes. */
export async function renderToBytes(document: ReactElement): Promise<Uint8Array> {
  const blob = await pdf(document as Parameters<typeof pdf>[0]).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

/** A run of text; everything a PDF says goes through it or through `Strong`. */
export function Words({ style, children }: { style?: Styles[string]; children: string }) {
  return <Text style={style}>{toPrintable(children)}</Text>;
}

interface StrongProps {
  face: Font;
  size: number;
  children: string;
  /** Extra space between characters, points. */
  tracking?: number;
}

/**
 * Heavier text in the one face there is: filled and stroked, the way word processors make a
 * bold that a font lacks. It saves a second face of 15 MB and stays text that can be copied.
 */
export function Strong({ face, size, children, tracking = 0 }: StrongProps) {
  const scale = size / face.unitsPerEm;
  const width = face.layout(children).advanceWidth * scale + tracking * (children.length - 1);
  const height = (face.ascent - face.descent) * scale;
  const paint = (painter: PdfPainter) => {
    painter
      .font(face, size)
      .fillColor(INK)
      .strokeColor(INK)
      .lineWidth(size * 0.028)
      .lineJoin("round");
    painter.text(children, 0, 0, { lineBreak: false, fill: true, stroke: true, characterSpacing: tracking });
    return null;
  };
  return <Canvas paint={paint} style={{ width: width + 0.5, height }} />;
}

/** What react-pdf hands a canvas of pdfkit's drawing calls; untyped there. */
interface PdfPainter {
  font(face: Font, size: number): PdfPainter;
  fillColor(color: string): PdfPainter;
  strokeColor(color: string): PdfPainter;
  lineWidth(points: number): PdfPainter;
  lineJoin(join: string): PdfPainter;
  rect(x: number, y: number, width: number, height: number): PdfPainter;
  fill(color: string): PdfPainter;
  text(text: string, x: number, y: number, options: object): PdfPainter;
}

/** A QR code of `text` in a square of `side` points, its quiet zone included. */
export function QrMark({ text, side }: { text: string; side: number }) {
  const qr = buildQr(text);
  const paint = (painter: PdfPainter) => drawQr(painter, qr, side / qr.size);
  return <Canvas paint={paint} style={{ width: side, height: side }} />;
}

/** All modules are one path, so that viewers draw no hairlines between them. */
function drawQr(painter: PdfPainter, qr: QrCode, module: number): null {
  for (const rect of qr.rects) painter.rect(rect.x * module, rect.y * module, rect.width * module, module);
  painter.fill("#000000");
  return null;
}
