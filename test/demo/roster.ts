import type { DemoBranch } from "../../worker/demo/demo.branches";

const HEADER = ["编号", "支部名称", "党员总数", "正式党员", "预备党员", "班子人数", "流动党员"];

const listCells = (one: DemoBranch) => [
  one.code,
  one.name,
  ...[one.members, one.full, one.probationary, one.committee, one.floating].map(String),
];

/** A list of branches as a table program writes it, lines ended as on Windows. */
export function buildRoster(branches: readonly DemoBranch[], delimiter: "," | "\t"): string {
  return [HEADER, ...branches.map(listCells)].map((cells) => `${cells.join(delimiter)}\r\n`).join("");
}

let gb: Map<string, number> | null = null;

/** Node decodes GB18030 but does not encode it; its two-byte part, turned round, has every character of a roster. */
function listGb18030(): Map<string, number> {
  const decoder = new TextDecoder("gb18030");
  const table = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = trail === 0x7f ? "\ufffd" : decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== "\ufffd") table.set(text, (lead << 8) | trail);
    }
  }
  return table;
}

/** Text in GB18030, as an old Excel saves a CSV. Throws on a character that needs four bytes. */
export function encodeGb18030(text: string): Uint8Array<ArrayBuffer> {
  gb ??= listGb18030();
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const pair = gb.get(char);
    if (code < 0x80) bytes.push(code);
    else if (pair !== undefined) bytes.push(pair >> 8, pair & 0xff);
    else throw new Error(`no two-byte code for ${char}`);
  }
  return Uint8Array.from(bytes);
}
