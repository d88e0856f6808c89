/**
 * The D1 schema as Drizzle sees it: the one place where snake_case columns become
 * camelCase. The SQL in worker/migrations is the truth; a test compares the two.
 */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Judgement } from "../schemas/judgement";
import type { BranchNumbers } from "./branches/branch.numbers";

export type { BranchNumbers } from "./branches/branch.numbers";
export { type Db, openDb, type Reading, runBatch, type Statement } from "./db.open";
export { blanks, bundles, packs, uploads } from "./db.store";

export const committees = sqliteTable("committees", {
  id: text("id").primaryKey(),
  parentId: text("parent_id"),
  name: text("name").notNull(),
  office: text("office"),
  createdAt: text("created_at").notNull(),
});

export const staff = sqliteTable("staff", {
  id: text("id").primaryKey(),
  committeeId: text("committee_id").notNull(),
  userName: text("user_name").notNull(),
  displayName: text("display_name").notNull(),
  passwordHash: text("password_hash").notNull(),
  failedCount: integer("failed_count").notNull().default(0),
  lockedUntil: text("locked_until"),
  createdAt: text("created_at").notNull(),
});

export const staffSessions = sqliteTable("staff_sessions", {
  tokenHash: text("token_hash").primaryKey(),
  staffId: text("staff_id").notNull(),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at").notNull(),
});

export const branches = sqliteTable("branches", {
  id: text("id").primaryKey(),
  committeeId: text("committee_id").notNull(),
  code: text("code").notNull(),
  name: text("name").notNull(),
  numbers: text("numbers", { mode: "json" }).$type<BranchNumbers>().notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const rounds = sqliteTable("rounds", {
  id: text("id").primaryKey(),
  committeeId: text("committee_id").notNull(),
  basedOnId: text("based_on_id"),
  state: text("state", { enum: ["draft", "published", "closed"] }).notNull(),
  title: text("title").notNull(),
  noticeNumber: text("notice_number").notNull(),
  receiptPrefix: text("receipt_prefix"),
  draft: text("draft").notNull(),
  asks: text("asks").notNull(),
  profile: text("profile", { enum: ["literal", "online_full", "custom"] }).notNull(),
  currentVersion: integer("current_version").notNull().default(0),
  closesAt: text("closes_at"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  naming: text("naming"),
  origin: text("origin"),
  amendNote: text("amend_note").notNull().default(""),
  heldFiles: integer("held_files").notNull().default(0),
  heldBytes: integer("held_bytes").notNull().default(0),
});

export const roundVersions = sqliteTable(
  "round_versions",
  {
    roundId: text("round_id").notNull(),
    version: integer("version").notNull(),
    definition: text("definition").notNull(),
    sha256: text("sha256").notNull(),
    publishedAt: text("published_at").notNull(),
    publishedBy: text("published_by").notNull(),
  },
  (table) => [primaryKey({ columns: [table.roundId, table.version] })],
);

export const submissions = sqliteTable("submissions", {
  id: text("id").primaryKey(),
  roundId: text("round_id").notNull(),
  branchId: text("branch_id").notNull(),
  code: text("code").notNull(),
  name: text("name").notNull(),
  numbers: text("numbers", { mode: "json" }).$type<BranchNumbers>().notNull(),
  slipCode: text("slip_code").notNull(),
  state: text("state", { enum: ["untouched", "partial", "awaiting_paper", "complete"] }).notNull(),
  missingCount: integer("missing_count").notNull(),
  summary: text("summary").notNull(),
  firstReceived: text("first_received", { mode: "json" }).$type<Record<string, string>>().notNull(),
  settledSeq: integer("settled_seq").notNull(),
  receiptSeq: integer("receipt_seq"),
  receiptVersion: integer("receipt_version"),
  openedAt: text("opened_at"),
  lastActivityAt: text("last_activity_at"),
  createdAt: text("created_at").notNull(),
  contentSha256: text("content_sha256"),
  unsealedAt: text("unsealed_at"),
  archivedSha256: text("archived_sha256"),
  archivedAt: text("archived_at"),
  judgement: text("judgement", { mode: "json" }).$type<Judgement>().notNull(),
  heldFiles: integer("held_files").notNull().default(0),
  heldBytes: integer("held_bytes").notNull().default(0),
});

export const links = sqliteTable("links", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  secretHash: text("secret_hash").notNull(),
  createdAt: text("created_at").notNull(),
  revokedAt: text("revoked_at"),
  lastUsedAt: text("last_used_at"),
});

export const branchSessions = sqliteTable("branch_sessions", {
  tokenHash: text("token_hash").primaryKey(),
  linkId: text("link_id").notNull(),
  submissionId: text("submission_id").notNull(),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at").notNull(),
});

export const files = sqliteTable("files", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  artifactKey: text("artifact_key").notNull(),
  fieldKey: text("field_key"),
  lineageId: text("lineage_id").notNull(),
  version: integer("version"),
  name: text("name").notNull(),
  type: text("type"),
  bytes: integer("bytes"),
  sha256: text("sha256"),
  crc32: integer("crc32"),
  etag: text("etag"),
  objectKey: text("object_key").notNull(),
  multipartId: text("multipart_id"),
  state: text("state", { enum: ["receiving", "stored", "struck"] }).notNull(),
  pages: integer("pages"),
  chars: integer("chars"),
  linkId: text("link_id"),
  startedAt: text("started_at").notNull(),
  receivedAt: text("received_at"),
  han: integer("han"),
  image: text("image"),
  notes: text("notes").notNull().default("[]"),
  struckReason: text("struck_reason"),
});

export const entries = sqliteTable("entries", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  artifactKey: text("artifact_key").notNull(),
  item: integer("item").notNull().default(1),
  form: text("form").notNull(),
  version: integer("version").notNull(),
  data: text("data").notNull(),
  bytes: integer("bytes").notNull(),
  sha256: text("sha256").notNull(),
  chars: integer("chars"),
  findings: text("findings").notNull(),
  receivedAt: text("received_at").notNull(),
});

export const entryDrafts = sqliteTable(
  "entry_drafts",
  {
    submissionId: text("submission_id").notNull(),
    artifactKey: text("artifact_key").notNull(),
    item: integer("item").notNull().default(1),
    data: text("data").notNull(),
    chars: integer("chars"),
    revision: integer("revision").notNull(),
    savedAt: text("saved_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.artifactKey, table.item] })],
);

export const papers = sqliteTable("papers", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  artifactKey: text("artifact_key").notNull(),
  version: integer("version").notNull(),
  arrivedAt: text("arrived_at").notNull(),
  copies: integer("copies").notNull(),
  sealed: integer("sealed", { mode: "boolean" }).notNull(),
  receivedBy: text("received_by").notNull(),
  note: text("note").notNull(),
  staffId: text("staff_id").notNull(),
  receivedAt: text("received_at").notNull(),
});

export const reviews = sqliteTable("reviews", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  artifactKey: text("artifact_key").notNull(),
  version: integer("version").notNull(),
  decision: text("decision", { enum: ["accept", "return", "file", "waive", "reopen"] }).notNull(),
  reason: text("reason").notNull().default(""),
  number: text("number").notNull().default(""),
  subject: text("subject").notNull(),
  staffId: text("staff_id"),
  decidedBy: text("decided_by").notNull(),
  decidedAt: text("decided_at").notNull(),
});

export const extensions = sqliteTable("extensions", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  artifactKey: text("artifact_key"),
  due: text("due").notNull(),
  reason: text("reason").notNull(),
  retroactive: integer("retroactive", { mode: "boolean" }).notNull(),
  staffId: text("staff_id").notNull(),
  grantedAt: text("granted_at").notNull(),
});

export const requests = sqliteTable("requests", {
  id: text("id").primaryKey(),
  roundId: text("round_id").notNull(),
  submissionId: text("submission_id").notNull(),
  kind: text("kind", { enum: ["extension", "message"] }).notNull(),
  artifactKey: text("artifact_key"),
  due: text("due"),
  text: text("text").notNull(),
  state: text("state", { enum: ["open", "granted", "declined", "answered"] })
    .notNull()
    .default("open"),
  answer: text("answer").notNull().default(""),
  linkId: text("link_id"),
  askedAt: text("asked_at").notNull(),
  answeredBy: text("answered_by"),
  answeredAt: text("answered_at"),
});

export const keptPosts = sqliteTable("kept_posts", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  browserHash: text("browser_hash").notNull(),
  problem: text("problem").notNull(),
  fields: text("fields").notNull(),
  keptAt: text("kept_at").notNull(),
});

export const receipts = sqliteTable("receipts", {
  id: text("id").primaryKey(),
  roundId: text("round_id").notNull(),
  submissionId: text("submission_id").notNull(),
  seq: integer("seq").notNull(),
  version: integer("version").notNull(),
  claim: text("claim").notNull(),
  claimSha256: text("claim_sha256").notNull(),
  issuedAt: text("issued_at").notNull(),
});

export const events = sqliteTable(
  "events",
  {
    chainId: text("chain_id").notNull(),
    seq: integer("seq").notNull(),
    type: text("type").notNull(),
    actor: text("actor").notNull(),
    data: text("data").notNull(),
    at: text("at").notNull(),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.chainId, table.seq] })],
);

export const attempts = sqliteTable(
  "attempts",
  {
    keyHash: text("key_hash").notNull(),
    windowStart: text("window_start").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyHash, table.windowStart] })],
);
