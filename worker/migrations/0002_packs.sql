-- How a round's bundles name files (null: the standard pattern), and where its links and receipts point to.
ALTER TABLE rounds ADD COLUMN naming TEXT;
ALTER TABLE rounds ADD COLUMN origin TEXT;

-- content_sha256 names what is in (null: nothing); settle keeps it, and notes since when it waits
-- to be sealed. The archived pair is the content whose bundle the committee confirmed to have filed.
ALTER TABLE submissions ADD COLUMN content_sha256 TEXT;
ALTER TABLE submissions ADD COLUMN unsealed_at TEXT;
ALTER TABLE submissions ADD COLUMN archived_sha256 TEXT;
ALTER TABLE submissions ADD COLUMN archived_at TEXT;

CREATE INDEX submissions_unsealed ON submissions (unsealed_at) WHERE unsealed_at IS NOT NULL;

-- A branch's part of a bundle in one object, headers included, so that a bundle of the round
-- reads each branch once; archive_bytes is the length of the archive it makes alone. Derived: what is gone can be sealed again. The head of a prepared
-- bundle (lists of the round) is a pack without a submission.
CREATE TABLE packs (
  id TEXT PRIMARY KEY,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  submission_id TEXT REFERENCES submissions (id),
  content_sha256 TEXT NOT NULL,
  recipe TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sealing', 'sealed')),
  object_key TEXT NOT NULL UNIQUE,
  etag TEXT,
  bytes INTEGER,
  archive_bytes INTEGER,
  manifest TEXT,
  manifest_sha256 TEXT,
  begun_at TEXT NOT NULL,
  sealed_at TEXT,
  outdated_at TEXT,
  CHECK (state = 'sealing' OR (etag IS NOT NULL AND bytes IS NOT NULL AND manifest IS NOT NULL
    AND manifest_sha256 IS NOT NULL AND sealed_at IS NOT NULL)),
  UNIQUE (submission_id, content_sha256, recipe)
) STRICT;
CREATE INDEX packs_sealing ON packs (state, begun_at) WHERE state = 'sealing';
CREATE INDEX packs_outdated ON packs (outdated_at) WHERE outdated_at IS NOT NULL;

-- A bundle of the round as it was prepared: its packs in order, kept until a stated day, so
-- that a download of hours can be resumed while branches go on handing in. contents is what it
-- holds of whom, pairs of submission and content_sha256.
CREATE TABLE bundles (
  id TEXT PRIMARY KEY,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  filter TEXT NOT NULL,
  packs TEXT NOT NULL,
  contents TEXT NOT NULL,
  etag TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  branches INTEGER NOT NULL,
  files INTEGER NOT NULL,
  manifest_sha256 TEXT NOT NULL,
  prepared_by TEXT NOT NULL REFERENCES staff (id),
  prepared_at TEXT NOT NULL,
  kept_until TEXT NOT NULL,
  archived_at TEXT,
  UNIQUE (round_id, etag)
) STRICT;
