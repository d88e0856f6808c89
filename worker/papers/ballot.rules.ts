import type { AskedArtifact } from "../../schemas/artifact";
import { isUngraded } from "../../schemas/forms/appraisal_tally.rows";
import { isPrinted } from "../../schemas/forms/printed";
import { dayOf, rowsOf, textOf } from "../../schemas/forms/values";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import type { RoundVersion } from "../../schemas/round";
import { cleanText } from "../receipts/wrap.rules";

/** The artifact an appraisal is asked by: the tally, else the ballots that a branch keeps; null where none is. */
export function findAppraisal(version: Pick<RoundVersion, "artifacts">): AskedArtifact | null {
  const tally = version.artifacts.find((one) => one.form === "appraisal_tally");
  return tally ?? version.artifacts.find((one) => isPrinted(one.form)) ?? null;
}

/** A member as a ballot and a counting sheet name him. */
export interface BallotMember {
  /** "" where the branch has not typed it: the cell is left to write in. */
  name: string;
  /** 不定等次: printed instead of boxes to tick. */
  ungraded: boolean;
}

/** What both sheets print of an appraisal; nothing in it depends on who asks for it, or when. */
export interface BallotSheet {
  branch: string;
  grades: readonly string[];
  members: readonly BallotMember[];
  /** `YYYY-MM-DD`; null leaves a line to write on. */
  heldOn: string | null;
}

/** Printed where neither roster nor tally says how many members there are. */
const BLANK_ROWS = 20;
/** As many as a tally has rows. */
const MAX_ROWS = 200;
/** A draft may hold names of any length. */
const MAX_NAME_CHARS = 50;
const MAX_GRADE_CHARS = 12;

const clip = (text: string, chars: number) => Array.from(cleanText(text)).slice(0, chars).join("");

function listMembers(tally: EntryValue, members: number | null): BallotMember[] {
  const named = rowsOf(tally.rows).map((row) => ({
    name: clip(textOf(row.name), MAX_NAME_CHARS),
    ungraded: isUngraded(row),
  }));
  const left = rowsOf(tally.not_appraised).length;
  const wanted = members === null ? named.length || BLANK_ROWS : members - left;
  const blank = Math.max(0, Math.min(MAX_ROWS, wanted) - named.length);
  return [
    ...named.slice(0, MAX_ROWS),
    ...Array.from({ length: blank }, () => ({ name: "", ungraded: false })),
  ];
}

/**
 * The sheets of one branch's appraisal. Names are the branch's own, from its tally or the
 * draft of it; the service knows none by itself.
 *
 * @param tally what the branch has typed so far
 */
export function buildBallotSheet(
  ctx: Pick<EntryContext, "branch" | "round">,
  tally: EntryValue,
): BallotSheet {
  return {
    branch: cleanText(ctx.branch.name),
    grades: ctx.round.grades.map((grade) => clip(grade, MAX_GRADE_CHARS)),
    members: listMembers(tally, ctx.branch.members),
    heldOn: dayOf(tally.meeting_on),
  };
}
