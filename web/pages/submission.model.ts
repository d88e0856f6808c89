import type { RequestFact } from "../../schemas/api.request";
import type { Bilingual } from "../../schemas/artifact";
import type { Decision, ShownState, SubmissionState } from "../../schemas/completeness";
import type { Lang } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
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
  han: number | null;
  /** What was noticed of it (worker/files/inspect). */
  notes: readonly string[];
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
  minChars: number | null;
  /** No longer asked; shown because something of it is in. */
  withdrawn: boolean;
  state: ShownState;
  due: Bilingual | null;
  receivedAt: string | null;
  lateSeconds: number;
  files: readonly FileLine[];
  entries: readonly {
    item: number;
    /** Which of several it is: the branch of a unit, "第2份"; null for the only one. */
    which: Bilingual | null;
    version: number;
    receivedAt: string;
    chars: number | null;
    fields: readonly EntryField[];
  }[];
  paper: { arrivedAt: string; copies: number; sealed: boolean; receivedBy: string; note: string } | null;
  draftAt: string | null;
  /** What the committee decided and may decide. */
  review: ReviewView;
  /** What rules across artifacts say of it. */
  findings: readonly Finding[];
  /** "逾期2小时（延期后截止 …）"; null while nothing is in. */
  punctuality: Bilingual | null;
}

export interface ReviewView {
  /** The newest decision in words, with its reason; null while there is none. */
  told: { decision: Decision; reason: string; number: string; by: string; at: string } | null;
  /** Files and entries that wait beside what was accepted. */
  pending: boolean;
  /** What the page shows, for the server to tell whether something newer came. */
  seen: string;
  offers: readonly Decision[];
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
  /** A form of this page that was refused: why, where it stands, and what was typed. */
  refused: { sentence: Bilingual; place: string; typed: Readonly<Record<string, string>> } | null;
  artifacts: readonly ArtifactView[];
  link: { url: string; openedAt: string | null } | null;
  lastActivityAt: string | null;
  requests: readonly RequestFact[];
  events: readonly EventLine[];
}
