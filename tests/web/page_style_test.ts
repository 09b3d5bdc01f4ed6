import assert from "node:assert/strict";
import { STYLE } from "../../src/web/page_style.ts";

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

Deno.test("page style: all text has a contrast of at least 4.5 to what it stands on, in light and dark", () => {
  assert.equal(palettes.length, 2);
  for (const palette of palettes) {
    for (const text of ["--ink", "--soft", "--accent", "--ok", "--warn", "--bad"]) {
      for (const ground of ["--paper", "--card", "--wash"]) {
        const ratio = contrast(palette[text]!, palette[ground]!);
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
  }
});

Deno.test("page style: the edges of fields and buttons have a contrast of at least 3, in light and dark", () => {
  for (const palette of palettes) {
    for (const ground of ["--paper", "--card", "--wash"]) {
      const ratio = contrast(palette["--edge"]!, palette[ground]!);
      assert.ok(ratio >= 3, `--edge on ${ground}: ${ratio.toFixed(2)}`);
    }
  }
});

Deno.test("page style: text on filled buttons has a contrast of at least 4.5, also under the pointer", () => {
  assert.match(
    STYLE,
    /\.primary\{background:var\(--ink\);[^}]*color:var\(--paper\)\}\n\.primary:hover\{background:var\(--soft\)\}/,
  );
  for (const palette of palettes) {
    assert.ok(contrast(palette["--paper"]!, palette["--ink"]!) >= 4.5);
    assert.ok(contrast(palette["--paper"]!, palette["--soft"]!) >= 4.5);
  }
});

Deno.test("page style: colours are stated in the two palettes only, and nothing is fetched", () => {
  assert.doesNotMatch(STYLE.replace(/:root\{[^}]+\}/g, ""), /#[0-9a-f]{3,6}\b|rgba?\(|hsla?\(/);
  assert.doesNotMatch(STYLE, /url\(|@import|outline:(0|none)/);
  const [light, dark] = palettes.map((palette) => Object.keys(palette).sort());
  assert.deepEqual(light, dark);
});
