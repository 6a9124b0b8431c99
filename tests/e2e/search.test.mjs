// What is reached from every page: the search, the list of keys, the theme.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const search = (page) => page.getByRole("dialog", { name: "Search" });
const box = (page) => search(page).getByRole("combobox");
const appearance = (page) => page.getByRole("dialog", { name: "Appearance and keys" });

test("a word finds threats, controls and questions, and leads there by keyboard alone", async (t) => {
  const { page } = await openPage(t, { path: "#/describe/all" });
  await page.locator("body").press("/");
  assert.ok(await box(page).evaluate((element) => element === document.activeElement));
  await page.keyboard.type("tools");
  const options = search(page).getByRole("option");
  for (const kind of ["Threat", "Control", "Question"]) await options.filter({ hasText: kind }).first().waitFor();
  await expectNoAxeViolations(page);

  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("indirect");
  await options.first().getByText("Indirect prompt injection").waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  assert.equal(await options.first().getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/prioritise\/indirect-prompt-injection$/);
  assert.equal(await search(page).count(), 0);
});

test("a question that is found takes the focus", async (t) => {
  const { page } = await openPage(t, { path: "#/treat" });
  await page.getByRole("button", { name: "Search (/)" }).click();
  await box(page).fill("kinds of model");
  await search(page).getByRole("option", { name: /What kinds of model/ }).click();
  await page.waitForFunction(() => document.activeElement.querySelector("legend")?.textContent.startsWith("What kinds of model"));
});

test("what is not found is said, and Escape gives the focus back", async (t) => {
  const { page } = await openPage(t, { path: "#/describe" });
  const button = page.getByRole("button", { name: "Search (/)" });
  await button.click();
  await box(page).fill("zzz");
  await search(page).getByText("Nothing is found").waitFor();
  await page.keyboard.press("Escape");
  await search(page).waitFor({ state: "detached" });
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  // It opens again, empty.
  await button.press("Enter");
  assert.equal(await box(page).inputValue(), "");
});

test("a slash in a text is a slash", async (t) => {
  const { page } = await openPage(t, { path: "#/describe" });
  await page.getByRole("textbox", { name: "System" }).pressSequentially("a/b?");
  assert.equal(await page.getByRole("textbox", { name: "System" }).inputValue(), "a/b?");
  assert.equal(await page.getByRole("dialog").count(), 0);
});

for (const width of [1280, 360]) {
  test(`keys and theme are at hand at ${width} px, and the theme is kept`, async (t) => {
    const { page } = await openPage(t, { path: "#/describe", width, colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.locator("body").press("?");
    await appearance(page).getByText("Ctrl").first().waitFor();
    await appearance(page).getByLabel("Dark").check();
    const dark = await ground();
    assert.notEqual(dark, light);
    await expectNoAxeViolations(page);
    await page.keyboard.press("Escape");
    await page.reload();
    await page.getByRole("button", { name: "Appearance and keys (?)" }).click();
    assert.ok(await appearance(page).getByLabel("Dark").isChecked());
    assert.equal(await ground(), dark);
    await appearance(page).getByLabel("As the system").check();
    assert.equal(await ground(), light);
    await appearance(page).getByRole("button", { name: "Close" }).click();
    await appearance(page).waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => localStorage.getItem("kubu.theme")), null);
  });
}
