import assert from "node:assert/strict";
import { advanceOf, CHARACTERS, fitText, textWidth, wrapText, writable } from "../../src/charts/text_width.ts";

Deno.test("text width: every character has an advance, figures all the same one", () => {
  for (const weight of ["regular", "semibold"] as const) {
    for (const character of CHARACTERS) assert.ok(advanceOf(character, weight) > 100, character);
    assert.equal(new Set([..."0123456789+−"].map((figure) => advanceOf(figure, weight))).size, 1);
  }
  assert.equal(textWidth("00", 10, "regular"), 11.6);
  assert.ok(textWidth("Max", 10, "semibold") > textWidth("Max", 10, "regular"));
});

Deno.test("text width: letters lose their marks, what is unknown is a question mark", () => {
  assert.equal(writable("Société Générale 日本\u00a0ﬁ × −1"), "Societe Generale ?? fi × −1");
});

Deno.test("text width: what is too long is cut with an ellipsis", () => {
  assert.equal(fitText("short", 10, "regular", 100), "short");
  const cut = fitText("something rather long", 10, "regular", 60);
  assert.ok(cut.endsWith("…") && textWidth(cut, 10, "regular") <= 60 && cut.length > 8);
});

Deno.test("text width: words go on in the next line, the last line there may be is cut", () => {
  const text = "one two three four five six seven eight";
  const lines = wrapText(text, 10, "regular", 60);
  assert.equal(lines.join(" "), text);
  for (const line of lines) assert.ok(textWidth(line, 10, "regular") <= 60);
  const two = wrapText(text, 10, "regular", 60, 2);
  assert.equal(two.length, 2);
  assert.ok(two[1]!.endsWith("…") && textWidth(two[1]!, 10, "regular") <= 60);
  assert.deepEqual(wrapText("unbreakableandlong", 10, "regular", 40).length, 1);
});
