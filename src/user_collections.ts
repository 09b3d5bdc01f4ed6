/**
 * Every collection whose records belong to one user, by `userId`: exported and deleted with them. Whoever adds one adds it
 * here: what makes others before what is made of it, so that nothing grows again behind a deletion.
 */

import type { UserCollection } from "./auth/account.ts";
import { auditEvents } from "./auth/audit.ts";
import { browserSessions } from "./auth/browser_sessions.ts";
import { authorizationCodes } from "./auth/codes.ts";
import { grants } from "./auth/grants.ts";
import { brokerLinks } from "./auth/users.ts";
import { accountDays, accountHoldings } from "./services/history/account_days.ts";

export const userCollections: readonly UserCollection[] = [
  browserSessions,
  authorizationCodes,
  grants,
  brokerLinks,
  accountDays,
  accountHoldings,
  auditEvents,
] as unknown as readonly UserCollection[];
