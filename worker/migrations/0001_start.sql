-- Committees form a tree; a round may name the round it is based on.
CREATE TABLE committees (
  id TEXT PRIMARY KEY,
  parent_id TEXT REFERENCES committees (id),
  name TEXT NOT NULL,
  office TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  committee_id TEXT NOT NULL REFERENCES committees (id),
  user_name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  failed_count INTEGER NOT NULL DEFAULT 0,
  locked_until TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE staff_sessions (
  token_hash TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX staff_sessions_expires ON staff_sessions (expires_at);

CREATE TABLE branches (
  id TEXT PRIMARY KEY,
  committee_id TEXT NOT NULL REFERENCES committees (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  numbers TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (committee_id, code)
) STRICT;

CREATE TABLE rounds (
  id TEXT PRIMARY KEY,
  committee_id TEXT NOT NULL REFERENCES committees (id),
  based_on_id TEXT REFERENCES rounds (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'closed')),
  title TEXT NOT NULL,
  notice_number TEXT NOT NULL,
  receipt_prefix TEXT UNIQUE,
  draft TEXT NOT NULL,
  asks TEXT NOT NULL,
  profile TEXT NOT NULL,
  current_version INTEGER NOT NULL DEFAULT 0,
  closes_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX rounds_committee ON rounds (committee_id, created_at);

CREATE TABLE round_versions (
  round_id TEXT NOT NULL REFERENCES rounds (id),
  version INTEGER NOT NULL,
  definition TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  published_at TEXT NOT NULL,
  published_by TEXT NOT NULL,
  PRIMARY KEY (round_id, version)
) STRICT;
CREATE TRIGGER round_versions_frozen BEFORE UPDATE ON round_versions
BEGIN SELECT RAISE(ABORT, 'round_versions is frozen'); END;
CREATE TRIGGER round_versions_kept BEFORE DELETE ON round_versions
BEGIN SELECT RAISE(ABORT, 'round_versions is frozen'); END;

-- One branch in one round. code, name and numbers are the roster as it was when the branch joined.
CREATE TABLE submissions (
  id TEXT PRIMARY KEY,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  branch_id TEXT NOT NULL REFERENCES branches (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  numbers TEXT NOT NULL,
  slip_code TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'untouched',
  missing_count INTEGER NOT NULL DEFAULT 0,
  summary TEXT NOT NULL DEFAULT '[]',
  first_received TEXT NOT NULL DEFAULT '{}',
  settled_seq INTEGER NOT NULL DEFAULT 0,
  receipt_seq INTEGER,
  receipt_version INTEGER,
  opened_at TEXT,
  last_activity_at TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (round_id, branch_id)
) STRICT;
CREATE UNIQUE INDEX submissions_round_code ON submissions (round_id, code);

CREATE TABLE links (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  secret_hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  revoked_at TEXT,
  last_used_at TEXT
) STRICT;
CREATE INDEX links_submission ON links (submission_id);

CREATE TABLE branch_sessions (
  token_hash TEXT PRIMARY KEY,
  link_id TEXT NOT NULL REFERENCES links (id),
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX branch_sessions_expires ON branch_sessions (expires_at);

-- A row is `receiving` before the bytes are in R2 and `stored` after they were confirmed there.
CREATE TABLE files (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  field_key TEXT,
  lineage_id TEXT NOT NULL,
  version INTEGER,
  name TEXT NOT NULL,
  type TEXT,
  bytes INTEGER,
  sha256 TEXT,
  crc32 INTEGER,
  etag TEXT,
  object_key TEXT NOT NULL UNIQUE,
  multipart_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('receiving', 'stored', 'struck')),
  pages INTEGER,
  chars INTEGER,
  link_id TEXT,
  started_at TEXT NOT NULL,
  received_at TEXT,
  CHECK (state = 'receiving' OR (version IS NOT NULL AND type IS NOT NULL AND bytes IS NOT NULL
    AND sha256 IS NOT NULL AND crc32 IS NOT NULL AND etag IS NOT NULL AND received_at IS NOT NULL)),
  UNIQUE (lineage_id, version)
) STRICT;
CREATE INDEX files_submission ON files (submission_id, state);
CREATE INDEX files_receiving ON files (state, started_at) WHERE state = 'receiving';

CREATE TABLE entries (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  form TEXT NOT NULL,
  version INTEGER NOT NULL,
  data TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  chars INTEGER,
  findings TEXT NOT NULL DEFAULT '[]',
  received_at TEXT NOT NULL,
  UNIQUE (submission_id, artifact_key, version)
) STRICT;
CREATE TRIGGER entries_frozen BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is frozen'); END;

CREATE TABLE entry_drafts (
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  data TEXT NOT NULL,
  chars INTEGER,
  revision INTEGER NOT NULL,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (submission_id, artifact_key)
) STRICT;

CREATE TABLE papers (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  artifact_key TEXT NOT NULL,
  version INTEGER NOT NULL,
  arrived_at TEXT NOT NULL,
  copies INTEGER NOT NULL,
  sealed INTEGER NOT NULL,
  received_by TEXT NOT NULL,
  note TEXT NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  received_at TEXT NOT NULL,
  UNIQUE (submission_id, artifact_key, version)
) STRICT;

-- seq is the submission's place in the round (gap-free); version counts the receipts of one submission.
CREATE TABLE receipts (
  id TEXT PRIMARY KEY,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  claim TEXT NOT NULL,
  claim_sha256 TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  UNIQUE (submission_id, version),
  UNIQUE (round_id, seq, version)
) STRICT;
CREATE TRIGGER receipts_frozen BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts is frozen'); END;
CREATE TRIGGER receipts_kept BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts is frozen'); END;

-- The append-only log. A chain is one submission, one round or one committee; its sequence
-- number is also the lock: two writers that read the same head cannot both append.
CREATE TABLE events (
  chain_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  actor TEXT NOT NULL,
  data TEXT NOT NULL,
  at TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (chain_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_append_only_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER events_append_only_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;

-- Counts of attempts per window, for rate limits that must hold everywhere.
CREATE TABLE attempts (
  key_hash TEXT NOT NULL,
  window_start TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (key_hash, window_start)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_at ON events (at);
