import type { Bilingual } from "../../schemas/artifact";
import type { EntryFigures } from "../../schemas/entry";
import type { EntryContext, EntryValue, FormDefinition } from "../../schemas/forms/vocabulary";
import type { Finding } from "../../schemas/problem";
import type { FileLine, UnfinishedLine } from "./branch.model";
import type { EntryField } from "./submission.model";

/** Everything a form's page shows of one artifact. */
export interface FormView {
  submissionId: string;
  branchName: string;
  issuer: string;
  artifactKey: string;
  /** Behind the artifact's path, which of its entries this is; "" for the first. */
  itemPath: string;
  title: Bilingual;
  due: string | null;
  dueText: string | null;
  minChars: number | null;
  /** The notice's own words for this artifact. */
  source: string | null;
  note: string | null;
  /** As this round asks it. */
  form: FormDefinition;
  value: EntryValue;
  findings: readonly Finding[];
  figures: EntryFigures;
  /** The `rows` field that gets one more empty row. */
  addRow: string | null;
  /** What the writer has seen; comes back with every write. */
  revision: string;
  draftSavedAt: string | null;
  handedIn: { version: number; receivedAt: string; warnings: readonly Finding[] } | null;
  /** What the other artifacts make of what was handed in. */
  ruleFindings: readonly Finding[];
  /** The sentence of a refusal, above everything else. */
  problem: string | null;
  /** After a stale write: the fields in which what is stored differs from what was typed. */
  differences: readonly { label: Bilingual; text: string }[];
  open: boolean;
  /** Why nothing is taken, and what is there, to read only; null while the form is open. */
  closed: { sentence: string; fields: readonly EntryField[] } | null;
  /** Files of the form's `file` fields by field key. */
  files: Readonly<Record<string, readonly FileLine[]>>;
  /** Files that broke off on their way to one of them. */
  unfinished: Readonly<Record<string, readonly UnfinishedLine[]>>;
  /** Why the file posted last to one of them was refused. */
  refusedFile: { field: string; sentence: string } | null;
  plainPicker: boolean;
  maxFileBytes: number;
  /** What the checks in the browser look at. */
  context: EntryContext;
}
