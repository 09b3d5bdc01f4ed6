import { marginCheckAnswer } from "../../../src/broker/endpoints/margin_check.ts";
import { marginReport } from "../../../src/broker/endpoints/margin_report.ts";
import { effectiveMargin, marginConfiguration } from "../../../src/broker/endpoints/margin_requirements.ts";
import type { AnswerCase, Case } from "./case.ts";

const requirement = { marginRequirement: -2500.5, maintenanceRequirement: -2000.25 };

export const MARGIN: Case[] = [
  {
    endpoint: marginReport,
    parameters: { accountNumber: "5WA00001" },
    path: "/margin/accounts/5WA00001/requirements",
    miniature: "margin_report",
    reads: {
      account: "5WA00001",
      marginType: "reg_t",
      optionsLevel: "no_restrictions",
      ...requirement,
      marginEquity: 30_000,
      optionBuyingPower: 27_499.5,
      maintenanceExcess: 27_999.75,
      regTMarginRequirement: -2500.5,
      regTOptionBuyingPower: 27_499.5,
      calculatedAt: 1795187100000,
      underlyings: [{
        underlying: "ABC",
        type: "equity",
        marginType: "reg_t",
        ...requirement,
        buyingPower: -2500.5,
        groups: [{
          strategy: "naked_option",
          ...requirement,
          buyingPower: -2500.5,
          includesWorkingOrder: true,
          entries: [{
            symbol: "ABC   270115P00050000",
            type: "equity_option",
            quantity: 2,
            averageOpenPrice: 1.8,
          }],
        }],
      }],
    },
    required: [
      "account-number",
      "groups",
      "groups.0.underlying-symbol",
      "groups.0.groups.0.position-entries.0.instrument-symbol",
    ],
    recordings: ["rust-doc/margin_requirements.json"],
    simulated: { accountNumber: "5WS00001" },
  },
  {
    endpoint: effectiveMargin,
    parameters: { accountNumber: "5WA00001", underlying: "BRK/B" },
    path: "/accounts/5WA00001/margin-requirements/BRK%2FB/effective",
    miniature: "effective_margin",
    reads: {
      underlying: "ABC",
      longEquityInitial: 0.5,
      longEquityMaintenance: 0.25,
      shortEquityInitial: 0.5,
      shortEquityMaintenance: 0.3,
      nakedOptionStandard: 0.2,
      nakedOptionMinimum: 0.1,
      nakedOptionFloor: 2.5,
      isDeleted: false,
    },
    required: ["underlying-symbol"],
    recordings: ["mcp-official/tastytrade_get_margin_requirements.json"],
    simulated: { accountNumber: "5WS00001", underlying: "BRK/B" },
  },
  {
    endpoint: marginConfiguration,
    parameters: undefined,
    path: "/margin-requirements-public-configuration",
    miniature: "margin_configuration",
    reads: { riskFreeRate: 0.0365 },
    required: ["risk-free-rate"],
    recordings: ["mcp-official/tastytrade_get_margin_config.json"],
  },
];

const result = {
  underlying: "ABC",
  type: "equity",
  underlyingPrice: 50.25,
  marginType: "reg_t",
  maintenanceRequirement: -200.25,
  buyingPowerImpact: -251.5,
  workingMargin: -50.25,
  positionMargin: -200.25,
  groups: [{ strategy: "long_underlying", margin: -200.25, maintenanceRequirement: -100 }],
  marks: { ABC: 50.25 },
};

export const MARGIN_CHECKS: AnswerCase[] = [{
  name: "margin check",
  answer: marginCheckAnswer,
  miniature: "margin_check",
  reads: {
    marginRequirementChange: -250.5,
    buyingPowerChange: -251.5,
    currentBuyingPower: 10_000,
    newBuyingPower: 9748.5,
    isolatedMarginRequirement: -250.5,
    isSpread: false,
    last: { ...result, marginRequirement: -240.5, calculatedAt: Date.UTC(2026, 10, 20, 14, 59) },
    current: { ...result, marginRequirement: -250.5, calculatedAt: Date.UTC(2026, 10, 20, 15) },
    withOrder: { ...result, marginRequirement: -501, calculatedAt: Date.UTC(2026, 10, 20, 15, 0, 0, 4) },
  },
  required: [
    "change-in-buying-power",
    "change-in-buying-power-effect",
    "base-results",
    "new-order-results",
    ...["last", "base", "new-order"].map((name) => `${name}-results.underlying-symbol`),
  ],
  recordings: ["rust-doc/margin_dry_run.json"],
}];
