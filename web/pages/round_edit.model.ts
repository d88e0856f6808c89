import type { Bilingual } from "../../schemas/artifact";
import type { Change } from "../../schemas/change";
import type { Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import type { Titles } from "../ui/changes";
import type { RoundHead, StaffView } from "./committee.frame";

/** The form's texts by field name, as stored or as typed. */
export type FormTexts = Readonly<Record<string, string>>;

export interface EditArtifact {
  key: string;
  title: Bilingual;
  kind: "file" | "form" | "paper";
  inferred: boolean;
  sealed: boolean;
  source: string | null;
  /** Whether a least number of characters makes sense here. */
  countsChars: boolean;
  /** The notice has the branch keep it: it may be collected, or only declared. */
  kept: boolean;
  /** Answered by many entries: how many it takes may be set. */
  several: boolean;
}

/** A check whose level the round sets: what it is, and its level where nobody sets one. */
export interface EditLevel {
  code: string;
  form: Bilingual | null;
  source: string | null;
  usual: "block" | "warn" | "inform" | null;
}

/** The draft of a published round's next version, against what is published. */
export interface AmendView {
  /** The published version. */
  version: number;
  changes: readonly Change[];
  /** What cannot change after publishing. */
  faults: readonly Bilingual[];
  titles: Titles;
}

/** Who hands in for whom once the round is published. */
export interface SubmittersView {
  /** Links that publishing makes. */
  links: number;
  /** Set where the round is one of units: which of them answer for which branches. */
  units: readonly { code: string; name: string; branches: readonly string[] }[] | null;
  /** Upper organisations that the roster does not have, and the branches that name them. */
  unknown: readonly { under: string; branches: readonly string[] }[];
}

export interface RoundEditProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead;
  form: FormTexts;
  artifacts: readonly EditArtifact[];
  milestones: readonly { key: string; title: Bilingual; dueText: string | null }[];
  levels: readonly EditLevel[];
  counts: { required: number; optional: number };
  submitters: SubmittersView;
  /** Null before the round is published. */
  amend: AmendView | null;
  past: readonly Bilingual[];
  /** Names the draft that was read, so that two people do not overwrite each other. */
  revision: string;
  done: "saved" | "shifted" | "discarded" | null;
  findings: readonly Finding[];
  /** Someone else saved the draft meanwhile; nothing of this form was stored. */
  conflict: boolean;
}
