export type Column =
  | "code"
  | "name"
  | "members"
  | "full"
  | "probationary"
  | "committee"
  | "floating"
  | "under";

/** Words a header cell may hold; the first match wins, so the narrower ones stand first. */
const HEADER_WORDS: readonly [Column, RegExp][] = [
  ["under", /上级|所属|总支|^under$|^unit$|parent/],
  ["full", /正式|^full/],
  ["probationary", /预备|probation/],
  ["floating", /流动|floating/],
  ["committee", /班子|委员|committee/],
  ["members", /党员|人数|总数|members?$/],
  ["code", /编号|代码|编码|code/],
  ["name", /名称|支部|单位|组织|name|branch/],
];
/** How columns are taken when there is no header; a third one that is no number is the upper organisation. */
const PLAIN_COLUMNS: readonly Column[] = ["code", "name", "members"];
/** Columns a roster may have and that say nothing here; "支部书记" is no name of a branch. */
const OTHER_HEADERS = /书记|联系|电话|手机|备注|地址/;
const COUNT_HEADERS = /^(?:序号|no\.?|id|#)$/;
const SURE_HEADERS = /^(?:(?:支部|组织|单位|党组织)?(?:编号|代码|编码|名称)|党员(?:总|人)数|code|name)$/;

export type Columns = Partial<Record<Column, number>>;

/** "单位, 支部": where a list has a column for either, the first says what the second belongs to. */
function splitUnit(columns: Columns, words: readonly string[]): void {
  const unit = columns.name === undefined ? "" : (words[columns.name] ?? "");
  const taken = new Set(Object.values(columns));
  const branch = words.findIndex(
    (word, index) => /支部/.test(word) && !taken.has(index) && !OTHER_HEADERS.test(word),
  );
  if (columns.under !== undefined || branch < 0 || !/单位/.test(unit)) return;
  columns.under = columns.name;
  columns.name = branch;
}

/** Where the columns of a header are; null when the line is none. `code` or `name` may be missing. */
export function findHeader(cells: readonly string[]): Columns | null {
  const words = cells.map((cell) => cell.toLowerCase().replace(/\s/g, ""));
  const columns: Columns = {};
  for (const [index, word] of words.entries()) {
    if (/\d/.test(word) || OTHER_HEADERS.test(word)) continue;
    const found = HEADER_WORDS.find(
      ([column, pattern]) => columns[column] === undefined && pattern.test(word),
    );
    if (found !== undefined) columns[found[0]] = index;
  }
  const counted = words.findIndex((word) => COUNT_HEADERS.test(word));
  if (columns.code === undefined && counted >= 0) columns.code = counted;
  // A list of general branches calls its names 党总支名称.
  if (columns.name === undefined && columns.under !== undefined) {
    columns.name = columns.under;
    delete columns.under;
  }
  splitUnit(columns, words);
  const whole = columns.code !== undefined && columns.name !== undefined;
  return whole || words.some((word) => SURE_HEADERS.test(word)) ? columns : null;
}

/** Columns of a list without a header, judged by its first line. */
export function plainColumns(first: readonly string[]): Columns {
  const columns = Object.fromEntries(PLAIN_COLUMNS.map((name, index) => [name, index]));
  const third = first[2];
  if (third === undefined || third === "" || /^\d/.test(third)) return columns;
  return { code: 0, name: 1, under: 2, members: 3 };
}
