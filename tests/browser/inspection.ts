/** What holds for every page as a browser shows it: reachable by keyboard, named for screen readers, at home on a phone. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";

const NARROWEST = { width: 320, height: 640 };
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** Where pictures of all pages are put, for people to look at; none are taken when it is not set. */
const folder = Deno.env.get("TTAI_SCREENSHOTS");

/** Runs in the page: what stands on it. */
const SURVEY = `(() => {
  const isSeen = (element) => element.checkVisibility();
  const name = (element) => {
    const text = element.labels?.length ? [...element.labels].map((label) => label.innerText).join(" ") : element.innerText;
    return (text || "").replace(/\\s+/g, " ").trim();
  };
  const controls = [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a, summary, [tabindex='0']")];
  const stops = controls.filter((control) => isSeen(control) && !control.matches(":disabled"));
  stops.forEach((stop, position) => stop.dataset.stop = position);
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    nameless: controls.filter((control) => isSeen(control) && name(control) === "").map((control) => control.outerHTML),
    stops: stops.length,
  };
})()`;

/** Runs in the page: the stop the keyboard is at, and whether it shows. */
const STOP = `(() => {
  const { dataset } = document.activeElement;
  return { stop: Number(dataset.stop ?? -1), outline: getComputedStyle(document.activeElement).outlineStyle };
})()`;

interface Survey {
  title: string;
  language: string;
  headings: number;
  nameless: string[];
  stops: number;
}

/** Fails where the page shown breaks a rule. `name` names its pictures. */
export async function inspect(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  const { title, language, headings, nameless, stops } = await page.evaluate<Survey>(SURVEY);
  assert.match(title, / · TTAI$|^TTAI/, name);
  assert.deepEqual([language, headings, nameless], ["en", 1, []], name);

  const tab = async () => {
    await page.keyboard.press("Tab");
    return await page.evaluate<{ stop: number; outline: string }>(STOP);
  };
  // From wherever the keyboard is to the end of the document: the walk begins after that.
  for (let press = 0; press <= stops && (await tab()).stop !== -1; press++);
  const reached: number[] = [];
  for (let press = 0; press < stops; press++) {
    const { stop, outline } = await tab();
    reached.push(stop);
    if (stop !== -1) assert.notEqual(outline, "none", `${name}: the focus shows at stop ${stop}`);
  }
  assert.deepEqual(reached, Array.from({ length: stops }, (_, stop) => stop), `${name}: tab order`);

  await page.setViewportSize(NARROWEST);
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  assert.ok(width <= NARROWEST.width, `${name}: ${width} pixels wide on a phone of ${NARROWEST.width}`);

  if (folder !== undefined) await takePictures(page, `${folder}/${name}`);
  await page.setViewportSize(size);
}

async function takePictures(page: Page, path: string): Promise<void> {
  await page.evaluate("document.activeElement.blur()");
  for (const [device, size] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${path}-${device}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null });
}
