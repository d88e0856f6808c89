import type { AskedArtifact } from "../../schemas/artifact";
import { formatInstant, isDay, localSecond, parseLocalInput } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";

/** What the desk typed, kept as it was typed until it can be recorded. */
export interface PaperForm {
  date: string;
  time: string;
  copies: string;
  sealed: string;
  receivedBy: string;
  note: string;
}

/** The arrival of an original, ready to be recorded. */
export interface PaperArrival {
  /** UTC ISO. */
  arrivedAt: string;
  copies: number;
  sealed: boolean;
  receivedBy: string;
  note: string;
}

/** Clocks on a wall differ; what lies further ahead is a slip of the pen. */
export const MAX_AHEAD_MINUTES = 5;
const MAX_COPIES = 999;
const MAX_NAME_CHARS = 40;
const MAX_NOTE_CHARS = 200;

/** Day and clock in the round's zone, seconds kept. */
export function splitLocal(instant: string): Pick<PaperForm, "date" | "time"> {
  const wall = localSecond(instant);
  return { date: wall.slice(0, 10), time: wall.slice(11) };
}

/** A form as it is first shown: now, as many copies as asked for, by whoever is signed in. */
export function buildPaperForm(one: AskedArtifact, receivedBy: string, now: string): PaperForm {
  const { date, time } = splitLocal(now);
  const copies = String(one.copies ?? 1);
  return { date, time: time.slice(0, 5), copies, sealed: "", receivedBy, note: "" };
}

/** Whether an arrival says nothing that is not recorded already. */
export function isSameArrival(recorded: PaperArrival, arrival: PaperArrival): boolean {
  return (
    Date.parse(recorded.arrivedAt) === Date.parse(arrival.arrivedAt) &&
    recorded.copies === arrival.copies &&
    recorded.sealed === arrival.sealed &&
    recorded.receivedBy === arrival.receivedBy &&
    recorded.note === arrival.note
  );
}

export interface PaperRuleContext {
  artifact: AskedArtifact;
  publishedAt: string;
  now: string;
}

function blockAt(path: keyof PaperForm, zh: string, en: string): Finding {
  return { path, level: "block", code: "paper.field", zh, en };
}

function readArrival(form: PaperForm, ctx: PaperRuleContext, findings: Finding[]): string {
  const day = form.date.trim();
  const time = form.time.normalize("NFKC").trim();
  if (!isDay(day)) {
    findings.push(blockAt("date", "收到日期写成 2026-12-17 这样", "Write the day of arrival as 2026-12-17"));
    return ctx.now;
  }
  const local = parseLocalInput(`${day}T${time.padStart(5, "0")}`);
  if (local === null) {
    findings.push(blockAt("time", "收到时间写成 10:15 这样", "Write the time of arrival as 10:15"));
    return ctx.now;
  }
  const at = new Date(local).toISOString();
  if (Date.parse(at) > Date.parse(ctx.now) + MAX_AHEAD_MINUTES * 60_000) {
    const now = { zh: formatInstant(ctx.now), en: formatInstant(ctx.now, "short", "en") };
    findings.push(
      blockAt("date", `收到时间晚于现在（${now.zh}）`, `The arrival lies in the future; it is ${now.en}`),
    );
  }
  // The page shows whole minutes, so an arrival in the minute of publishing is not before it.
  if (Date.parse(at) < Math.floor(Date.parse(ctx.publishedAt) / 60_000) * 60_000) {
    const since = { zh: formatInstant(ctx.publishedAt), en: formatInstant(ctx.publishedAt, "short", "en") };
    findings.push(
      blockAt(
        "date",
        `收到时间早于任务发布（${since.zh}）`,
        `The arrival lies before the round was published, ${since.en}`,
      ),
    );
  }
  return at;
}

function readCopies(form: PaperForm, artifact: AskedArtifact, findings: Finding[]): number {
  const text = form.copies.normalize("NFKC").trim();
  const copies = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (copies < 1 || copies > MAX_COPIES) {
    findings.push(blockAt("copies", "份数写 1 以上的整数", "Write the copies as a whole number from 1"));
  } else if (copies < (artifact.copies ?? 1)) {
    const asked = artifact.copies ?? 1;
    findings.push(
      blockAt(
        "copies",
        `应交 ${asked} 份，现为 ${copies} 份，请补齐后再登记`,
        `${asked} copies are asked for and there are ${copies}; record them when all are there`,
      ),
    );
  }
  return copies;
}

function readSealed(form: PaperForm, artifact: AskedArtifact, findings: Finding[]): boolean {
  if (form.sealed !== "yes" && form.sealed !== "no") {
    findings.push(blockAt("sealed", "请选是否盖章", "Say whether it is sealed"));
  } else if (artifact.sealed && form.sealed === "no") {
    findings.push(
      blockAt(
        "sealed",
        "未盖章，请退回补盖后再登记",
        "It is not sealed: hand it back, and record it when the seal is on it",
      ),
    );
  }
  return form.sealed === "yes";
}

/**
 * What the desk typed as an arrival, or what is wrong with it. An original without the
 * seal or with too few copies is still missing, so it is not recorded at all
 * (domain.md §4.2, situation 6).
 */
export function parsePaperForm(
  form: PaperForm,
  ctx: PaperRuleContext,
): { arrival: PaperArrival; findings: Finding[] } {
  const findings: Finding[] = [];
  const arrivedAt = readArrival(form, ctx, findings);
  const copies = readCopies(form, ctx.artifact, findings);
  const sealed = readSealed(form, ctx.artifact, findings);
  const receivedBy = form.receivedBy.trim();
  if (receivedBy === "" || receivedBy.length > MAX_NAME_CHARS) {
    findings.push(
      blockAt(
        "receivedBy",
        `接收人写 1 至 ${MAX_NAME_CHARS} 个字`,
        `Received by: 1 to ${MAX_NAME_CHARS} characters`,
      ),
    );
  }
  const note = form.note.trim();
  if (note.length > MAX_NOTE_CHARS) {
    findings.push(
      blockAt(
        "note",
        `备注最多 ${MAX_NOTE_CHARS} 个字`,
        `The note takes at most ${MAX_NOTE_CHARS} characters`,
      ),
    );
  }
  return { arrival: { arrivedAt, copies, sealed, receivedBy, note }, findings };
}
