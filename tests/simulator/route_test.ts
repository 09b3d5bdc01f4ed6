import assert from "node:assert/strict";
import { findRoute, type Route } from "../../src/simulator/route.ts";

const handle = () => ({ status: 200, body: null });
const routes: Route[] = [
  { method: "GET", path: "/instruments/cryptocurrencies/:symbol", handle },
  { method: "GET", path: "/a/b", handle },
  { method: "POST", path: "/a/b", handle },
  { method: "GET", path: "/chains/:symbol+/nested", handle },
  { method: "GET", path: "/chains/:symbol+", handle },
];

Deno.test("route: segments are found in the raw path and decoded once", () => {
  const found = findRoute(routes, "GET", "/instruments/cryptocurrencies/BTC%2FUSD");
  assert.ok(typeof found === "object");
  assert.deepEqual(found.parameters, { symbol: "BTC/USD" });
  const twice = findRoute(routes, "GET", "/instruments/cryptocurrencies/%2525");
  assert.deepEqual(typeof twice === "object" && twice.parameters, { symbol: "%25" });
});

Deno.test("route: a slash that is not encoded makes another path, a broken escape none", () => {
  assert.equal(findRoute(routes, "GET", "/instruments/cryptocurrencies/BTC/USD"), "unknown");
  assert.equal(findRoute(routes, "GET", "/instruments/cryptocurrencies/%E0%A4%A"), "unknown");
});

Deno.test("route: the method decides among equal paths", () => {
  const found = findRoute(routes, "POST", "/a/b");
  assert.equal(typeof found === "object" && found.route, routes[2]);
  assert.equal(findRoute(routes, "DELETE", "/a/b"), "method");
  assert.equal(findRoute(routes, "GET", "/a"), "unknown");
});

Deno.test("route: a parameter of many segments takes slashes that are not encoded, and what stands behind it counts", () => {
  const found = (path: string) => {
    const match = findRoute(routes, "GET", path);
    return typeof match === "string" ? match : [routes.indexOf(match.route), match.parameters.symbol];
  };
  assert.deepEqual(found("/chains/BRK/B/nested"), [3, "BRK/B"]);
  assert.deepEqual(found("/chains/BRK%2FB/nested"), [3, "BRK/B"]);
  assert.deepEqual(found("/chains/BRK/B"), [4, "BRK/B"]);
  assert.deepEqual(found("/chains//ESZ6"), [4, "/ESZ6"]);
  assert.deepEqual(found("/chains/nested"), [4, "nested"]);
  assert.equal(found("/chains"), "unknown");
  assert.equal(found("/chains/a/%E0%A4%A"), "unknown");
});
