/** Bytes `start` up to but not including `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface ConditionalRequest {
  method: string;
  ifNoneMatch: string | null;
  ifRange: string | null;
  range: string | null;
  /** The strong, quoted ETag of what would be sent. */
  etag: string;
  /** Its whole length in bytes. */
  size: number;
}

/** How to answer; `start` and `end` (exclusive) are what a body carries, both 0 for 304 and 416. */
export interface ConditionalPlan extends ByteRange {
  status: 200 | 206 | 304 | 416;
}

/**
 * One `Range` header (RFC 9110 §14). Anything that is not a single well-formed byte range,
 * several ranges included, is answered with the whole, which §14.2 allows. `end` is exclusive.
 */
export function parseRange(header: string | null, size: number): ByteRange | "whole" | "unsatisfiable" {
  const set = /^bytes=(.*)$/i.exec(header?.trim() ?? "")?.[1];
  const specs = (set ?? "").split(",").flatMap((spec) => (spec.trim() === "" ? [] : [spec.trim()]));
  const [, first, last] = /^(\d*)-(\d*)$/.exec(specs[0] ?? "") ?? [];
  if (specs.length !== 1 || first === undefined || last === undefined) return "whole";
  if (first === "") return last === "" ? "whole" : computeSuffix(Number(last), size);
  const start = Number(first);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  if (last !== "" && Number(last) < start) return "whole";
  return start < size ? { start, end } : "unsatisfiable";
}

function computeSuffix(length: number, size: number): ByteRange | "whole" | "unsatisfiable" {
  if (length === 0) return "unsatisfiable";
  // A suffix of an empty body is the empty body; Content-Range has no form for it.
  return size === 0 ? "whole" : { start: Math.max(0, size - length), end: size };
}

/**
 * The order of RFC 9110 §13.2.2 for a resource with an ETag and no modification date:
 * If-None-Match first, then Range for GET only, guarded by If-Range.
 */
export function planConditional(request: ConditionalRequest): ConditionalPlan {
  const { method, ifNoneMatch, ifRange, range, etag, size } = request;
  if (ifNoneMatch !== null && matchesAny(ifNoneMatch, etag)) return { status: 304, start: 0, end: 0 };
  const whole = { status: 200, start: 0, end: size } as const;
  if (method !== "GET" || range === null) return whole;
  // If-Range compares strongly, so a weak tag or a date never matches.
  if (ifRange !== null && ifRange.trim() !== etag) return whole;
  const wanted = parseRange(range, size);
  if (wanted === "whole") return whole;
  if (wanted === "unsatisfiable") return { status: 416, start: 0, end: 0 };
  return { status: 206, ...wanted };
}

/** If-None-Match compares weakly: `W/` is ignored on both sides (RFC 9110 §8.8.3.2). */
function matchesAny(header: string, etag: string): boolean {
  if (header.trim() === "*") return true;
  const wanted = etag.replace(/^W\//, "");
  return Array.from(header.matchAll(/"[\x21\x23-\x7e\x80-\xff]*"/g), ([tag]) => tag).includes(wanted);
}

/** The headers that go with a plan: length and range of the body, and what a client may resume with. */
export function buildRangeHeaders(plan: ConditionalPlan, etag: string, size: number): Record<string, string> {
  const headers: Record<string, string> = { "Accept-Ranges": "bytes", ETag: etag };
  if (plan.status === 416) return { ...headers, "Content-Range": `bytes */${size}` };
  if (plan.status === 304) return headers;
  headers["Content-Length"] = String(plan.end - plan.start);
  if (plan.status === 206) headers["Content-Range"] = `bytes ${plan.start}-${plan.end - 1}/${size}`;
  return headers;
}
