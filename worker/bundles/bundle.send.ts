import type { ChainHead, EventInput } from "../audit/event.write";
import { writeEvent } from "../audit/event.write";
import { buildContentDisposition } from "../disposition.rules";
import { type AppContext, dbOf, nowOf } from "../http";
import { buildRangeHeaders, planConditional } from "../http.range";
import { describeFault, writeLog } from "../log";
import type { ZipPlan } from "./bundle.rules";
import { readObjectRange } from "./bundle.store";
import { streamZip, type ZipOutcome } from "./bundle.zip";

/** An archive to send; its plan is only made when bytes or its length are needed. */
export interface Archive {
  name: string;
  /** Strong and quoted. */
  etag: string;
  plan: ZipPlan;
  /** The audit line of a download; `head` is the chain's end where it was read already. */
  told: Pick<EventInput, "chainId" | "actor" | "data"> & { head?: ChainHead };
}

/**
 * Sends an archive, whole or the range asked for, with everything a client needs to resume.
 * A download is told in the audit log before its first byte is sent, once: by the request
 * whose range holds byte 0.
 */
export async function sendArchive(c: AppContext, archive: Archive): Promise<Response> {
  const { etag, plan } = archive;
  const wanted = planConditional({
    method: c.req.method,
    ifNoneMatch: c.req.header("if-none-match") ?? null,
    ifRange: c.req.header("if-range") ?? null,
    range: c.req.header("range") ?? null,
    etag,
    size: plan.length,
  });
  const { status } = wanted;
  const headers = {
    ...buildRangeHeaders(wanted, etag, plan.length),
    "Content-Type": "application/zip",
    "Content-Disposition": buildContentDisposition(archive.name),
    "Cache-Control": "private, no-cache",
  };
  if (status === 304 || status === 416 || c.req.method === "HEAD") {
    return new Response(null, { status, headers });
  }
  const told = wanted.start === 0 ? tell(c, archive) : null;
  // Storage is asked while the line is written; nothing leaves before it stands there.
  const { body, done } = streamZip(plan, wanted, (slice) => readObjectRange(c.env.FILES, slice));
  c.executionCtx.waitUntil(done.then((outcome) => logBroken(c, outcome)));
  try {
    await told;
  } catch (fault) {
    await body.cancel(fault);
    throw fault;
  }
  return new Response(body, { status, headers });
}

const tell = (c: AppContext, { told: { head, ...told } }: Archive) =>
  writeEvent(dbOf(c), { ...told, type: "bundle.downloaded", at: nowOf(c) }, head);

function logBroken(c: AppContext, outcome: ZipOutcome): void {
  if (outcome.sent) return;
  writeLog({
    level: "warn",
    message: "bundle broken off",
    request: c.get("requestId"),
    fault: describeFault(outcome.reason),
  });
}
