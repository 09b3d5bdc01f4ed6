import assert from "node:assert/strict";
import { marginReport } from "../../../src/broker/endpoints/margin_report.ts";
import { marginCheckAnswer } from "../../../src/broker/endpoints/margin_check.ts";

const RECORDINGS = Deno.env.get("TTAI_RECORDINGS");
const ignore = RECORDINGS === undefined;

// deno-lint-ignore no-explicit-any
const readData = async (file: URL | string): Promise<any> => JSON.parse(await Deno.readTextFile(file)).data;
const miniature = (name: string) => readData(new URL(`../../fixtures/wire/${name}.json`, import.meta.url));

Deno.test("margin: an underlying of which nothing is left is left out, and one without its symbol is not", async () => {
  const wire = await miniature("margin_report");
  assert.equal(wire.groups.length, 2);
  assert.deepEqual(marginReport.answer.parse(wire).underlyings.map(({ underlying }) => underlying), ["ABC"]);
  wire.groups[1] = { "margin-requirement": "1.0" };
  assert.equal(marginReport.answer.safeParse(wire).success, false);
});

Deno.test({
  name: "margin: the recorded report adds up",
  ignore,
  async fn() {
    const report = marginReport.answer.parse(await readData(`${RECORDINGS}/rust-doc/margin_requirements.json`));
    const total = report.underlyings.reduce((sum, { marginRequirement }) => sum + marginRequirement!, 0);
    assert.ok(Math.abs(total - report.marginRequirement!) < 1e-6);
    assert.ok(report.marginRequirement! < 0 && report.marginEquity! > 0);
    // What is left to trade with is what there is, less what is required.
    const left = report.marginEquity! + report.maintenanceRequirement!;
    assert.ok(left >= report.optionBuyingPower!);
    assert.deepEqual(report.underlyings.map(({ groups }) => groups.map(({ strategy }) => strategy)), [
      ["long_underlying"],
      ["long_underlying"],
    ]);
  },
});

Deno.test({
  name: "margin: the recorded check is of an order that changes nothing",
  ignore,
  async fn() {
    const check = marginCheckAnswer.parse(await readData(`${RECORDINGS}/rust-doc/margin_dry_run.json`));
    assert.equal(check.buyingPowerChange, 0);
    assert.equal(check.currentBuyingPower, check.newBuyingPower);
    assert.equal(check.current.marginRequirement, check.withOrder.marginRequirement);
    // The three are rounded one by one to a billionth of a dollar.
    const { marginRequirement, workingMargin, positionMargin } = check.current;
    assert.ok(Math.abs(marginRequirement! - workingMargin! - positionMargin!) < 2e-9);
    assert.deepEqual(check.withOrder.marks, { AAPL: 196.03 });
    assert.deepEqual(check.withOrder.groups.map(({ margin }) => margin), [check.withOrder.positionMargin]);
  },
});
