/** What the bench has done by the program's own functions, in the runtime that is measured (inside/backstage.ts). */
import type { BenchWorld } from "./inside/world";

/** What one answer took, as production bills it. */
export interface AnswerCost {
  status: number;
  bytes: number;
  subrequests: number;
  r2Reads: number;
  statements: number;
}

export interface Acts {
  /** A published round that asks for any number of `records` and a `cover`; nothing is in. */
  makeBranches(asked: { branches: number; now: string }): BenchWorld;
  /** A round in which every branch has `files` files in and is sealed; a paper is still out. */
  makeRound(asked: { branches: number; files: number; fileBytes: number; now: string }): {
    roundId: string;
    /** Of a signed-in member of staff. */
    cookie: string;
  };
  /** One file for each name of an artifact, put there at once but settled by the product. */
  stock(asked: { submissionId: string; artifacts: readonly string[]; fileBytes: number; now: string }): null;
  /** Answers `sealed` or why not. */
  seal(asked: { submissionId: string; now: string }): string;
  /** Takes every pack of a submission away, so that it can be sealed once more. */
  unseal(asked: { submissionId: string }): null;
  /** Whether what is in now lies in a sealed pack. */
  isSealed(asked: { submissionId: string }): boolean;
  /** Answers a GET by the whole app behind a meter, and reads the answer to its end. */
  count(asked: { url: string; headers: Record<string, string> }): AnswerCost;
}
