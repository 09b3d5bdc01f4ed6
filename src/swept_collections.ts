/** Collections whose records come to an end: the tick clears what is over, where the platform does not by itself. */

import { attempts } from "./auth/attempts.ts";
import { auditEvents } from "./auth/audit.ts";
import { authorizationRequests } from "./auth/authorization_requests.ts";
import { browserSessions } from "./auth/browser_sessions.ts";
import { clientDocuments } from "./auth/client_documents.ts";
import { authorizationCodes } from "./auth/codes.ts";
import { grants } from "./auth/grants.ts";
import { oauthClients } from "./auth/registered_clients.ts";
import { accountDays, accountHoldings } from "./services/history/account_days.ts";
import { brokerRefusals } from "./services/broker_refusals.ts";
import type { Collection } from "./storage/collection.ts";

export const sweptCollections: readonly Collection[] = [
  accountDays,
  accountHoldings,
  attempts,
  auditEvents,
  authorizationCodes,
  authorizationRequests,
  brokerRefusals,
  browserSessions,
  clientDocuments,
  grants,
  oauthClients,
] as unknown as readonly Collection[];
