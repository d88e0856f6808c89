import { z } from "zod";
import { type Ask, artifact, artifactKey, askedArtifact, bilingual, isoDate, isoInstant } from "./artifact";
import { amendment } from "./change";
import { DEFAULT_GRADES } from "./forms/appraisal_tally.rows";
import { listRoundFaults } from "./round.checks";

/** What the document that asks says of itself (GB/T 9704 head and foot). */
export const notice = z.strictObject({
  title: z.string().min(2).max(200),
  number: z.string().min(2).max(60),
  issuer: z.string().min(2).max(100),
  issuedOn: isoDate,
  printedBy: z.string().nullable().default(null),
  printedOn: isoDate.nullable().default(null),
  audience: z.string().nullable().default(null),
  audienceInferred: z.boolean().default(false),
  basis: z.array(z.string()).default([]),
  /** The notice's own text, shown to every branch behind 看通知全文. */
  text: z.string().max(100_000).default(""),
});
export type Notice = z.infer<typeof notice>;

export const milestone = z.strictObject({
  key: artifactKey,
  title: bilingual,
  due: isoInstant.nullable(),
  dueText: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
});

export const rule = z.strictObject({
  id: artifactKey,
  kind: z.string(),
  enforce: z.enum(["block", "warn", "inform"]),
  text: bilingual,
  appliesTo: z.array(artifactKey).default([]),
  source: z.string().nullable().default(null),
  inferred: z.boolean().default(false),
});
export type RoundRule = z.infer<typeof rule>;

export const contact = z.strictObject({
  name: z.string().nullable().default(null),
  phone: z.string().nullable().default(null),
  office: z.string().nullable().default(null),
  email: z.string().nullable().default(null),
  fax: z.string().nullable().default(null),
  role: z.string().nullable().default(null),
  hours: z.string().nullable().default(null),
  note: z.string().nullable().default(null),
});
export type Contact = z.infer<typeof contact>;

export const profileName = z.enum(["literal", "online_full"]);
export type ProfileName = z.infer<typeof profileName>;

/**
 * `literal` is what the notice itself makes a condition of hand-in, `literalConditional`
 * what it asks only in some cases, `online_full` what a committee may switch on to
 * collect everything by link.
 */
export const profiles = z.strictObject({
  literal: z.array(artifactKey),
  literalConditional: z.array(artifactKey).default([]),
  onlineFull: z.array(artifactKey),
  onlineFullInferred: z.boolean().default(true),
  note: z.string().nullable().default(null),
});
export type Profiles = z.infer<typeof profiles>;

/** Late hand-ins: taken and marked, or refused with the contact (domain.md §5). */
export const latePolicy = z.enum(["accept", "refuse"]);

/** A check's level in this round; `off` silences it. */
export const checkLevel = z.enum(["block", "warn", "inform", "off"]);

/** What domain.md §5 leaves to the committee; each default asks for less, not more. */
const switches = {
  /** Levels of single checks by code, where the notice is harder or softer than practice. */
  checkLevels: z.record(z.string().regex(/^[a-z_]+\.[a-z0-9_]+$/), checkLevel).default({}),
  /** Whether what is private to a branch (gist of talks, of criticism) is asked and stored. */
  collectPrivate: z.boolean().default(false),
  /** 查摆方面 as the notice lists them; none: the branch words its own. */
  aspects: z.array(z.string().min(1).max(100)).max(20).default([]),
};

const roundFields = {
  kind: z.enum([
    "meeting_collection",
    "cascade_directive",
    "discussion_campaign",
    "meeting_appraisal_collection",
    "annual_plan",
  ]),
  notice,
  theme: z.string().min(1).max(200),
  timezone: z.literal("Asia/Shanghai").default("Asia/Shanghai"),
  submitterLevel: z.enum(["branch", "general_branch", "unit", "locality"]).default("branch"),
  milestones: z.array(milestone).default([]),
  phases: z.array(z.string()).default([]),
  topics: z.array(z.strictObject({ no: z.int(), text: z.string() })).default([]),
  rules: z.array(rule).default([]),
  contacts: z.array(contact).default([]),
  cascade: z.array(z.string()).default([]),
  gaps: z.array(z.string()).default([]),
  latePolicy: latePolicy.default("accept"),
  /** Nothing at all is taken after this instant; null means the round stays open until it is closed. */
  closesAt: isoInstant.nullable().default(null),
  /** Until when the branch's page and its files are kept, shown on the page. */
  retainUntil: isoDate.nullable().default(null),
  /** Whether a member may rate himself (tally rule T4). */
  selfVote: z.boolean().default(false),
  grades: z
    .array(z.string())
    .min(2)
    .max(6)
    .default([...DEFAULT_GRADES]),
  ...switches,
};

/** A round as a committee writes it: everything the notice names, and which of it the profiles ask for. */
export const roundDefinition = z
  .strictObject({
    ...roundFields,
    artifacts: z.array(artifact).min(1).max(60),
    profiles,
  })
  .superRefine((round, ctx) => {
    for (const { path, message } of listRoundFaults(round)) ctx.addIssue({ code: "custom", path, message });
  });
export type RoundDefinition = z.infer<typeof roundDefinition>;

/** The committee's choice per artifact key. */
export type Asks = Record<string, Ask>;

/** What a published round is, for ever: the definition narrowed to what is asked. */
export const roundVersion = z.strictObject({
  ...roundFields,
  version: z.int().min(1),
  publishedAt: isoInstant,
  profile: z.enum(["literal", "online_full", "custom"]),
  /** True when nothing is required: the round runs as a checklist and issues no receipt. */
  checklist: z.boolean(),
  artifacts: z.array(askedArtifact),
  /** What made it out of the version before; null for the first one. */
  amendment: amendment.nullable(),
});
export type RoundVersion = z.infer<typeof roundVersion>;

const LATER_ROUND = { checkLevels: {}, collectPrivate: false, aspects: [] };
const LATER_VERSION = { ...LATER_ROUND, amendment: null };
const LATER_ARTIFACT = {
  repeat: "once",
  minEntries: 0,
  handling: "collect",
  nothingToReport: false,
} as const;

/** A published version as it was frozen; what later programs ask of a version stands at its default. */
export function readRoundVersion(text: string): RoundVersion {
  const frozen = JSON.parse(text) as RoundVersion;
  const artifacts = frozen.artifacts.map((one) => ({ ...LATER_ARTIFACT, ...one }));
  return { ...LATER_VERSION, ...frozen, artifacts };
}

/** A stored draft in the same way: one that an older program wrote lacks what was added since. */
export function readRoundDefinition(text: string): RoundDefinition {
  const stored = JSON.parse(text) as RoundDefinition;
  const artifacts = stored.artifacts.map((one) => ({ ...LATER_ARTIFACT, ...one }));
  return { ...LATER_ROUND, ...stored, artifacts };
}

/** Said wherever a round requires nothing (domain.md §4.2 situation 12). */
export const CHECKLIST_SENTENCE = "本轮未设必交材料，不能出具回执";

/**
 * Which artifacts a profile asks for. `literal` keeps the notice's own `required`; what
 * `online_full` lists is required because the committee switched it on. A profile that
 * names nothing offers every artifact without requiring any (notices 002 and 004).
 */
export function computeAsks(round: RoundDefinition, profile: ProfileName): Asks {
  const listed = new Set(profile === "literal" ? round.profiles.literal : round.profiles.onlineFull);
  const conditional = new Set(round.profiles.literalConditional);
  const asks: Asks = {};
  for (const one of round.artifacts) {
    if (listed.size === 0) asks[one.key] = "optional";
    else if (listed.has(one.key)) {
      asks[one.key] = profile === "online_full" || one.required ? "required" : "optional";
    } else asks[one.key] = conditional.has(one.key) ? "optional" : "off";
  }
  return asks;
}

/** Freezes a definition into the version that is published. Pure; the caller stores it. */
export function buildRoundVersion(
  round: RoundDefinition,
  asks: Asks,
  stamp: { version: number; publishedAt: string; profile: RoundVersion["profile"] },
): RoundVersion {
  const { artifacts, profiles: _profiles, ...rest } = round;
  const asked = artifacts.flatMap((one) => {
    const choice = asks[one.key] ?? "off";
    return choice === "off" ? [] : [{ ...one, ask: choice }];
  });
  const checklist = asked.every((one) => one.ask !== "required");
  return { ...rest, ...stamp, checklist, artifacts: asked, amendment: null };
}
