/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { SIZE, Strong, TYPE_WIDTH, Words } from "../receipts/pdf.document";
import { toPrintable } from "../receipts/pdf.font";
import { fillLines, softenText } from "./entry.columns.rules";

/** A heading needs this much of what follows on its page: two lines, or a table's head and a row. */
const AHEAD = 56;

const styles = StyleSheet.create({ heading: { marginTop: 9, marginBottom: 3 } });

interface FitProps {
  face: Font;
  width: number;
  size: number;
  children: string;
}

/** Widths found so far, in em: there is one face, and laying out a character costs more than looking it up. */
const widths = new Map<string, number>();

const measureIn = (face: Font) => (char: string) => {
  const known = widths.get(char);
  if (known !== undefined) return known;
  const em = face.layout(char).advanceWidth / face.unitsPerEm;
  widths.set(char, em);
  return em;
};

/** Words that stay inside `width`, whatever was typed; the first line is `indent` shorter. */
export function Fit({
  face,
  width,
  size,
  indent = 0,
  style,
  children,
}: FitProps & { indent?: number; style?: object }) {
  const text = softenText(toPrintable(children), (width - indent) / size, measureIn(face));
  return <Words style={{ ...style, fontSize: size, textIndent: indent }}>{text}</Words>;
}

/** Heavier text over as many lines as it needs. */
export function StrongLines({ face, width, size, children }: FitProps) {
  const lines = fillLines(toPrintable(children), width / size, measureIn(face));
  return (
    <>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Strong key={index} face={face} size={size}>
          {line}
        </Strong>
      ))}
    </>
  );
}

/** The label of what stands under it; never the last line of a page. */
export function Heading({ face, children }: { face: Font; children: string }) {
  return (
    <View wrap={false} minPresenceAhead={AHEAD} style={styles.heading}>
      <StrongLines face={face} width={TYPE_WIDTH} size={SIZE.text}>
        {children}
      </StrongLines>
    </View>
  );
}
