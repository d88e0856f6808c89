-- Several entries of one artifact: contest entries, absence filings, a tally for each branch of a
-- unit. `item` tells them apart; 1 where there is one. SQLite cannot change a key in place.
CREATE TABLE entries_by_item (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  item INTEGER NOT NULL DEFAULT 1,
  form TEXT NOT NULL,
  version INTEGER NOT NULL,
  data TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  chars INTEGER,
  findings TEXT NOT NULL DEFAULT '[]',
  received_at TEXT NOT NULL,
  UNIQUE (submission_id, artifact_key, item, version)
) STRICT;
INSERT INTO entries_by_item (id, submission_id, artifact_key, form, version, data, bytes, sha256, chars, findings, received_at)
  SELECT id, submission_id, artifact_key, form, version, data, bytes, sha256, chars, findings, received_at FROM entries;
DROP TABLE entries;
ALTER TABLE entries_by_item RENAME TO entries;
CREATE TRIGGER entries_frozen BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is frozen'); END;

CREATE TABLE drafts_by_item (
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  item INTEGER NOT NULL DEFAULT 1,
  data TEXT NOT NULL,
  chars INTEGER,
  revision INTEGER NOT NULL,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (submission_id, artifact_key, item)
) STRICT;
INSERT INTO drafts_by_item (submission_id, artifact_key, data, chars, revision, saved_at)
  SELECT submission_id, artifact_key, data, chars, revision, saved_at FROM entry_drafts;
DROP TABLE entry_drafts;
ALTER TABLE drafts_by_item RENAME TO entry_drafts;
