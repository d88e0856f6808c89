import { CODE_ALPHABET, computeVerificationCode } from "../../schemas/receipt";

/**
 * Whether what a clerk typed is the code index.html prints for this manifest, or the whole
 * hash; case, spaces and dashes do not matter, nor letters that look like digits.
 */
export function isManifestCode(typed: string, manifestSha256: string): boolean {
  const plain = typed.normalize("NFKC").trim();
  if (plain.toLowerCase() === manifestSha256) return true;
  return readCode(plain) === readCode(computeVerificationCode(manifestSha256));
}

function readCode(text: string): string {
  const letters = text.toUpperCase().replace(/[IL]/g, "1").replace(/O/g, "0");
  return [...letters].filter((letter) => CODE_ALPHABET.includes(letter)).join("");
}
