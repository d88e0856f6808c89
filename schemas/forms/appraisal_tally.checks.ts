import { describeSum, FULL, gradeWord, readRowCounts } from "./appraisal_tally.rows";
import { intOf, nameKey, rowsOf, sayNames, textOf } from "./values";
import { buildCheck, type EntryContext, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

function remarkIssued(entry: EntryValue): Remark[] {
  const [issued, voters] = [intOf(entry.issued), intOf(entry.present_voters)];
  if (issued === null || voters === null || issued === voters) return [];
  const gap = Math.abs(issued - voters);
  return [
    {
      path: "issued",
      zh: `发出票数${issued}，到会参加测评人数${voters}，应相等，现相差${gap}`,
      en: `${issued} ballots issued, ${voters} voters present: they must be equal and differ by ${gap}`,
    },
  ];
}

function remarkReturned(entry: EntryValue): Remark[] {
  const [issued, returned] = [intOf(entry.issued), intOf(entry.returned)];
  if (issued === null || returned === null || returned <= issued) return [];
  return [
    {
      path: "returned",
      zh: `收回票数${returned}，超过发出票数${issued}，多${returned - issued}张；收回多于发出，测评无效`,
      en: `${returned} ballots returned of ${issued} issued, ${returned - issued} too many: more back than issued voids the vote`,
    },
  ];
}

function remarkValid(entry: EntryValue): Remark[] {
  const [returned, valid, invalid] = [intOf(entry.returned), intOf(entry.valid), intOf(entry.invalid)];
  if (returned === null || valid === null || invalid === null || valid + invalid === returned) return [];
  return [
    {
      path: "valid",
      zh: `有效票${valid}+无效票${invalid}=${valid + invalid}，应等于收回票数${returned}`,
      en: `${valid} valid + ${invalid} invalid = ${valid + invalid}, but ${returned} ballots were returned`,
    },
  ];
}

function remarkRowSums(entry: EntryValue, ctx: EntryContext): Remark[] {
  const valid = intOf(entry.valid);
  if (valid === null) return [];
  // An anonymous ballot does not tell whose was invalid, so a member who may not rate himself has valid − 1 or valid.
  const least = ctx.round.selfVote ? valid : Math.max(0, valid - 1);
  return readRowCounts(entry, ctx).flatMap((row) => {
    if (row.sum <= valid && row.sum >= least) return [];
    const sum = `${row.name}：${describeSum(row)}`;
    const sumEn = `${row.name}: ${describeSum(row)}`;
    const path = `rows.${row.index}.${row.cells[0]?.key}`;
    if (row.sum > valid) {
      return [
        { path, zh: `${sum}，超过有效票${valid}`, en: `${sumEn}, more than the ${valid} valid ballots` },
      ];
    }
    const room = least < valid ? `，至少应为${least}` : "";
    const roomEn = least < valid ? `; at least ${least}` : "";
    return [
      {
        path,
        zh: `${sum}，少于有效票${valid}${room}`,
        en: `${sumEn}, fewer than the ${valid} valid ballots${roomEn}`,
      },
    ];
  });
}

function remarkSelfVotes(entry: EntryValue, ctx: EntryContext): Remark[] {
  const valid = intOf(entry.valid);
  if (valid === null || valid === 0 || ctx.round.selfVote) return [];
  const full = readRowCounts(entry, ctx).filter((row) => row.present && row.sum === valid);
  if (full.length === 0) return [];
  const names = sayNames(full.map((row) => row.name));
  return [
    {
      path: "rows",
      zh: `本轮不评本人，以下到会党员的合计却等于有效票${valid}，请核对：${names.zh}`,
      en: `Nobody rates himself in this round, yet these members present have all ${valid} valid votes; please check: ${names.en}`,
    },
  ];
}

function remarkGradeCounts(entry: EntryValue, ctx: EntryContext): Remark[] {
  const valid = intOf(entry.valid);
  if (valid === null) return [];
  return readRowCounts(entry, ctx).flatMap((row) =>
    row.cells
      .filter((cell) => cell.votes > valid)
      .map((cell) => ({
        path: `rows.${row.index}.${cell.key}`,
        zh: `${row.name}：${gradeWord(cell.key, ctx, "zh")}${cell.votes}票，超过有效票${valid}`,
        en: `${row.name}: ${cell.votes} votes for ${gradeWord(cell.key, ctx, "en")}, more than the ${valid} valid ballots`,
      })),
  );
}

function remarkCoverage(entry: EntryValue): Remark[] {
  const total = intOf(entry.total_members);
  if (total === null) return [];
  const [rated, left] = [rowsOf(entry.rows).length, rowsOf(entry.not_appraised).length];
  const gap = total - rated - left;
  if (gap === 0) return [];
  const sum = `${rated}+${left}=${rated + left}`;
  return [
    {
      path: "rows",
      zh: `民主评议党员全覆盖：测评结果与未测评${sum}人，党员总数${total}，${gap > 0 ? `还差${gap}` : `多${-gap}`}人；未测评的请写明原因`,
      en: `Every member is to be appraised: ${sum} listed (results and not appraised) of ${total} members, ${Math.abs(gap)} ${gap > 0 ? "missing" : "too many"}; give the reason for those not appraised`,
    },
  ];
}

function remarkNamesakes(entry: EntryValue): Remark[] {
  const seen = new Set<string>();
  const named = ["rows", "not_appraised"].flatMap((list) =>
    rowsOf(entry[list]).map((row, i) => ({ path: `${list}.${i}.name`, name: nameKey(row.name) })),
  );
  return named.flatMap(({ path, name }) => {
    if (name === "" || !seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        path,
        zh: `姓名“${name}”重复；同名党员请加后缀区分`,
        en: `The name “${name}” stands twice; tell namesakes apart with a suffix`,
      },
    ];
  });
}

function remarkTopGrade(entry: EntryValue, ctx: EntryContext): Remark[] {
  const top = "优秀";
  if (!ctx.round.grades.includes(top)) return [];
  const rows = rowsOf(entry.rows);
  const full = ctx.branch.full ?? rows.filter((row) => textOf(row.member_type) === FULL).length;
  const most = Math.floor(full / 3);
  const given = rows.filter((row) => textOf(row.opinion) === top).length;
  if (given <= most) return [];
  return [
    {
      path: "rows",
      zh: `评为“${top}”${given}人，超过正式党员${full}人的三分之一（${most}人）`,
      en: `${given} members graded “${top}”, more than a third (${most}) of ${full} full members`,
    },
  ];
}

/** Up to so many valid ballots a tally may show who voted what (T11). */
export const FEW_BALLOTS = 4;

function remarkSecrecy(entry: EntryValue): Remark[] {
  const valid = intOf(entry.valid);
  if (valid === null || valid > FEW_BALLOTS) return [];
  return [
    {
      path: "valid",
      zh: `有效票只有${valid}张，从汇总数可能看出谁投了什么票，请注意保密`,
      en: `With only ${valid} valid ballots the totals may show who voted what; mind the secrecy of the vote`,
    },
  ];
}

/** T1–T7, T10 and T11 of domain.md §3.3.9; T8 and T9 are computed, never checked. */
export const countChecks: readonly FormCheck[] = [
  buildCheck("appraisal_tally.t1_issued", "block", "T1; P14", remarkIssued),
  buildCheck("appraisal_tally.t2_returned", "block", "T2; P14", remarkReturned),
  buildCheck("appraisal_tally.t3_valid", "block", "T3; P14", remarkValid),
  buildCheck("appraisal_tally.t4_row_sum", "block", "T4; P12, P14", remarkRowSums),
  buildCheck("appraisal_tally.t4_self_vote", "warn", "T4; P12", remarkSelfVotes),
  buildCheck("appraisal_tally.t5_grade_count", "block", "T5; P14", remarkGradeCounts),
  buildCheck("appraisal_tally.t6_coverage", "block", "T6; 003 民主评议党员全覆盖", remarkCoverage, [
    "two_coverages",
    "all_appraised",
  ]),
  buildCheck("appraisal_tally.t7_namesakes", "warn", "T7; P12", remarkNamesakes),
  buildCheck("appraisal_tally.t10_top_grade", "warn", "T10; P12, P13", remarkTopGrade),
  buildCheck("appraisal_tally.t11_secrecy", "warn", "T11; I (003 无记名投票)", remarkSecrecy, [
    "secret_ballot",
  ]),
];
