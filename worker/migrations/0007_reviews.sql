-- A decision of the committee on one artifact of a submission. `subject` is what was looked at, whole,
-- so that what was accepted still stands while a newer version waits to be looked at.
CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  version INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('accept', 'return', 'file', 'waive', 'reopen')),
  reason TEXT NOT NULL DEFAULT '',
  number TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL,
  staff_id TEXT REFERENCES staff (id),
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  CHECK (decision NOT IN ('return', 'waive') OR reason <> ''),
  CHECK (decision <> 'file' OR number <> ''),
  UNIQUE (submission_id, artifact_key, version)
) STRICT;
CREATE TRIGGER reviews_frozen BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews is frozen'); END;
CREATE TRIGGER reviews_kept BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews is frozen'); END;

-- A later deadline for one branch, of one artifact or (null) of all; `retroactive` is 补批, granted afterwards.
CREATE TABLE extensions (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT,
  due TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  retroactive INTEGER NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  granted_at TEXT NOT NULL
) STRICT;
CREATE INDEX extensions_submission ON extensions (submission_id);
CREATE TRIGGER extensions_frozen BEFORE UPDATE ON extensions
BEGIN SELECT RAISE(ABORT, 'extensions is frozen'); END;
CREATE TRIGGER extensions_kept BEFORE DELETE ON extensions
BEGIN SELECT RAISE(ABORT, 'extensions is frozen'); END;

-- Why a stored file was struck out; its bytes and its row stay.
ALTER TABLE files ADD COLUMN struck_reason TEXT;

-- What the rules across artifacts say of the entries that are in, as settle saw them.
ALTER TABLE submissions ADD COLUMN judgement TEXT NOT NULL DEFAULT '{"findings":[],"required":[]}';
