import type { Finding } from "../../schemas/problem";
import type { BranchNumbers } from "../db";
import { type Column, type Columns, findHeader, plainColumns } from "./roster.header.rules";
import { cleanCell, type RawLine, sniffDelimiter, splitCells } from "./roster.text.rules";

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
const MAX_CODE_CHARS = 40;
const MAX_NAME_CHARS = 100;
const MAX_MEMBERS = 100_000;

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

/** The figures of a branch of which the roster says nothing. */
export const EMPTY_NUMBERS: BranchNumbers = {
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

function refuseHeader(header: Columns): ParsedRoster {
  const { zh, en } = COLUMN_WORDS[header.code === undefined ? "code" : "name"];
  return refuseWhole("roster.header", `表头里没有“${zh}”这一列。`, `The header has no column “${en}”.`);
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
  if (header !== null && (header.code === undefined || header.name === undefined))
    return refuseHeader(header);
  const body = header === null ? lines : lines.slice(1);
  if (body.length === 0)
    return refuseWhole("roster.empty", "只有表头，没有支部。", "There is a header and no branch.");
  if (body.length > MAX_ROSTER_ROWS) return refuseTooLong(body.length);
  return parseLines(body, header ?? plainColumns(firstCells));
}

function parseLines(lines: readonly RawLine[], columns: Columns): ParsedRoster {
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
