/** Digits in threes with a thin space that does not break: "1 632". */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** The first twelve digits of a SHA-256 in groups of four, as a receipt prints it. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 12).replace(/(.{4})(?=.)/g, "$1 ");
}
