-- What a form posted and was refused, for the page that answers it: for the one browser that sent
-- it, until the sweep a day later.
CREATE TABLE kept_posts (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  browser_hash TEXT NOT NULL,
  problem TEXT NOT NULL,
  fields TEXT NOT NULL,
  kept_at TEXT NOT NULL
) STRICT;
CREATE INDEX kept_posts_submission ON kept_posts (submission_id, kept_at);
CREATE INDEX kept_posts_age ON kept_posts (kept_at);
