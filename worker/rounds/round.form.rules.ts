import type { Artifact, Ask } from "../../schemas/artifact";
import { formatLocalInput, isDay } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { type Asks, type Contact, type RoundDefinition, roundDefinition } from "../../schemas/round";
import { describeIssues } from "../../schemas/round.problems";
import { blockAt, FormReader, type RoundForm } from "./form.reader.rules";
import { type DueChanges, setDueDates } from "./round.shift.rules";
import {
  artifactSwitchInputs,
  readArtifactSwitches,
  readSwitches,
  switchInputs,
} from "./round.switches.rules";

export interface AppliedForm {
  definition: RoundDefinition;
  asks: Asks;
  findings: Finding[];
}

const WHOLE_DAY = "23:59";

/** Date and time inputs of an instant. The time stays blank when the whole day counts. */
function dueInputs(prefix: string, key: string, due: string | null): [string, string][] {
  const local = due === null ? "" : formatLocalInput(due);
  const time = local.slice(11);
  return [
    [`${prefix}_date.${key}`, local.slice(0, 10)],
    [`${prefix}_time.${key}`, time === WHOLE_DAY ? "" : time],
  ];
}

function artifactInputs(one: Artifact, asks: Asks): [string, string][] {
  return [
    [`ask.${one.key}`, asks[one.key] ?? "off"],
    ...dueInputs("due", one.key, one.due),
    [`chars.${one.key}`, one.minChars === null ? "" : String(one.minChars)],
    [`deliver.${one.key}`, one.deliverTo ?? ""],
    [`copies.${one.key}`, one.copies === null ? "" : String(one.copies)],
    ...artifactSwitchInputs(one),
  ];
}

/** The form as it stands for a stored draft. */
export function buildRoundForm(definition: RoundDefinition, asks: Asks): RoundForm {
  const { notice, contacts } = definition;
  const contact = contacts[0];
  return Object.fromEntries([
    ["theme", definition.theme],
    ["notice.title", notice.title],
    ["notice.number", notice.number],
    ["notice.issuer", notice.issuer],
    ["notice.issuedOn", notice.issuedOn],
    ["contact.name", contact?.name ?? ""],
    ["contact.office", contact?.office ?? ""],
    ["contact.phone", contact?.phone ?? ""],
    ["contact.hours", contact?.hours ?? ""],
    ["late", definition.latePolicy],
    ...dueInputs("closes", "at", definition.closesAt),
    ["retainUntil", definition.retainUntil ?? ""],
    ...switchInputs(definition),
    ...definition.milestones.flatMap((one) => dueInputs("milestone", one.key, one.due)),
    ...definition.artifacts.flatMap((one) => artifactInputs(one, asks)),
  ]);
}

const ASKS: readonly Ask[] = ["required", "optional", "off"];

function readAsks(read: FormReader, definition: RoundDefinition, before: Asks): Asks {
  return Object.fromEntries(
    definition.artifacts.map((one) => {
      const asked = ASKS.find((choice) => choice === read.text(`ask.${one.key}`));
      return [one.key, asked ?? before[one.key] ?? "off"];
    }),
  );
}

function readDues(
  read: FormReader,
  prefix: string,
  list: readonly { key: string; title: { zh: string; en: string } }[],
): DueChanges {
  const changes: Record<string, string | null> = {};
  for (const one of list) {
    if (!read.has(`${prefix}_date.${one.key}`)) continue;
    const due = read.due(prefix, one.key, one.title.zh, one.title.en);
    if (due !== undefined) changes[one.key] = due;
  }
  return changes;
}

function readArtifact(read: FormReader, one: Artifact): Artifact {
  const { key, title } = one;
  const next = { ...one, ...readArtifactSwitches(read, one) };
  if (read.has(`chars.${key}`)) {
    next.minChars = read.int(
      `chars.${key}`,
      1,
      100_000,
      `${title.zh}：最少字数`,
      `${title.en}: least characters`,
    );
  }
  if (read.has(`copies.${key}`)) {
    next.copies = read.int(`copies.${key}`, 1, 99, `${title.zh}：份数`, `${title.en}: copies`);
  }
  if (read.has(`deliver.${key}`)) {
    next.deliverTo = read.optional(`deliver.${key}`, 100, `${title.zh}：送交地点`, `${title.en}: deliver to`);
  }
  return next;
}

const NO_CONTACT: Contact = {
  name: null,
  phone: null,
  office: null,
  email: null,
  fax: null,
  role: null,
  hours: null,
  note: null,
};

function readContacts(read: FormReader, contacts: readonly Contact[]): Contact[] {
  const [first = NO_CONTACT, ...rest] = contacts;
  const changed = {
    ...first,
    name: read.optional("contact.name", 40, "联系人", "Contact"),
    office: read.optional("contact.office", 60, "办公室", "Office"),
    phone: read.optional("contact.phone", 40, "电话", "Telephone"),
    hours: read.optional("contact.hours", 60, "办公时间", "Office hours"),
  };
  return Object.values(changed).every((value) => value === null) ? rest : [changed, ...rest];
}

function readNotice(read: FormReader, notice: RoundDefinition["notice"]): RoundDefinition["notice"] {
  const issuedOn = read.text("notice.issuedOn");
  if (!isDay(issuedOn)) {
    read.findings.push(
      blockAt("notice.issuedOn", "“印发日期”写成 2026-11-23 这样", "Day of issue: write it as 2026-11-23"),
    );
  }
  return {
    ...notice,
    title: read.wanted("notice.title", 2, 200, "通知标题", "Title of the notice"),
    number: read.wanted("notice.number", 2, 60, "文号", "Number of the notice"),
    issuer: read.wanted("notice.issuer", 2, 100, "发文单位", "Issuer"),
    issuedOn: isDay(issuedOn) ? issuedOn : notice.issuedOn,
  };
}

const LATE: readonly RoundDefinition["latePolicy"][] = ["accept", "refuse"];

function readEnd(read: FormReader, definition: RoundDefinition) {
  const closesAt = read.due("closes", "at", "停止接收时间", "Last hand-in");
  const retainUntil = read.text("retainUntil");
  if (retainUntil !== "" && !isDay(retainUntil)) {
    read.findings.push(
      blockAt("retainUntil", "“保存期限”写成 2027-12-31 这样", "Kept until: write it as 2027-12-31"),
    );
  }
  return {
    latePolicy: LATE.find((one) => one === read.text("late")) ?? definition.latePolicy,
    closesAt: closesAt === undefined ? definition.closesAt : closesAt,
    retainUntil: isDay(retainUntil) ? retainUntil : null,
  };
}

/** A cut-off before a due instant would take the artifact away from the branches unannounced. */
function checkCutOff(definition: RoundDefinition, asks: Asks): Finding[] {
  const end = definition.closesAt;
  if (end === null) return [];
  const later = definition.artifacts.filter(
    (one) => asks[one.key] !== "off" && one.due !== null && Date.parse(one.due) > Date.parse(end),
  );
  return later.map((one) =>
    blockAt(
      "closes_date.at",
      `停止接收时间早于“${one.title.zh}”的截止时间`,
      `The last hand-in lies before “${one.title.en}” is due`,
    ),
  );
}

/**
 * Puts a filled form onto a draft. With findings the definition is not to be stored; the
 * form itself is what the page shows again.
 */
export function applyRoundForm(before: RoundDefinition, asksBefore: Asks, form: RoundForm): AppliedForm {
  const read = new FormReader(form);
  const asks = readAsks(read, before, asksBefore);
  const basics = {
    theme: read.wanted("theme", 1, 200, "主题", "Theme"),
    notice: readNotice(read, before.notice),
    contacts: readContacts(read, before.contacts),
    ...readEnd(read, before),
    ...readSwitches(read, before),
  };
  const dues = readDues(read, "due", before.artifacts);
  const milestones = readDues(read, "milestone", before.milestones);
  const dated = setDueDates({ ...before, ...basics }, dues, milestones);
  const definition = { ...dated, artifacts: dated.artifacts.map((one) => readArtifact(read, one)) };
  const findings = [...read.findings, ...checkCutOff(definition, asks)];
  const parsed = roundDefinition.safeParse(definition);
  if (!parsed.success && findings.length === 0) {
    findings.push(...describeIssues(parsed.error, definition).map((zh) => blockAt("", zh, zh)));
  }
  return { definition: parsed.success ? parsed.data : before, asks, findings };
}
