-- The blank template of an artifact, as the committee gives it out: one at most, replaced in
-- place; what stood here before is told by the round's chain. Its bytes lie in R2.
CREATE TABLE blanks (
  round_id TEXT NOT NULL REFERENCES rounds (id),
  artifact_key TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('docx', 'xlsx', 'pdf')),
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  crc32 INTEGER NOT NULL,
  etag TEXT NOT NULL,
  object_key TEXT NOT NULL UNIQUE,
  added_by TEXT NOT NULL REFERENCES staff (id),
  added_at TEXT NOT NULL,
  PRIMARY KEY (round_id, artifact_key)
) STRICT;
