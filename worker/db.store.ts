/** Tables of what lies in R2 beside the stored files, see worker/db.ts. */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const packs = sqliteTable("packs", {
  id: text("id").primaryKey(),
  roundId: text("round_id").notNull(),
  submissionId: text("submission_id"),
  contentSha256: text("content_sha256").notNull(),
  recipe: text("recipe").notNull(),
  state: text("state", { enum: ["sealing", "sealed"] }).notNull(),
  objectKey: text("object_key").notNull(),
  etag: text("etag"),
  bytes: integer("bytes"),
  archiveBytes: integer("archive_bytes"),
  manifest: text("manifest"),
  manifestSha256: text("manifest_sha256"),
  begunAt: text("begun_at").notNull(),
  sealedAt: text("sealed_at"),
  outdatedAt: text("outdated_at"),
});

export const bundles = sqliteTable("bundles", {
  id: text("id").primaryKey(),
  roundId: text("round_id").notNull(),
  filter: text("filter").notNull(),
  packs: text("packs").notNull(),
  contents: text("contents").notNull(),
  etag: text("etag").notNull(),
  bytes: integer("bytes").notNull(),
  branches: integer("branches").notNull(),
  files: integer("files").notNull(),
  manifestSha256: text("manifest_sha256").notNull(),
  preparedBy: text("prepared_by").notNull(),
  preparedAt: text("prepared_at").notNull(),
  keptUntil: text("kept_until").notNull(),
  archivedAt: text("archived_at"),
});

export const uploads = sqliteTable("uploads", {
  id: text("id").primaryKey(),
  submissionId: text("submission_id").notNull(),
  artifactKey: text("artifact_key").notNull(),
  fieldKey: text("field_key"),
  replaces: text("replaces"),
  name: text("name").notNull(),
  linkId: text("link_id").notNull(),
  bytes: integer("bytes").notNull(),
  received: integer("received").notNull(),
  sha256: text("sha256"),
  metadata: text("metadata").notNull(),
  fileId: text("file_id").notNull(),
  objectKey: text("object_key").notNull(),
  multipartId: text("multipart_id"),
  parts: text("parts").notNull(),
  tail: text("tail"),
  epoch: integer("epoch").notNull(),
  state: text("state", { enum: ["open", "assembling", "stored", "refused"] }).notNull(),
  answer: text("answer"),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at").notNull(),
});

export const blanks = sqliteTable(
  "blanks",
  {
    roundId: text("round_id").notNull(),
    artifactKey: text("artifact_key").notNull(),
    name: text("name").notNull(),
    type: text("type", { enum: ["docx", "xlsx", "pdf"] }).notNull(),
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
    crc32: integer("crc32").notNull(),
    etag: text("etag").notNull(),
    objectKey: text("object_key").notNull(),
    addedBy: text("added_by").notNull(),
    addedAt: text("added_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.roundId, table.artifactKey] })],
);
