import { type AskedArtifact, computeAnswerWays } from "../../schemas/artifact";
import type { SubmissionState } from "../../schemas/completeness";
import { formatDue } from "../../schemas/deadline";
import { KNOWN_FORMS } from "../../schemas/forms";
import type { SummaryCell } from "../../schemas/summary";

/** What is due, as a person reads it; the notice's own words ("及时") where it names no day. */
export const sayDue = (one: AskedArtifact): string | null =>
  one.due === null ? one.dueText : formatDue(one.due);

/** What is known of a required artifact that is not in, as far as its branch has come with it. */
export function explainMissing(one: AskedArtifact, cell: SummaryCell, branch: SubmissionState): string {
  switch (cell[0]) {
    case "returned":
      return "被退回，待重新报送";
    case "awaiting_paper":
      return explainPaper(one, cell);
    case "draft":
      return explainDraft(one, cell);
    default:
      return branch === "untouched" ? "尚未开始" : "未交";
  }
}

/** An original counts only as the notice asks for it: sealed, and as many copies. */
function explainPaper(one: AskedArtifact, [, , figure, unit]: SummaryCell): string {
  const asked = one.copies ?? 1;
  const what = `${one.sealed ? "盖章的" : ""}纸质原件${asked > 1 ? `${asked}份` : ""}`;
  if (unit === "copies" && figure !== null) {
    const short = figure < asked;
    return short ? `纸质件已到${figure}份，要求${asked}份` : "纸质件已到，未盖章";
  }
  return unit === null ? `待收${what}` : `电子件已传，待收${what}`;
}

/** Something is begun and not handed in: a form half typed, or fewer files than asked. */
function explainDraft(one: AskedArtifact, [, , figure, unit]: SummaryCell): string {
  if (!computeAnswerWays(one, KNOWN_FORMS).form || unit === "files") {
    const files = unit === "files" && figure !== null ? figure : 1;
    return `已传${files}个文件，要求不少于${one.minFiles}个`;
  }
  if (unit !== "chars" || figure === null) return "有草稿，未提交";
  return `有草稿${figure}字${one.minChars === null ? "" : `（要求不少于${one.minChars}字）`}，未提交`;
}
