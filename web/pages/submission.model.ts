import type { Bilingual } from "../../schemas/artifact";
import type { ShownState, SubmissionState } from "../../schemas/completeness";
import type { Lang } from "../../schemas/deadline";
import type { SubmissionBundle } from "./bundle.model";
import type { RoundHead, StaffView } from "./committee.frame";

export interface FileLine {
  id: string;
  name: string;
  version: number;
  bytes: number;
  sha256: string;
  pages: number | null;
  chars: number | null;
  receivedAt: string;
}

/** One field of a typed entry: a text, or a table. */
export interface EntryField {
  label: string;
  value: string;
  table: { head: readonly string[]; rows: readonly (readonly string[])[] } | null;
}

export interface ArtifactView {
  key: string;
  title: Bilingual;
  kind: "file" | "form" | "paper";
  required: boolean;
  state: ShownState;
  due: Bilingual | null;
  receivedAt: string | null;
  lateSeconds: number;
  files: readonly FileLine[];
  entry: { version: number; receivedAt: string; chars: number | null; fields: readonly EntryField[] } | null;
  paper: { arrivedAt: string; copies: number; sealed: boolean; receivedBy: string; note: string } | null;
  draftAt: string | null;
}

export interface EventLine {
  seq: number;
  at: string;
  type: string;
  by: "staff" | "branch" | "system";
}

export interface SubmissionProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead;
  branch: { id: string; code: string; name: string; members: number | null; slipCode: string };
  state: SubmissionState;
  missing: number;
  checklist: boolean;
  receipt: { number: string; version: number; issuedAt: string } | null;
  /** Null when nothing was handed in. */
  bundle: SubmissionBundle | null;
  /** A sentence in the reader's language: why the code typed was not taken. */
  archiveProblem: string | null;
  artifacts: readonly ArtifactView[];
  link: { url: string; openedAt: string | null } | null;
  lastActivityAt: string | null;
  events: readonly EventLine[];
}
