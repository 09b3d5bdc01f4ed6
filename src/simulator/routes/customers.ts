/** The logged-in customer. */

import type { CustomerCall, Route } from "../route.ts";
import { data, type Reply, timestamp } from "../wire.ts";

/** `GET /customers/me`. */
export const customerRoutes: Route[] = [{ method: "GET", path: "/customers/me", handle: customer }];

const ADDRESS = {
  "street-one": "1 Example Plaza",
  "city": "Chicago",
  "state-region": "IL",
  "postal-code": "60601",
  "country": "USA",
  "is-foreign": false,
  "is-domestic": true,
};

function customer({ customer, path }: CustomerCall): Reply {
  return data({
    "id": "me",
    "first-name": customer.firstName,
    "last-name": customer.lastName,
    "address": ADDRESS,
    "mailing-address": ADDRESS,
    "customer-suitability": {
      "id": 510001,
      "marital-status": "SINGLE",
      "number-of-dependents": 0,
      "employment-status": "EMPLOYED",
      "occupation": "Engineer",
      "employer-name": "Example Works",
      "job-title": "Engineer",
      "annual-net-income": 100_000,
      "net-worth": 250_000,
      "liquid-net-worth": 150_000,
      "stock-trading-experience": "EXTENSIVE",
      "covered-options-trading-experience": "EXTENSIVE",
      "uncovered-options-trading-experience": "LIMITED",
      "futures-trading-experience": "LIMITED",
    },
    "usa-citizenship-type": "Citizen",
    "is-foreign": false,
    "mobile-phone-number": customer.phone,
    "email": customer.email,
    "tax-number-type": "SSN",
    "tax-number": "*****0000",
    "birth-date": customer.birthDate,
    "external-id": customer.externalId,
    "citizenship-country": "USA",
    "subject-to-tax-withholding": false,
    "agreed-to-margining": true,
    "agreed-to-terms": true,
    "has-industry-affiliation": false,
    "has-political-affiliation": false,
    "has-listed-affiliation": false,
    "has-institutional-assets": false,
    "is-investment-adviser": false,
    "is-professional": false,
    "has-delayed-quotes": false,
    "has-pending-or-approved-application": true,
    "identifiable-type": "Person",
    "created-at": timestamp(customer.createdAt).replace("Z", "+00:00"),
    // The inner keys are spelled with underscores on the real wire as well.
    "permitted-account-types": [
      {
        "name": "Individual",
        "description": "Individual account",
        "is_tax_advantaged": false,
        "has_multiple_owners": false,
        "is_publicly_available": true,
        "margin_types": [{ "name": "Reg T", "is_margin": true }, { "name": "Cash", "is_margin": false }],
      },
      {
        "name": "Roth IRA",
        "description": "Roth IRA account",
        "is_tax_advantaged": true,
        "has_multiple_owners": false,
        "is_publicly_available": true,
        "margin_types": [{ "name": "IRA Margin", "is_margin": true }, { "name": "Cash", "is_margin": false }],
      },
    ],
  }, path);
}
