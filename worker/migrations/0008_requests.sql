-- What a branch asks of the committee: a later deadline, or a word. Its state is what the branch sees.
CREATE TABLE requests (
  id TEXT PRIMARY KEY,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  kind TEXT NOT NULL CHECK (kind IN ('extension', 'message')),
  artifact_key TEXT,
  due TEXT,
  text TEXT NOT NULL CHECK (text <> ''),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'declined', 'answered')),
  answer TEXT NOT NULL DEFAULT '',
  link_id TEXT,
  asked_at TEXT NOT NULL,
  answered_by TEXT,
  answered_at TEXT,
  CHECK (state = 'open' OR answered_at IS NOT NULL)
) STRICT;
CREATE INDEX requests_submission ON requests (submission_id);
CREATE INDEX requests_open ON requests (round_id, submission_id) WHERE state = 'open';
