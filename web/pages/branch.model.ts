import type { Bilingual, FileType, Repeat } from "../../schemas/artifact";
import type { Change } from "../../schemas/change";
import type { Decision, ShownState } from "../../schemas/completeness";
import type { Finding } from "../../schemas/problem";
import type { Titles } from "../ui/changes";
import type { QrView } from "./qr.model";

/** A stored file as its line on the page. */
export interface FileLine {
  id: string;
  /** Set when it belongs to a field of the form and is replaced on the form's page. */
  fieldKey: string | null;
  lineageId: string;
  version: number;
  name: string;
  /** By the bytes. */
  type: string;
  bytes: number;
  sha256: string;
  chars: number | null;
  han: number | null;
  pages: number | null;
  receivedAt: string;
  notes: readonly string[];
}

/** A handed-in entry as its line on the page. */
export interface EntryLine {
  id: string;
  item: number;
  /** The form it was typed into, where that tells something: 零报告. */
  form: string;
  version: number;
  bytes: number;
  sha256: string;
  chars: number | null;
  receivedAt: string;
}

/** What may be picked, said before the picker opens. */
export interface UploadPlace {
  types: readonly FileType[];
  minFiles: number;
  maxFiles: number | null;
  /** How many are in already, of those that count. */
  have: number;
  /** One more is taken. */
  room: boolean;
  /** How many more are taken; null where no number is set. */
  left: number | null;
  /** The lineage of the one file that has to be sent again; null where there is no such one. */
  mends: string | null;
}

/** What was sent after something was accepted, and does not stand. */
export interface ChangedLines {
  /** It waits to be looked at; otherwise it was refused. */
  waits: boolean;
  files: readonly FileLine[];
  entries: readonly EntryLine[];
}

export interface PaperPlace {
  deliverTo: string | null;
  copies: number | null;
  sealed: boolean;
  /** When the desk takes it, in the round's words. */
  hours: string | null;
  /** The arrival the desk recorded, which may still lack seal or copies. */
  arrival: { arrivedAt: string; copies: number; sealed: boolean; receivedBy: string } | null;
}

/** A file that broke off on its way, with the bytes of it that came. */
export interface UnfinishedLine {
  id: string;
  name: string;
  bytes: number;
  received: number;
}

export interface DraftLine {
  savedAt: string;
  chars: number | null;
  /** Characters still to write; 0 when the notice asks for no length or it is reached. */
  short: number;
}

/** The committee's blank template of an artifact. */
export interface BlankOffer {
  name: string;
  bytes: number;
}

/** One artifact as the branch sees it. */
export interface ArtifactCard {
  key: string;
  /** Its place in the notice's list, from 1. */
  no: number;
  title: Bilingual;
  kind: "file" | "form" | "paper";
  required: boolean;
  state: ShownState;
  due: string | null;
  dueText: string | null;
  lateSeconds: number;
  minChars: number | null;
  note: string | null;
  blank: BlankOffer | null;
  /** The one card whose action is the filled button. */
  urgent: boolean;
  /** False when nothing more is taken here: the round is closed, or late hand-ins are refused. */
  open: boolean;
  /** Whether a form of the engine answers it. */
  form: boolean;
  upload: UploadPlace | null;
  paper: PaperPlace | null;
  draft: DraftLine | null;
  files: readonly FileLine[];
  /** In the order of their items; more than one only where the artifact takes several. */
  entries: readonly EntryLine[];
  /** How its entries are counted: once, by persons, or one for each of these branches. */
  repeat: Repeat;
  /** Entries that are being typed. */
  draftItems: readonly number[];
  memberNames: readonly string[];
  receivedAt: string | null;
  punctuality: Bilingual | null;
  /** The deadline was put off for this branch to `due`. */
  extended: boolean;
  /** The decision that holds, and what came of a change of what was accepted. */
  decision: { decision: Decision; reason: string; number: string; at: string } | null;
  pending: boolean;
  changed: ChangedLines | null;
  refusedChange: { reason: string; at: string } | null;
  findings: readonly Finding[];
  /** Files of earlier rounds that were accepted for the same artifact. */
  reusable: readonly { id: string; name: string; bytes: number; noticeNumber: string; acceptedAt: string }[];
  unfinished: readonly UnfinishedLine[];
  nothingToReport: boolean;
  /** Blank ballots and counting sheets can be printed for it. */
  ballots: boolean;
  /** It stays with the branch and is only declared. */
  declare: boolean;
  /** No longer asked; shown because something of it is in. */
  withdrawn: boolean;
}

export type Segment = "done" | "paper" | "begun" | "open";

/** The first thing the page says. */
export interface Answer {
  checklist: boolean;
  complete: boolean;
  /** Of the required artifacts; of all of them in a checklist. */
  total: number;
  missing: number;
  segments: readonly Segment[];
  deadline: {
    due: string;
    dueText: string | null;
    extended: boolean;
    daysLeft: number;
    lateSeconds: number;
  } | null;
}

export interface ReceiptLine {
  /** Whether something changed since: a version waits to be looked at, or something must be mended. */
  standing: "whole" | "pending" | "reopened";
  number: string;
  version: number;
  issuedAt: string;
  code: string;
  verifyPath: string;
}

/** What one amendment changed for a branch. */
export interface AmendmentNote {
  version: number;
  publishedAt: string;
  note: string;
  changes: readonly Change[];
  titles: Titles;
}

/** Everything the status page shows of one submission. */
export interface BranchView {
  submissionId: string;
  /** Of what is in now; gone once something else is. */
  bundleHref: string;
  branchName: string;
  noticeNumber: string;
  theme: string;
  issuer: string;
  contact: string;
  /** Everybody who may be called; never empty. */
  contacts: readonly { who: string; phone: string | null }[];
  open: boolean;
  closedAt: string | null;
  latePolicy: "accept" | "refuse";
  slipCode: string;
  /** What the desk scans; null where no paper is out. */
  slipQr: QrView | null;
  /** A slip is worth printing: some paper is asked for. */
  slip: boolean;
  /** The branches of a unit that each hold an appraisal; [""] where the submission itself does. */
  appraising: readonly string[];
  retainUntil: string | null;
  maxFileBytes: number;
  /** WeChat's browser fails on `accept` and `multiple`: a plain input there. */
  plainPicker: boolean;
  /** Questions to the committee that wait, and that were answered. */
  waiting: number;
  answered: number;
  answer: Answer;
  receipt: ReceiptLine | null;
  /** What amendments changed for this branch, newest first; of each at least one thing. */
  amendments: readonly AmendmentNote[];
  /** Why the form posted last was refused, at its artifact, or on top where none of the page's is meant. */
  refused: { artifact: string | null; sentence: Bilingual } | null;
  todo: readonly ArtifactCard[];
  optional: readonly ArtifactCard[];
  received: readonly ArtifactCard[];
}
