/** What a bundle is made of, read as one moment: several statements of several stores in one batch. */
import { type ChainHead, toChainHead } from "../audit/event.write";
import type { Db } from "../db";
import { type ReceiptRecord, selectReceiptOf, toReceiptRecord } from "../receipts/receipt.store";
import { selectSheet } from "../submissions/facts.select";
import { readSheet, type SubmissionSheet } from "../submissions/facts.store";
import type { BundleFile } from "./bundle.items.rules";
import { type StoredEntry, selectEntries, selectFiles, selectRoundHead, toBundleFile } from "./bundle.store";
import { type CurrentPack, selectPackById, selectPacksOfNow } from "./pack.store";

/** A branch's sheet, and where the log of its round ended at that moment. */
export interface Moment {
  sheet: SubmissionSheet;
  roundHead: ChainHead;
}

/** Everything a bundle is made of, as of one moment: a file struck out later is in all of it or in nothing. */
export interface Holding extends Moment {
  /** Every version, in the order it was begun. */
  files: BundleFile[];
  entries: StoredEntry[];
  receipt: ReceiptRecord | null;
}

/** Null when there is no such submission, or its round is not published. */
export async function findHolding(db: Db, submissionId: string): Promise<Holding | null> {
  const [sheetRows, fileRows, entryRows, receiptRows, headRows] = await db.batch([
    selectSheet(db, submissionId),
    selectFiles(db, submissionId),
    selectEntries(db, submissionId),
    selectReceiptOf(db, submissionId),
    selectRoundHead(db, submissionId),
  ]);
  const sheet = readSheet(sheetRows);
  if (sheet === null) return null;
  const receipt = toReceiptRecord(receiptRows);
  const roundHead = toChainHead(headRows);
  return { sheet, roundHead, files: fileRows.map(toBundleFile), entries: entryRows, receipt };
}

/** What a submission that access has already proved to exist holds; its absence is a fault. */
export async function getHolding(db: Db, submissionId: string): Promise<Holding> {
  return (await findHolding(db, submissionId)) ?? failUnpublished();
}

function failUnpublished(): never {
  throw new Error("submission without a published round");
}

/** A branch now. */
export async function readMoment(db: Db, submissionId: string): Promise<Moment> {
  const [sheetRows, headRows] = await db.batch([
    selectSheet(db, submissionId),
    selectRoundHead(db, submissionId),
  ]);
  return { sheet: readSheet(sheetRows) ?? failUnpublished(), roundHead: toChainHead(headRows) };
}

/** A branch now, and the packs a download may come from: the one of this id, else those of what is in. */
export async function readPacks(
  db: Db,
  submissionId: string,
  packId: string | null,
): Promise<Moment & { packs: CurrentPack[] }> {
  const [sheetRows, packs, headRows] = await db.batch([
    selectSheet(db, submissionId),
    packId === null ? selectPacksOfNow(db, submissionId) : selectPackById(db, submissionId, packId),
    selectRoundHead(db, submissionId),
  ]);
  return { sheet: readSheet(sheetRows) ?? failUnpublished(), packs, roundHead: toChainHead(headRows) };
}
