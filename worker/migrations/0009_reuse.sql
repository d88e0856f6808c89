-- What a branch handed in before, to offer it again instead of asking twice.
CREATE INDEX submissions_branch ON submissions (branch_id);
