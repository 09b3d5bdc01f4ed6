import assert from "node:assert/strict";
import { svg } from "../../src/charts/svg.ts";
import { png } from "../../src/charts/png/png.ts";
import { profitChart } from "../../src/charts/profit/profit_chart.ts";
import { explain } from "../../src/core/failure.ts";
import { positionChart } from "../../src/resources/position_chart.ts";
import { analyzePosition } from "../../src/services/position/analyze_position.ts";
import { drawingOf } from "../../src/services/position/drawing.ts";
import { resolvePosition } from "../../src/services/position/resolve_position.ts";
import { startApp, type TestApp } from "../support/app.ts";
import { legacyRequest, modernRequest } from "../support/clients.ts";
import { logIn, LOGINS, type LoginServer } from "../support/login.ts";
import { startServices } from "../support/services.ts";

const ADDRESS = "SPY:-1x261218P700@6.5,1xP680@3.25";

/** The same picture, drawn from the legs themselves. */
async function drawn(services: Awaited<ReturnType<typeof startServices>>, scheme: "light" | "dark") {
  const leg = { right: "put", expiration: "2026-12-18" } as const;
  const legs = [{ ...leg, strike: 700, quantity: -1, price: 6.5 }, { ...leg, strike: 680, quantity: 1, price: 3.25 }];
  const position = await resolvePosition({ underlying: "SPY", legs }, services.context);
  assert.ok(position.ok);
  const analysis = analyzePosition(position.value);
  assert.ok(analysis.ok);
  return profitChart({ ...drawingOf(position.value, analysis.value), scheme });
}

Deno.test("chart://position: it is the picture of the legs, as SVG or PNG, in the colours asked for", async () => {
  using services = await startServices();
  const read = async (ending: string) => {
    const file = await positionChart.readFile(ADDRESS + ending, services.context);
    assert.ok(file.ok, file.ok ? "" : explain(file.failure));
    return file.value;
  };
  assert.deepEqual(await read(".svg"), { mimeType: "image/svg+xml", body: svg(await drawn(services, "light")) });
  assert.deepEqual(await read(".dark.svg"), { mimeType: "image/svg+xml", body: svg(await drawn(services, "dark")) });
  assert.deepEqual(await read(".dark.png"), { mimeType: "image/png", body: await png(await drawn(services, "dark")) });
});

const REFUSED: [address: string, sentence: RegExp][] = [
  ["SPY", /is not one of a chart\. Write it as analyze_position gives it/],
  ["SPY:-1x261218P700.37.svg", /there is no put with strike 700\.37 on 2026-12-18 \(SPY\)\. The nearest strikes are/],
  ["SPY:-1x261113P700.svg", /expired on 2026-11-13\. The nearest/],
  ["SPY:0x261218P700.svg", /leg 1: has quantity 0/],
  ["SPY:100xshares.svg", /has no option/],
  ["SPY:-1x261218P700,1xMSFT261218P500.svg", /MSFT/],
];

for (const [address, sentence] of REFUSED) {
  Deno.test(`chart://position: ${address} is refused in a sentence`, async () => {
    using services = await startServices();
    const file = await positionChart.readFile(address, services.context);
    assert.ok(!file.ok);
    assert.match(explain(file.failure), sentence);
  });
}

const QUESTION = {
  name: "analyze_position",
  arguments: {
    underlying: "SPY",
    legs: [["put", -1], ["call", -1]].map(([right, quantity]) => ({ right, quantity, delta: 0.16, expiration: 45 })),
    chart: true,
    scheme: "dark",
  },
};

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

Deno.test("chart://position: the address in an answer draws the picture beside it, for who may read, and nobody else", async () => {
  await using app: TestApp & LoginServer = await startApp({ environment: LOGINS });
  const { accessToken } = await logIn(app);
  const answer = await (await app.fetch(legacyRequest("tools/call", QUESTION, bearer(accessToken)))).json();
  const [text, image] = answer.result.content;
  const { chart_uri } = JSON.parse(text.text);
  const uri = chart_uri.replace(/svg$/, "png");
  const read = await (await app.fetch(legacyRequest("resources/read", { uri }, bearer(accessToken)))).json();
  assert.deepEqual(read.result.contents, [{ uri, mimeType: "image/png", blob: image.data }]);
  const stranger = await app.fetch(legacyRequest("resources/read", { uri }));
  assert.equal(stranger.status, 401);
  await stranger.body?.cancel();
});

Deno.test("chart://position: a reader may keep it for themselves, and the template is listed", async () => {
  await using app = await startApp();
  const uri = `chart://position/${ADDRESS}.svg`;
  const { result } = await (await app.fetch(modernRequest("resources/read", { uri }))).json();
  assert.deepEqual([result.cacheScope, result.ttlMs], ["private", 30_000]);
  const escaped = `chart://position/${encodeURIComponent(`${ADDRESS}.svg`)}`;
  const same = await (await app.fetch(modernRequest("resources/read", { uri: escaped }))).json();
  assert.match(same.result.contents[0].text, /^<svg /, "clients that fill in templates escape everything");
  assert.match(result.contents[0].text, /^<svg /);
  assert.ok(result.contents[0].text.length < 20_000, `${result.contents[0].text.length} characters`);
  const listed = await (await app.fetch(modernRequest("resources/templates/list", {}))).json();
  const templates: { uriTemplate: string }[] = listed.result.resourceTemplates;
  assert.ok(templates.some(({ uriTemplate }) => uriTemplate === "chart://position/{legs}"));
});
