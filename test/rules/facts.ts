import { type AskedArtifact, askedArtifact } from "../../schemas/artifact";
import {
  computeCompleteness,
  type DraftFact,
  type EntryFact,
  type Facts,
  type FileFact,
  type PaperFact,
} from "../../schemas/completeness";

const SHA = "0".repeat(64);
export const DUE = "2026-12-18T23:59:59+08:00";
export const ON_TIME = "2026-12-15T02:00:00.000Z";
export const LATE = "2026-12-18T18:00:00.000Z";

export function makeArtifact(key: string, over: Partial<AskedArtifact> = {}): AskedArtifact {
  return askedArtifact.parse({
    key,
    title: { zh: key, en: key },
    kind: "file",
    obligation: "hand_in",
    required: true,
    ask: "required",
    due: DUE,
    ...over,
  });
}

export function makeFile(artifactKey: string, over: Partial<FileFact> = {}): FileFact {
  const id = over.id ?? "fil_1";
  const rest = {
    name: "a.pdf",
    type: "pdf",
    bytes: 10,
    sha256: SHA,
    crc32: 0,
    pages: null,
    chars: null,
    han: null,
    notes: [],
  };
  return {
    id,
    artifactKey,
    fieldKey: null,
    lineageId: id,
    version: 1,
    receivedAt: ON_TIME,
    ...rest,
    ...over,
  };
}

export function makeEntry(artifactKey: string, over: Partial<EntryFact> = {}): EntryFact {
  const rest = { bytes: 10, sha256: SHA, chars: null, receivedAt: ON_TIME };
  return { id: "ent_1", artifactKey, item: 1, form: artifactKey, version: 1, ...rest, ...over };
}

export function makePaper(artifactKey: string, over: Partial<PaperFact> = {}): PaperFact {
  const rest = { copies: 1, sealed: true, receivedBy: "党建办公室", note: "", receivedAt: ON_TIME };
  return { id: "pap_1", artifactKey, arrivedAt: ON_TIME, ...rest, ...over };
}

export function makeFacts(over: Partial<Facts> = {}): Facts {
  return { files: [], entries: [], papers: [], drafts: [], reviews: [], extensions: [], ...over };
}

export const makeDraft = (artifactKey: string): DraftFact => ({
  artifactKey,
  item: 1,
  savedAt: ON_TIME,
  chars: 12,
});

/** Completeness of a round that asks for these, with whatever else is not in. */
export function judge(
  artifacts: AskedArtifact[],
  facts: Partial<Facts> = {},
  first?: Record<string, string>,
) {
  return computeCompleteness({ artifacts }, makeFacts(facts), { firstReceived: first ?? {} });
}
