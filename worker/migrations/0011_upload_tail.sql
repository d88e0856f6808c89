-- What is left over of a part lies in pieces: a JSON list of them instead of one key. An upload that
-- was on its way goes on from its last whole part (8 MiB).
ALTER TABLE uploads RENAME COLUMN tail_key TO tail;
UPDATE uploads SET received = (json_array_length(parts) - (state = 'assembling')) * 8388608, tail = NULL
  WHERE tail IS NOT NULL AND state IN ('open', 'assembling');
