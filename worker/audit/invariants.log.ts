import { sql } from "drizzle-orm";
import { type AskedArtifact, computeAnswerWays } from "../../schemas/artifact";
import { KNOWN_FORMS } from "../../schemas/forms";
import { isPrinted } from "../../schemas/forms/printed";
import { type RoundVersion, readRoundVersion } from "../../schemas/round";
import * as db from "../db";
import { computeEventHash, GENESIS_HASH } from "./event.write";

/** Promises 5, 6 and 8: the log, the secrets, and what is asked. Each line names what is broken. */
type Breaks = string[];

/** Rows that an act wrote, and how the event names them. */
const TOLD: readonly { rows: string; named: string }[] = [
  { rows: "files WHERE state = 'stored'", named: "file" },
  { rows: "files WHERE state = 'struck'", named: "struck" },
  { rows: "receipts", named: "receipt" },
  { rows: "entries", named: "entry" },
  { rows: "papers", named: "paper" },
  { rows: "reviews", named: "review" },
  { rows: "extensions", named: "extension" },
  { rows: "requests", named: "request" },
];

async function listSilent(d: db.Db): Promise<Breaks> {
  const silent = await d.all<{ id: string }>(sql`
    SELECT round_id || ' ' || artifact_key AS id FROM blanks b WHERE NOT EXISTS (SELECT 1 FROM events e
      WHERE e.chain_id = b.round_id AND e.type = 'round.blank_added'
        AND json_extract(e.data, '$.artifact') = b.artifact_key AND json_extract(e.data, '$.sha256') = b.sha256)`);
  for (const { rows, named } of TOLD) {
    const more = await d.all<{
      id: string;
    }>(sql`SELECT t.id FROM (SELECT id, submission_id FROM ${sql.raw(rows)}) AS t
      WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.chain_id = t.submission_id
        AND json_extract(e.data, ${`$.${named}`}) = t.id)`);
    silent.push(...more);
  }
  return silent.map((row) => `5: ${row.id} has no event`);
}

/** 5: every chain is whole, and every hand-in has its event. */
export async function checkEvents(d: db.Db): Promise<Breaks> {
  const breaks: Breaks = [];
  const head = new Map<string, { seq: number; hash: string }>();
  for (const row of await d.select().from(db.events).orderBy(db.events.chainId, db.events.seq)) {
    const before = head.get(row.chainId) ?? { seq: 0, hash: GENESIS_HASH };
    const { chainId, type, actor, at } = row;
    const hash = await computeEventHash({ chainId, type, actor, at, data: JSON.parse(row.data) }, before);
    if (row.seq !== before.seq + 1 || row.prevHash !== before.hash || row.hash !== hash) {
      breaks.push(`5: the chain ${chainId} is broken at ${row.seq}`);
    }
    head.set(chainId, { seq: row.seq, hash: row.hash });
  }
  return [...breaks, ...(await listSilent(d))];
}

/** 6: what stands for a secret is a SHA-256, never the secret. */
export async function checkSecrets(d: db.Db): Promise<Breaks> {
  const rows = await d.all<{ hash: string }>(sql`SELECT secret_hash AS hash FROM links
    UNION ALL SELECT token_hash FROM staff_sessions UNION ALL SELECT token_hash FROM branch_sessions`);
  return rows
    .filter((row) => !/^[0-9a-f]{64}$/.test(row.hash))
    .map(() => "6: a secret is not stored as its hash");
}

function takesBallots(one: AskedArtifact): boolean {
  const ways = computeAnswerWays(one, KNOWN_FORMS);
  return isPrinted(one.form) && one.handling === "collect" && (ways.form || ways.file);
}

const isRequired = (one: AskedArtifact) => one.ask === "required";
/** Whether the notice itself makes it a condition; what is inferred it does not name. */
const isNamed = (one: AskedArtifact) => one.required && !one.inferred;

/** 4: an amendment follows the version before it and loses nothing that was asked. */
function checkAmended(id: string, version: RoundVersion, before: RoundVersion | undefined): Breaks {
  if (before === undefined) return version.amendment === null ? [] : [`4: ${id} begins with an amendment`];
  const keys = version.artifacts.map((one) => one.key);
  const kept = before.artifacts.every((one, index) => keys[index] === one.key);
  const follows = version.amendment?.of === before.version && version.version === before.version + 1;
  return [
    ...(kept ? [] : [`4: version ${version.version} of ${id} lost an artifact`]),
    ...(follows ? [] : [`4: version ${version.version} of ${id} follows no version`]),
  ];
}

/**
 * 8: nothing is asked twice, no single ballot is collected, a checklist requires nothing, and
 * nothing is required that the notice does not name unless the committee switched it on.
 */
export async function checkAsked(d: db.Db): Promise<Breaks> {
  const { roundId, version: number, definition } = db.roundVersions;
  const rows = await d
    .select({ id: roundId, text: definition })
    .from(db.roundVersions)
    .orderBy(roundId, number);
  const last = new Map<string, RoundVersion>();
  return rows.flatMap(({ id, text }) => {
    const version = readRoundVersion(text);
    const amended = checkAmended(id, version, last.get(id));
    last.set(id, version);
    const keys = version.artifacts.map((one) => one.key);
    const asked = version.artifacts.filter(isRequired);
    return [
      ...amended,
      ...(new Set(keys).size === keys.length ? [] : [`8: ${id} asks for something twice`]),
      ...(version.artifacts.some(takesBallots) ? [`8: ${id} collects single ballots`] : []),
      ...(version.checklist === asked.length > 0 ? [`8: ${id} is a checklist that requires something`] : []),
      ...(version.profile === "literal" && !asked.every(isNamed)
        ? [`8: ${id} requires what its notice does not name`]
        : []),
      ...(asked.some((one) => one.withdrawn === true)
        ? [`8: ${id} requires what it no longer asks for`]
        : []),
    ];
  });
}
