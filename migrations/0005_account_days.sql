-- How far the daily writing down of accounts has come (src/services/history/take_snapshots.ts): one row.
CREATE TABLE snapshot_runs (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER
);
CREATE INDEX snapshot_runs_by_deadline ON snapshot_runs (expires_at) WHERE expires_at IS NOT NULL;

-- What an account was worth at the end of a trading day (src/services/history/account_days.ts).
CREATE TABLE account_days (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL,
  series TEXT AS (body ->> 'series') VIRTUAL
);
CREATE INDEX account_days_by_user_id ON account_days (user_id, id);
CREATE INDEX account_days_by_series ON account_days (series, id);
CREATE INDEX account_days_by_deadline ON account_days (expires_at) WHERE expires_at IS NOT NULL;

-- What it held then, in parts.
CREATE TABLE account_holdings (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL
);
CREATE INDEX account_holdings_by_user_id ON account_holdings (user_id, id);
CREATE INDEX account_holdings_by_deadline ON account_holdings (expires_at) WHERE expires_at IS NOT NULL;
