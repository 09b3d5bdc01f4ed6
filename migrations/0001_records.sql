-- Every record is a row in its collection's table. docs/storage.md says how the tables are made and how to add one.

-- What makes a commit all-or-nothing. Each batch starts with one INSERT per write that yields a row only if the record
-- does not have the version the writer expects. The row then breaks the constraint with the write's number, and the
-- batch is undone. So this table is always empty.
CREATE TABLE commit_guards (
  position INTEGER NOT NULL,
  CONSTRAINT guard_0 CHECK (position <> 0),
  CONSTRAINT guard_1 CHECK (position <> 1),
  CONSTRAINT guard_2 CHECK (position <> 2),
  CONSTRAINT guard_3 CHECK (position <> 3),
  CONSTRAINT guard_4 CHECK (position <> 4),
  CONSTRAINT guard_5 CHECK (position <> 5),
  CONSTRAINT guard_6 CHECK (position <> 6),
  CONSTRAINT guard_7 CHECK (position <> 7),
  CONSTRAINT guard_8 CHECK (position <> 8),
  CONSTRAINT guard_9 CHECK (position <> 9)
);

-- Credentials that tastytrade refused (src/services/broker_refusals.ts).
CREATE TABLE broker_refusals (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER
);
CREATE INDEX broker_refusals_by_deadline ON broker_refusals (expires_at) WHERE expires_at IS NOT NULL;
