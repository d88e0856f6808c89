import { computeLeafHash, computeVerificationCode, type ReceiptBody } from "../../schemas/receipt";
import { loadFont } from "../fonts";
import { buildReceiptBody } from "./receipt.rules";
import type { ReceiptRecord } from "./receipt.store";

/** A receipt with the hash and the printed code that follow from its body. */
export interface ReceiptProof {
  body: ReceiptBody;
  leafHash: string;
  code: string;
}

export async function computeProof(record: ReceiptRecord): Promise<ReceiptProof> {
  const body = buildReceiptBody(record, record.prefix);
  const leafHash = await computeLeafHash(body);
  return { body, leafHash, code: computeVerificationCode(leafHash) };
}

/** Where a printed receipt is checked; names the version, so that an old print answers "superseded". */
export function buildVerifyPath(body: Pick<ReceiptBody, "number" | "version">): string {
  return `/verify/${body.number}?v=${body.version}`;
}

const KEPT_PDFS = 8;
const kept = new Map<string, Uint8Array<ArrayBuffer>>();

/** A download that is resumed asks for the same receipt again and again: the last few stay in the isolate. */
function keepPdf(key: string, bytes: Uint8Array<ArrayBuffer>): void {
  const oldest = kept.keys().next().value;
  if (kept.size >= KEPT_PDFS && oldest !== undefined) kept.delete(oldest);
  kept.set(key, bytes);
}

/** The receipt's PDF: the same receipt gives the same bytes, whoever asks and when. */
export async function renderReceipt(
  env: Pick<Env, "ASSETS">,
  record: ReceiptRecord,
  committee: string,
  origin: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${origin} ${committee} ${record.id}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const proof = await computeProof(record);
  // A chunk of its own: half a megabyte that only the first receipt of an isolate waits for.
  const { renderReceiptPdf } = await import("./receipt.pdf");
  const bytes = await renderReceiptPdf({
    ...proof,
    committee,
    verifyUrl: `${origin}/verify/${proof.body.number}`,
    font: loadFont(env),
  });
  const pdf = new Uint8Array(bytes);
  keepPdf(key, pdf);
  return pdf;
}
