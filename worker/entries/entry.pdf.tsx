/** @jsxImportSource react */
import { StyleSheet, View } from "@react-pdf/renderer";
import type { Font } from "fontkit";
import { formatInstant } from "../../schemas/deadline";
import type { FormDefinition } from "../../schemas/forms/vocabulary";
import { INK, INK_SOFT, PdfDocument, renderToBytes, SIZE, TYPE_WIDTH } from "../receipts/pdf.document";
import { type LoadFont, registerFont } from "../receipts/pdf.font";
import { cleanText } from "../receipts/wrap.rules";
import { buildEntryBlocks, type EntryBlock } from "./entry.lines.rules";
import { EntryTable } from "./entry_table.pdf";
import { Fit, Heading, StrongLines } from "./entry_words.pdf";

export interface EntryPdfInput {
  /** As the round asks it (`fitForm`). */
  form: FormDefinition;
  value: Record<string, unknown>;
  /** The text of the form's `auto` fields by field name, of the moment the entry was handed in. */
  figures: Readonly<Record<string, string>>;
  /** Title of the artifact. */
  title: string;
  branch: { code: string; name: string };
  notice: { number: string; title: string };
  version: number;
  /** UTC ISO. */
  receivedAt: string;
  /** SHA-256 of the entry's canonical JSON, hex. */
  sha256: string;
  font: LoadFont;
}

/** Letters of the SHA-256 in the foot: as many as a receipt prints. */
const SHOWN_HASH_CHARS = 12;
/** Long text: 小四, between the sizes of the facts and of a receipt's sentence. */
const READING_SIZE = 12;
const LABEL_WIDTH = 106;
const RULE = "#b9bdc2";

const styles = StyleSheet.create({
  title: { alignItems: "center", marginBottom: 10 },
  facts: { borderTopWidth: 1, borderColor: INK, marginBottom: 6 },
  fact: { flexDirection: "row", paddingVertical: 3, borderBottomWidth: 0.5, borderColor: RULE },
  label: { width: LABEL_WIDTH, paddingRight: 8, color: INK_SOFT },
  blank: { color: INK_SOFT },
  part: { marginBottom: 8 },
  paragraph: { lineHeight: 1.7 },
});

interface FactProps {
  face: Font;
  label: string;
  lines: readonly string[];
  blank?: boolean;
}

function Fact({ face, label, lines, blank = false }: FactProps) {
  const width = TYPE_WIDTH - LABEL_WIDTH;
  return (
    <View wrap={false} style={styles.fact}>
      <Fit face={face} width={LABEL_WIDTH - 8} size={SIZE.text} style={styles.label}>
        {label}
      </Fit>
      <View style={{ width }}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <Fit key={index} face={face} width={width} size={SIZE.text} style={blank ? styles.blank : {}}>
            {line}
          </Fit>
        ))}
      </View>
    </View>
  );
}

function Prose({ face, label, paragraphs }: { face: Font; label: string; paragraphs: readonly string[] }) {
  return (
    <View style={styles.part}>
      <Heading face={face}>{label}</Heading>
      {paragraphs.map((text, index) => (
        <Fit
          // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph is its place
          key={index}
          face={face}
          width={TYPE_WIDTH}
          size={READING_SIZE}
          indent={READING_SIZE * 2}
          style={styles.paragraph}
        >
          {text}
        </Fit>
      ))}
    </View>
  );
}

function Block({ face, block }: { face: Font; block: EntryBlock }) {
  if (block.kind === "fact") return <Fact face={face} {...block} />;
  if (block.kind === "prose") return <Prose face={face} {...block} />;
  return <EntryTable face={face} {...block} />;
}

function Entry({ input, face }: { input: EntryPdfInput; face: Font }) {
  const title = cleanText(input.title);
  const branch = `${cleanText(input.branch.name)}（${cleanText(input.branch.code)}）`;
  const notice = `《${cleanText(input.notice.title)}》（${cleanText(input.notice.number)}）`;
  const hash = input.sha256.slice(0, SHOWN_HASH_CHARS);
  const frame = {
    title: `${title} 第${input.version}版`,
    author: cleanText(input.branch.name),
    madeAt: input.receivedAt,
    foot: `填报第 ${input.version} 版　SHA-256 前12位 ${hash}`,
  };
  const received = `第 ${input.version} 版，${formatInstant(input.receivedAt, "full")} 收到`;
  return (
    <PdfDocument frame={frame}>
      <View style={styles.title}>
        <StrongLines face={face} width={TYPE_WIDTH} size={SIZE.title}>
          {title}
        </StrongLines>
      </View>
      <View style={styles.facts}>
        <Fact face={face} label="报送支部" lines={[branch]} />
        <Fact face={face} label="通知" lines={[notice]} />
        <Fact face={face} label="填报" lines={[received]} />
      </View>
      {buildEntryBlocks(input.form, input.value, input.figures).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place in the form
        <Block key={index} face={face} block={block} />
      ))}
    </PdfDocument>
  );
}

/**
 * A typed entry as an A4 document: every field of the form in its order, long text in
 * paragraphs, rows in tables. A function of the immutable row alone: the same input gives
 * the same bytes, so a bundle may promise their length and hash before they are made.
 */
export async function renderEntryPdf(input: EntryPdfInput): Promise<Uint8Array> {
  const face = await registerFont(input.font);
  return renderToBytes(<Entry input={input} face={face} />);
}
