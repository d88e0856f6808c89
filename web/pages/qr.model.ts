/** A QR code as rows of dark runs, quiet zone included; see worker/receipts/qr.rules.ts. */
export interface QrView {
  size: number;
  rects: readonly { x: number; y: number; width: number }[];
}
