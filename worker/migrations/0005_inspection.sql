-- What was found out about a stored file beside its type: Han characters (C2), size and
-- orientation of a picture, and what must be said of it (encrypted, damaged, scan …).
ALTER TABLE files ADD COLUMN han INTEGER;
ALTER TABLE files ADD COLUMN image TEXT;
ALTER TABLE files ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
