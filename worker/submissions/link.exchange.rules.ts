const MAX_SECRET_CHARS = 64;

/**
 * The secret in what was pasted: a whole link, a code, or either with white space a chat
 * app put around it. Null when it cannot be one.
 */
export function parseSecret(pasted: string): string | null {
  const secret = (pasted.normalize("NFKC").trim().split("#").at(-1) ?? "").trim().toLowerCase();
  return /^[0-9a-z]+$/.test(secret) && secret.length <= MAX_SECRET_CHARS ? secret : null;
}

/** WeChat's own browser cannot open its picker when `accept` or `multiple` is set. */
export function isPlainPicker(userAgent: string): boolean {
  return /MicroMessenger/i.test(userAgent);
}
