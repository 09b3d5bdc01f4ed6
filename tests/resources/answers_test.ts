import assert from "node:assert/strict";
import { readSymbolCard } from "../../src/services/symbol_card.ts";
import { showSymbolCard } from "../../src/resources/answers/symbol_card.ts";
import { startServices } from "../support/services.ts";

Deno.test("answers: the card of a share shows what is known of it, and what is not is null", async () => {
  using services = await startServices();
  const [shown, read] = [
    await showSymbolCard("aapl", services.context),
    await readSymbolCard({ type: "equity", symbol: "AAPL" }, services.context),
  ];
  assert.ok(shown.ok && read.ok);
  // deno-lint-ignore no-explicit-any -- plain data of the resource
  const card = shown.value as any;
  assert.equal(card.instrument.description, read.value.equity!.description);
  assert.equal(card.quote.bid, read.value.quote.figures.bid);
  assert.ok(card.metrics.term_structure);
});

Deno.test("answers: what is no symbol has no card", async () => {
  using services = await startServices();
  const shown = await showSymbolCard("what?", services.context);
  assert.ok(!shown.ok && shown.failure.kind === "invalid");
});
