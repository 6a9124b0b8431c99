// Wherever Tab leads, one sees where one is: on every page, beneath notices and bars, narrow and wide.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./browser.mjs";

const PAGES = ["describe", "describe/all", "map", "prioritise", "treat", "residual", "report"];
const MOST = 1000;

/** What is wrong with what has the focus; undefined if nothing has it, or what had it before. */
function look() {
  const element = document.activeElement;
  window.passed ??= new WeakSet();
  if (element === document.body || window.passed.has(element)) return undefined;
  window.passed.add(element);
  // A link may go over several lines.
  const [{ left, top, width, height } = new DOMRect()] = element.getClientRects();
  const isItself = (x, y) => {
    const there = document.elementFromPoint(left + width * x, top + height * y);
    return there && (element.contains(there) || there.closest("label")?.contains(element));
  };
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.2], [0.5, 0.8], [0.1, 0.2]];
  const { outlineStyle, boxShadow } = getComputedStyle(element);
  const name = element.ariaLabel ?? (element.labels?.[0] ?? element).textContent.trim();
  const faults = [];
  if (!points.some((point) => isItself(...point))) faults.push("is out of sight");
  if (outlineStyle === "none" && boxShadow === "none") faults.push("does not show that it has the focus");
  if (!name) faults.push("has no name");
  return faults.map((fault) => `${element.tagName.toLowerCase()} “${name.slice(0, 60)}” ${fault}`);
}

for (const width of [1440, 390]) {
  test(`whatever has the focus is seen, at ${width} px`, async (t) => {
    const { page } = await openPage(t, { width, height: 844, reducedMotion: "reduce" });
    await page.getByRole("button", { name: /^Mailbox agent/ }).focus();
    await page.keyboard.press("Enter");
    // The word that this is an example stays, and covers nothing.
    await page.getByText("This is an example.").waitFor();
    for (const hash of PAGES) {
      await page.evaluate((hash) => (location.hash = `#/${hash}`), hash);
      await page.locator("main :is(a, button, input, summary)").first().waitFor();
      await page.locator(".skip").focus();
      let stops = 0;
      for (let faults = []; faults; faults = await page.evaluate(look), stops++) {
        assert.deepEqual(faults, [], `#/${hash}`);
        assert.ok(stops < MOST, `#/${hash} leads in circles`);
        await page.keyboard.press("Tab");
      }
      assert.ok(stops > 10, `#/${hash} has but ${stops} stops`);
      await page.evaluate(() => (window.passed = undefined));
    }
  });
}
