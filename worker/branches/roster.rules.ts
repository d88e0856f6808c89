import type { Finding } from "../../schemas/problem";
import type { BranchNumbers } from "../db";

/** One branch as the committee's list names it. */
export interface RosterRow {
  /** Line of the text it began on, counted from 1. */
  line: number;
  code: string;
  name: string;
  numbers: BranchNumbers;
}

export interface ParsedRoster {
  rows: RosterRow[];
  /** `block` findings refuse the whole list; `warn` ones are shown and the list is taken. */
  findings: Finding[];
}

export const MAX_ROSTER_ROWS = 5000;
export const MAX_ROSTER_BYTES = 1_500_000;
const MAX_CODE_CHARS = 40;
const MAX_NAME_CHARS = 100;
const MAX_MEMBERS = 100_000;

type Column = "code" | "name" | "members" | "full" | "probationary" | "committee" | "floating" | "under";

/** Words a header cell may hold; the first match wins, so the narrower ones stand first. */
const HEADER_WORDS: readonly [Column, RegExp][] = [
  ["under", /上级|所属|总支|^under$|parent/],
  ["full", /正式|^full/],
  ["probationary", /预备|probation/],
  ["floating", /流动|floating/],
  ["committee", /班子|委员|committee/],
  ["members", /党员|人数|总数|members?$/],
  ["code", /编号|代码|编码|序号|code|^no\.?$|^id$/],
  ["name", /名称|支部|单位|组织|name|branch/],
];
/** How columns are taken when there is no header; a third one that is no number is the upper organisation. */
const PLAIN_COLUMNS: readonly Column[] = ["code", "name", "members"];
const NUMBER_COLUMNS = ["members", "full", "probationary", "committee", "floating"] as const;
const COLUMN_WORDS: Readonly<Record<Column, { zh: string; en: string }>> = {
  code: { zh: "编号", en: "code" },
  name: { zh: "名称", en: "name" },
  members: { zh: "党员总数", en: "members" },
  full: { zh: "正式党员", en: "full members" },
  probationary: { zh: "预备党员", en: "probationary members" },
  committee: { zh: "班子人数", en: "committee members" },
  floating: { zh: "流动党员", en: "floating members" },
  under: { zh: "上级组织", en: "upper organisation" },
};

/**
 * The text of a roster file. Excel's "Unicode text" is UTF-16 with a mark, WPS and new
 * Excel write UTF-8, old Chinese Excel writes GB18030, which is what is left when the
 * bytes are no UTF-8. Null for a workbook (a ZIP or an old compound file): it has no text to read.
 */
export function decodeRosterText(bytes: Uint8Array): string | null {
  const [a = 0, b = 0] = bytes;
  if ((a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf)) return null;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

const DELIMITERS = ["\t", ",", "，", ";", "；", "、", "|"] as const;

/** The delimiter the first lines agree on most; a tab wins because no name holds one. */
function sniffDelimiter(text: string): string {
  const head = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  if (head.some((line) => line.includes("\t"))) return "\t";
  const linesWith = (mark: string) => head.filter((line) => line.includes(mark)).length;
  return DELIMITERS.reduce<string>((best, mark) => (linesWith(mark) > linesWith(best) ? mark : best), ",");
}

interface RawLine {
  line: number;
  cells: string[];
  broken: boolean;
}

/** Splits by RFC 4180: a quoted cell may hold the delimiter, line breaks and doubled quotes. */
export function splitCells(text: string, delimiter: string): RawLine[] {
  const lines: RawLine[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endLine = (broken: boolean) => {
    lines.push({ line: startLine, cells: [...cells, cell], broken });
    cells = [];
    cell = "";
    startLine = line;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === "\n") line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (char === "\n") endLine(false);
    else if (char !== "\r") cell += char;
  }
  if (cell !== "" || cells.length > 0 || quoted) endLine(quoted);
  return lines.filter((one) => one.broken || one.cells.some((text) => text.trim() !== ""));
}

/** Full-width letters and digits as plain ones, odd spaces gone; names keep their own punctuation. */
function cleanCell(text: string): string {
  return text
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d\uff0e\uff3f]/g, (char) =>
      String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    )
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (/\s/.test(sign) ? " " : ""))
    .replace(/[\s\u3000]+/g, " ")
    .trim()
    .normalize("NFC");
}

function findHeader(cells: readonly string[]): Partial<Record<Column, number>> | null {
  const columns: Partial<Record<Column, number>> = {};
  for (const [index, cell] of cells.entries()) {
    const word = cell.toLowerCase().replace(/\s/g, "");
    const found = HEADER_WORDS.find(
      ([column, pattern]) => columns[column] === undefined && pattern.test(word),
    );
    if (found !== undefined && !/\d/.test(word)) columns[found[0]] = index;
  }
  return columns.code !== undefined && columns.name !== undefined ? columns : null;
}

function plainColumns(first: readonly string[]): Partial<Record<Column, number>> {
  const columns = Object.fromEntries(PLAIN_COLUMNS.map((name, index) => [name, index]));
  const third = first[2];
  if (third === undefined || third === "" || /^\d/.test(third)) return columns;
  return { code: 0, name: 1, under: 2, members: 3 };
}

function lineFinding(line: number, level: "block" | "warn", code: string, zh: string, en: string): Finding {
  return { path: "text", level, code, zh: `第 ${line} 行：${zh}`, en: `Line ${line}: ${en}` };
}

function parseNumber(text: string): number | null | "bad" {
  const plain = text.replace(/[,，\s人名]/g, "");
  if (plain === "" || /^[-—–－/]+$/.test(plain)) return null;
  if (!/^\d+(?:\.0+)?$/.test(plain)) return "bad";
  const value = Number(plain);
  return value <= MAX_MEMBERS ? value : "bad";
}

const EMPTY_NUMBERS: BranchNumbers = {
  members: null,
  full: null,
  probationary: null,
  committee: null,
  floating: null,
  under: null,
};

function parseNumbers(at: (column: Column) => string, line: number, findings: Finding[]): BranchNumbers {
  const numbers: BranchNumbers = { ...EMPTY_NUMBERS, under: at("under") || null };
  for (const column of NUMBER_COLUMNS) {
    const value = parseNumber(at(column));
    const { zh, en } = COLUMN_WORDS[column];
    if (value === "bad") {
      const [zhText, enText] = [
        `“${zh}”应是数字，现为“${at(column)}”`,
        `${en} must be a number, not “${at(column)}”`,
      ];
      findings.push(lineFinding(line, "block", "roster.number", zhText, enText));
    } else numbers[column] = value;
  }
  const { members, full, probationary } = numbers;
  if (members !== null && full !== null && probationary !== null && full + probationary !== members) {
    const sum = `${full}+${probationary}=${full + probationary}`;
    findings.push(
      lineFinding(
        line,
        "warn",
        "roster.sum",
        `正式加预备 ${sum}，党员总数写的是 ${members}`,
        `full plus probationary is ${sum}, members says ${members}`,
      ),
    );
  }
  return numbers;
}

function checkCode(code: string, line: number): Finding | null {
  if (code === "") return lineFinding(line, "block", "roster.no_code", "没有编号", "the code is missing");
  if (code.length > MAX_CODE_CHARS)
    return lineFinding(
      line,
      "block",
      "roster.code",
      `编号超过 ${MAX_CODE_CHARS} 个字`,
      `the code has over ${MAX_CODE_CHARS} characters`,
    );
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._\-—()（）]*$/u.test(code))
    return lineFinding(
      line,
      "block",
      "roster.code",
      `编号“${code}”含有不能用的符号`,
      `the code “${code}” has signs that cannot be used`,
    );
  return null;
}

function checkName(name: string, line: number): Finding | null {
  if (name === "") return lineFinding(line, "block", "roster.no_name", "没有名称", "the name is missing");
  if (name.length > MAX_NAME_CHARS)
    return lineFinding(
      line,
      "block",
      "roster.name",
      `名称超过 ${MAX_NAME_CHARS} 个字`,
      `the name has over ${MAX_NAME_CHARS} characters`,
    );
  return null;
}

/** The same code twice refuses the list; the same name twice only makes one look again. */
function checkDuplicates(rows: readonly RosterRow[]): Finding[] {
  const codes = new Map<string, number>();
  const names = new Map<string, number>();
  return rows.flatMap(({ code, name, line }) => {
    const found: Finding[] = [];
    const key = code.toLowerCase();
    const codeLine = codes.get(key);
    const nameLine = names.get(name);
    if (codeLine !== undefined)
      found.push(
        lineFinding(
          line,
          "block",
          "roster.duplicate_code",
          `编号 ${code} 与第 ${codeLine} 行重复`,
          `the code ${code} is already on line ${codeLine}`,
        ),
      );
    if (nameLine !== undefined)
      found.push(
        lineFinding(
          line,
          "warn",
          "roster.duplicate_name",
          `名称与第 ${nameLine} 行相同，请确认不是同一个支部`,
          `the name is the same as on line ${nameLine}; make sure they are two branches`,
        ),
      );
    codes.set(key, codeLine ?? line);
    names.set(name, nameLine ?? line);
    return found;
  });
}

function refuseWhole(code: string, zh: string, en: string): ParsedRoster {
  return { rows: [], findings: [{ path: "text", level: "block", code, zh, en }] };
}

function refuseTooLong(count: number): ParsedRoster {
  return refuseWhole(
    "roster.too_long",
    `共 ${count} 行，一次最多 ${MAX_ROSTER_ROWS} 行。`,
    `${count} rows; at most ${MAX_ROSTER_ROWS} at once.`,
  );
}

/**
 * Reads a roster pasted from or saved by a spreadsheet. Columns are known by a header
 * row, else taken as code, name, members. Every broken line is reported, none is guessed.
 */
export function parseRoster(source: string): ParsedRoster {
  const text = source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const lines = splitCells(text, sniffDelimiter(text));
  const [first] = lines;
  if (first === undefined) return refuseWhole("roster.empty", "花名册是空的。", "The roster is empty.");
  const firstCells = first.cells.map(cleanCell);
  const header = findHeader(firstCells);
  const body = header === null ? lines : lines.slice(1);
  if (body.length === 0)
    return refuseWhole("roster.empty", "只有表头，没有支部。", "There is a header and no branch.");
  if (body.length > MAX_ROSTER_ROWS) return refuseTooLong(body.length);
  return parseLines(body, header ?? plainColumns(firstCells));
}

function parseLines(lines: readonly RawLine[], columns: Partial<Record<Column, number>>): ParsedRoster {
  const findings: Finding[] = [];
  const rows: RosterRow[] = [];
  for (const { line, cells, broken } of lines) {
    if (broken) {
      findings.push(lineFinding(line, "block", "roster.quote", "引号没有成对", "a quote is never closed"));
      continue;
    }
    const at = (column: Column) => cleanCell(cells[columns[column] ?? -1] ?? "");
    const [code, name] = [at("code"), at("name")];
    const wrong = [checkCode(code, line), checkName(name, line)].filter((one) => one !== null);
    findings.push(...wrong);
    const numbers = parseNumbers(at, line, findings);
    if (wrong.length === 0) rows.push({ line, code, name, numbers });
  }
  return { rows, findings: [...findings, ...checkDuplicates(rows)].sort(byLine) };
}

const ROW_COLUMNS: readonly Column[] = ["code", "name", ...NUMBER_COLUMNS, "under"];

/** A roster given as records instead of text, under the same rules; lines count the records from 1. */
export function parseRosterRecords(
  records: readonly Partial<Record<Column, string | number | null>>[],
): ParsedRoster {
  if (records.length === 0) return refuseWhole("roster.empty", "花名册是空的。", "The roster is empty.");
  if (records.length > MAX_ROSTER_ROWS) return refuseTooLong(records.length);
  const columns = Object.fromEntries(ROW_COLUMNS.map((name, index) => [name, index]));
  const lines = records.map((record, index) => ({
    line: index + 1,
    cells: ROW_COLUMNS.map((name) => String(record[name] ?? "")),
    broken: false,
  }));
  return parseLines(lines, columns);
}

const lineOf = (one: Finding) => Number(/\d+/.exec(one.zh)?.[0] ?? 0);
const byLine = (a: Finding, b: Finding) => lineOf(a) - lineOf(b);

/** A branch the committee already has, as far as a new list can change it. */
export interface KnownBranch {
  code: string;
  name: string;
  numbers: BranchNumbers;
}

export interface RosterPlan {
  added: RosterRow[];
  changed: RosterRow[];
  unchanged: number;
  /** Branches the committee has and the list does not name; they stay. */
  absent: number;
}

const sameNumbers = (a: BranchNumbers, b: BranchNumbers) =>
  NUMBER_COLUMNS.every((column) => a[column] === b[column]) && a.under === b.under;

/** What a list changes: codes tell branches apart; nobody is ever removed by a list. */
export function planRoster(known: readonly KnownBranch[], rows: readonly RosterRow[]): RosterPlan {
  const byCode = new Map(known.map((one) => [one.code, one]));
  const added = rows.filter((row) => !byCode.has(row.code));
  const changed = rows.filter((row) => {
    const old = byCode.get(row.code);
    return old !== undefined && (old.name !== row.name || !sameNumbers(old.numbers, row.numbers));
  });
  const unchanged = rows.length - added.length - changed.length;
  return { added, changed, unchanged, absent: known.length - (rows.length - added.length) };
}
