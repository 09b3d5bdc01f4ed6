-- People, their broker links, what they have permitted, and what has happened: src/auth/.

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  customer_id TEXT AS (body ->> 'customerId') VIRTUAL
);
CREATE INDEX users_by_customer_id ON users (customer_id, id);
CREATE INDEX users_by_deadline ON users (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE broker_links (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL
);
CREATE INDEX broker_links_by_user_id ON broker_links (user_id, id);
CREATE INDEX broker_links_by_deadline ON broker_links (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE authorization_requests (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER
);
CREATE INDEX authorization_requests_by_deadline ON authorization_requests (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE authorization_codes (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL
);
CREATE INDEX authorization_codes_by_user_id ON authorization_codes (user_id, id);
CREATE INDEX authorization_codes_by_deadline ON authorization_codes (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE grants (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL
);
CREATE INDEX grants_by_user_id ON grants (user_id, id);
CREATE INDEX grants_by_deadline ON grants (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE browser_sessions (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL
);
CREATE INDEX browser_sessions_by_user_id ON browser_sessions (user_id, id);
CREATE INDEX browser_sessions_by_deadline ON browser_sessions (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE audit_events (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL
);
CREATE INDEX audit_events_by_user_id ON audit_events (user_id, id);
CREATE INDEX audit_events_by_deadline ON audit_events (expires_at) WHERE expires_at IS NOT NULL;
