-- What a branch, and a round, holds of files of any version: read with every hand-in, so counted as
-- it grows. A stored file never goes.
ALTER TABLE submissions ADD COLUMN held_files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submissions ADD COLUMN held_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN held_files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN held_bytes INTEGER NOT NULL DEFAULT 0;
UPDATE submissions SET (held_files, held_bytes) = (SELECT COUNT(*), COALESCE(SUM(f.bytes), 0) FROM files AS f
  WHERE f.submission_id = submissions.id AND f.state <> 'receiving');
UPDATE rounds SET (held_files, held_bytes) = (SELECT COALESCE(SUM(s.held_files), 0), COALESCE(SUM(s.held_bytes), 0)
  FROM submissions AS s WHERE s.round_id = rounds.id);

CREATE TRIGGER files_held AFTER UPDATE OF state ON files WHEN old.state = 'receiving' AND new.state = 'stored'
BEGIN
  UPDATE submissions SET held_files = held_files + 1, held_bytes = held_bytes + new.bytes
    WHERE id = new.submission_id;
  UPDATE rounds SET held_files = held_files + 1, held_bytes = held_bytes + new.bytes
    WHERE id = (SELECT round_id FROM submissions WHERE id = new.submission_id);
END;
CREATE TRIGGER files_held_at_once AFTER INSERT ON files WHEN new.state = 'stored'
BEGIN
  UPDATE submissions SET held_files = held_files + 1, held_bytes = held_bytes + new.bytes
    WHERE id = new.submission_id;
  UPDATE rounds SET held_files = held_files + 1, held_bytes = held_bytes + new.bytes
    WHERE id = (SELECT round_id FROM submissions WHERE id = new.submission_id);
END;
