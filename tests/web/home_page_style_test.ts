import assert from "node:assert/strict";
import { STYLE } from "../../src/web/home_page_style.ts";

type Palette = Record<string, string>;

/** The colours of the light and of the dark scheme, by variable. */
const palettes: Palette[] = [...STYLE.matchAll(/:root\{([^}]+)\}/g)].map(([, rules]) =>
  Object.fromEntries(rules!.split(";").map((rule) => rule.split(":") as [string, string]))
);

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join("") : hex.slice(1);
  const [red, green, blue] = [0, 2, 4].map((start) => {
    const part = parseInt(digits.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

Deno.test("home page style: all text has a contrast of at least 4.5 to what it stands on, in light and dark", () => {
  assert.equal(palettes.length, 2);
  for (const palette of palettes) {
    for (const text of ["--ink", "--soft", "--accent", "--ok", "--warn"]) {
      for (const ground of ["--paper", "--card", "--wash"]) {
        const ratio = contrast(palette[text]!, palette[ground]!);
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
  }
});
