-- What clients' documents said, or what was wrong with them (src/auth/client_documents.ts).
CREATE TABLE client_documents (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER
);
CREATE INDEX client_documents_by_deadline ON client_documents (expires_at) WHERE expires_at IS NOT NULL;

-- Clients that have registered themselves (src/auth/registered_clients.ts).
CREATE TABLE oauth_clients (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER
);
CREATE INDEX oauth_clients_by_deadline ON oauth_clients (expires_at) WHERE expires_at IS NOT NULL;

-- How often something was tried, by hash of who tried it (src/auth/attempts.ts).
CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER
);
CREATE INDEX attempts_by_deadline ON attempts (expires_at) WHERE expires_at IS NOT NULL;
