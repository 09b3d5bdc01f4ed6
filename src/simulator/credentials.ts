/** What opens this simulator and nothing else. */

/** The first customer's own application. */
export const SIMULATED_CLIENT_ID = "simulated-client-id";

/** Its secret. */
export const SIMULATED_CLIENT_SECRET = "simulated-client-secret";

/** The refresh token of the grant that the first customer made there. */
export const SIMULATED_REFRESH_TOKEN = "simulated-refresh-token";

/** Another grant of the first customer and application, without the scope `read`. */
export const SIMULATED_TRADE_ONLY_REFRESH_TOKEN = "simulated-refresh-token-trade-only";

/** The application that the broker has approved for all customers. */
export const SIMULATED_PARTNER_CLIENT_ID = "simulated-partner-id";

/** Its secret. */
export const SIMULATED_PARTNER_CLIENT_SECRET = "simulated-partner-secret";

/** A customer's own application, and the grant they made there for themselves. */
export interface PersonalCredentials {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

const personal = (suffix: string): PersonalCredentials => ({
  clientId: SIMULATED_CLIENT_ID + suffix,
  clientSecret: SIMULATED_CLIENT_SECRET + suffix,
  refreshToken: SIMULATED_REFRESH_TOKEN + suffix,
});

/** The personal credentials of the three demo customers, in the order of `demoCustomers`. */
export const SIMULATED_CREDENTIALS = [personal(""), personal("-2"), personal("-3")] as const;
