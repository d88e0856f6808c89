/**
 * Structured logs: one JSON line an event, for people who run the service. A line names
 * the route's pattern, never the address that was called, so that no id, code or secret
 * of a request can reach a log.
 */
export interface LogLine {
  level: "info" | "warn" | "error";
  message: string;
  request?: string;
  method?: string;
  route?: string;
  status?: number;
  ms?: number;
  code?: string;
  fault?: string;
}

export function writeLog(line: LogLine): void {
  const text = JSON.stringify(line);
  if (line.level === "error") console.error(text);
  else console.log(text);
}

/** A fault's name and place without its message, which may quote what a person sent. */
export function describeFault(fault: unknown): string {
  if (!(fault instanceof Error)) return "thrown value";
  const place = (fault.stack ?? "")
    .split("\n")
    .slice(1, 5)
    .map((line) => line.trim());
  const known = /constraint failed: [\w.,: ]+|no such (table|column): \w+|too many SQL variables/.exec(
    fault.message,
  );
  return [fault.name, known?.[0] ?? "", ...place].filter(Boolean).join(" | ");
}
