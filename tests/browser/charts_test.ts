/** The pictures as a browser shows them, with whatever fonts it has. */

import assert from "node:assert/strict";
import type { Picture } from "../../src/charts/picture.ts";
import { png } from "../../src/charts/png/png.ts";
import { profitChart } from "../../src/charts/profit/profit_chart.ts";
import { svg } from "../../src/charts/svg.ts";
import { EXPECTED, HARD } from "../charts/positions.ts";
import { browserTest } from "./chromium.ts";

/** Where pictures are put, for people to look at; none are when it is not set. */
const folder = Deno.env.get("TTAI_SCREENSHOTS");

const base64 = (bytes: Uint8Array): string => (bytes as unknown as { toBase64(): string }).toBase64();
const svgAddress = (picture: Picture): string =>
  `data:image/svg+xml;base64,${base64(new TextEncoder().encode(svg(picture)))}`;

/** Runs in the page: what is wrong with the texts of a picture. */
const TROUBLE = `(() => {
  const { documentElement: root } = document;
  if (root.nodeName !== "svg" || document.querySelector("parsererror")) return ["not well-formed"];
  const [width, height] = ["width", "height"].map((name) => Number(root.getAttribute(name)));
  const texts = [...document.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const cut = texts.filter(({ box }) => box.left < 0 || box.right > width || box.top < 0 || box.bottom > height);
  const pairs = texts.flatMap((one, place) => texts.slice(place + 1).map((other) => [one, other]));
  const overlapping = pairs.filter(([{ box: a }, { box: b }]) =>
    // A box reaches from the highest letter of the font to the lowest: lines may touch by that.
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3);
  return [...cut.map(({ text }) => text + " is cut"), ...overlapping.map(([a, b]) => a.text + " overlaps " + b.text)];
})()`;

browserTest("charts: the browser's own fonts fit as well, at 320 and 600 pixels", async (open) => {
  const { page } = await open();
  for (const [name, position] of Object.entries({ ...EXPECTED, ...HARD })) {
    for (const width of [320, 600]) {
      await page.goto(svgAddress(profitChart({ ...position, scheme: "light", width })));
      assert.deepEqual(await page.evaluate(TROUBLE), [], `${name} at ${width}`);
    }
  }
});

interface Difference {
  /** Of a channel, on average. */
  mean: number;
  /** The part of all channels that are off by more than a quarter. */
  strong: number;
}

browserTest("charts: what we paint is what the browser paints of the same shapes", async (open) => {
  const { page } = await open();
  for (const [name, position] of Object.entries(EXPECTED)) {
    for (const scheme of ["light", "dark"] as const) {
      const whole = profitChart({ ...position, scheme });
      if (folder) await Deno.writeFile(`${folder}/chart-${name}-${scheme}.png`, await png(whole));
      // Letters are drawn in other fonts there.
      const picture = { ...whole, shapes: whole.shapes.filter(({ kind }) => kind !== "text") };
      const addresses = [svgAddress(picture), `data:image/png;base64,${base64(await png(picture))}`];
      const { mean, strong } = await page.evaluate(async (addresses): Promise<Difference> => {
        const [one, other] = await Promise.all(addresses.map(async (address) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [1200, 920];
          const context = canvas.getContext("2d")!;
          context.drawImage(image, 0, 0, 1200, 920);
          return context.getImageData(0, 0, 1200, 920).data;
        })) as [Uint8ClampedArray, Uint8ClampedArray];
        let [sum, strong] = [0, 0];
        for (let at = 0; at < one.length; at++) {
          const off = Math.abs(one[at]! - other[at]!);
          sum += off;
          if (off > 64) strong++;
        }
        return { mean: sum / one.length, strong: strong / one.length };
      }, addresses);
      assert.ok(whole.width === 600 && whole.height === 460);
      assert.ok(mean < 0.5 && strong < 0.001, `${name} ${scheme}: ${mean} on average, ${strong} strongly`);
    }
  }
});
