-- Submissions that an amendment has marked to be judged again (settled_seq = -1) are found without a scan.
CREATE INDEX submissions_marked ON submissions (settled_seq) WHERE settled_seq < 0;

-- What the draft of an amendment tells the branches; frozen with the version once it is published.
ALTER TABLE rounds ADD COLUMN amend_note TEXT NOT NULL DEFAULT '';
