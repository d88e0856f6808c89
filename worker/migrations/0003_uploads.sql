-- A file on its way by the resumable protocol (tus 1.0). `received` is what is durable and need
-- not be sent again; the last part counts only when the file is stored. Parts are equal; what
-- a request left over of one lies in the tail object. A new writer takes over by `epoch`.
CREATE TABLE uploads (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  field_key TEXT,
  replaces TEXT,
  name TEXT NOT NULL,
  link_id TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT,
  metadata TEXT NOT NULL,
  file_id TEXT NOT NULL UNIQUE,
  object_key TEXT NOT NULL UNIQUE,
  multipart_id TEXT,
  parts TEXT NOT NULL DEFAULT '[]',
  tail_key TEXT,
  epoch INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('open', 'assembling', 'stored', 'refused')),
  answer TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX uploads_submission ON uploads (submission_id, state);
CREATE INDEX uploads_expires ON uploads (expires_at);
