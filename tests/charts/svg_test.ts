import assert from "node:assert/strict";
import type { Picture, Shape } from "../../src/charts/picture.ts";
import { escapeXml, svg } from "../../src/charts/svg.ts";

const picture = (...shapes: Shape[]): Picture => ({
  width: 100,
  height: 50,
  background: "#ffffff",
  title: "Title <1>",
  description: "What & why",
  shapes,
});
const linesOf = (...shapes: Shape[]): string[] => svg(picture(...shapes)).trimEnd().split("\n").slice(4, -1);

Deno.test("svg: the picture has a size, a name, a description and its ground", () => {
  assert.equal(
    svg(picture()),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100" height="50"' +
      ' font-family="Aileron,Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif" role="img">\n' +
      "<title>Title &lt;1&gt;</title>\n<desc>What &amp; why</desc>\n" +
      '<path fill="#ffffff" d="M0 0h100v50H0z"/>\n</svg>\n',
  );
});

Deno.test("svg: each kind of shape", () => {
  assert.deepEqual(
    linesOf(
      { kind: "polygon", points: [0, 0, 10, 0, 10.04, 5, 0, 7.25], fill: "#112233", opacity: 0.5 },
      { kind: "box", x: 1, y: 2, width: 3.33, height: 4, radius: 2, fill: "#112233" },
      { kind: "line", points: [0, 0, 1.5, -2], stroke: "#112233", width: 2, dash: [3, 1.5] },
      { kind: "dot", x: 5, y: 6, radius: 3, fill: "#ffffff", stroke: "#112233", width: 1.5 },
    ),
    [
      '<path fill="#112233" fill-opacity="0.5" d="M0 0h10v5l-10 2.3z"/>',
      '<rect x="1" y="2" width="3.3" height="4" rx="2" fill="#112233"/>',
      '<path fill="none" stroke="#112233" stroke-width="2" stroke-dasharray="3 1.5" stroke-linejoin="round" d="M0 0l1.5-2"/>',
      '<circle cx="5" cy="6" r="3" fill="#ffffff" stroke="#112233" stroke-width="1.5"/>',
    ],
  );
});

Deno.test("svg: neighbours that look alike share what they have in common", () => {
  const text = (x: number, words: string): Shape => ({
    kind: "text",
    x,
    y: 9,
    text: words,
    size: 12,
    weight: "semibold",
    anchor: "end",
    fill: "#112233",
  });
  const line = (y: number): Shape => ({ kind: "line", points: [0, y, 9, y], stroke: "#112233", width: 1 });
  assert.deepEqual(linesOf(text(1, "a"), text(2, "b & c"), line(3), line(4), text(5, "d")), [
    '<g font-size="12" font-weight="600" text-anchor="end" fill="#112233">',
    '<text x="1" y="9">a</text>',
    '<text x="2" y="9">b &amp; c</text>',
    "</g>",
    '<path fill="none" stroke="#112233" stroke-width="1" stroke-linejoin="round" d="M0 3h9M0 4h9"/>',
    '<text x="5" y="9" font-size="12" font-weight="600" text-anchor="end" fill="#112233">d</text>',
  ]);
});

Deno.test("svg: a long text is held to its measured width", () => {
  const [line] = linesOf({
    kind: "text",
    x: 0,
    y: 9,
    text: "0".repeat(12),
    size: 10,
    weight: "regular",
    anchor: "start",
    fill: "#000000",
  });
  assert.equal(
    line,
    `<text x="0" y="9" textLength="69.6" lengthAdjust="spacingAndGlyphs" font-size="10" fill="#000000">${
      "0".repeat(12)
    }</text>`,
  );
});

Deno.test("svg: text cannot become markup, nor hold what XML forbids", () => {
  assert.equal(
    escapeXml(`<a href="x">&'\u0000\ud800\ufffe😀`),
    `&lt;a href=&quot;x&quot;&gt;&amp;'\ufffd\ufffd\ufffd😀`,
  );
});
