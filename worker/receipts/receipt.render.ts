import { computeLeafHash, computeVerificationCode, type ReceiptBody } from "../../schemas/receipt";
import { loadFont } from "../fonts";
import { keepPdf } from "./pdf.kept";
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

/** The receipt's PDF: the same receipt gives the same bytes, whoever asks and when. */
export async function renderReceipt(
  env: Pick<Env, "ASSETS">,
  record: ReceiptRecord,
  committee: string,
  origin: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return keepPdf(`receipt ${origin} ${committee} ${record.id}`, async () => {
    const proof = await computeProof(record);
    // A chunk of its own: half a megabyte that only the first receipt of an isolate waits for.
    const { renderReceiptPdf } = await import("./receipt.pdf");
    return renderReceiptPdf({
      ...proof,
      committee,
      verifyUrl: `${origin}/verify/${proof.body.number}`,
      font: loadFont(env),
    });
  });
}
