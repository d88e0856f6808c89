import type { QrView } from "../pages/qr.model";

/** All modules are one path: small on the wire, and no hairlines between them. */
export function Qr({ qr, label, side }: { qr: QrView; label: string; side: number }) {
  const path = qr.rects.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join("");
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${qr.size} ${qr.size}`}
      width={side}
      height={side}
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  );
}
