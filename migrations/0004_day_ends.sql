-- How far the daily clearing of market data has come (src/services/day_end.ts): one row.
CREATE TABLE day_ends (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER
);
CREATE INDEX day_ends_by_deadline ON day_ends (expires_at) WHERE expires_at IS NOT NULL;
