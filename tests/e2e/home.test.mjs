// The first page: a visitor begins, with nothing, an example or a file; a user goes on, and keeps house.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectNoAxeViolations, openPage, openTab, settled, siteUrl, started } from "./browser.mjs";

const EXAMPLES = [
  "Support chatbot", "Mailbox agent", "Coding agent", "On-premises language model", "Language-model platform",
  "Credit scoring", "Face gate in a lobby", "Surveillance cameras",
];

const system = (page) => page.getByRole("textbox", { name: "System" });
const button = (page, name) => page.getByRole("button", { name, exact: true });
const home = (page) => page.getByRole("link", { name: "Kubu" }).click();
const mine = (page) => page.getByRole("region", { name: "Your assessments" });
const names = (page) => mine(page).locator(".open").allTextContents();
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
const saved = (page) => page.getByRole("banner").getByText("Saved on this device", { exact: true }).waitFor();

/** Begins an assessment of this name, and goes home. */
async function begun(page, name) {
  await button(page, "Begin a new assessment").click();
  await system(page).fill(name);
  await saved(page);
  await home(page);
  await mine(page).getByRole("button", { name, exact: true }).waitFor();
}

test("a visitor reads what this is, and begins", async (t) => {
  const { page } = await openPage(t);
  await page.getByRole("heading", { level: 1, name: "What can go wrong with the security of your AI system?" }).waitFor();
  await mine(page).getByText("None yet.").waitFor();
  await button(page, "Begin a new assessment").click();
  await page.waitForURL(/#\/describe$/);
  assert.equal(await system(page).inputValue(), "");
});

test("what the server sends reads like the page that replaces it", async (t) => {
  const { page } = await openPage(t);
  const sent = await (await fetch(siteUrl())).text();
  for (const part of ["h1", ".lead"]) assert.ok(sent.includes(`>${await page.locator(part).textContent()}<`), part);
});

test("every example opens, and is kept once it is changed", async (t) => {
  const { page } = await openPage(t);
  for (const name of EXAMPLES) {
    await page.getByRole("region", { name: "Begin with an example" }).getByRole("button", { name }).click();
    await page.getByText("This is an example.").waitFor();
    assert.equal(await system(page).inputValue(), name);
    await home(page);
  }
  assert.deepEqual(await names(page), []);

  await page.getByRole("button", { name: "Mailbox agent" }).click();
  await page.reload();
  await started(page);
  assert.equal(await system(page).inputValue(), "Mailbox agent");
  await system(page).fill("Our mailbox");
  await saved(page);
  await home(page);
  await page.getByRole("button", { name: "Mailbox agent" }).click();
  assert.equal(await system(page).inputValue(), "Mailbox agent");
  await home(page);
  await button(page, "Our mailbox").waitFor();
  await mine(page).getByText(/^\d+ threats apply, (\d+ undetermined|all settled)$/).waitFor();
  await mine(page).getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d$/).waitFor();
});

test("an assessment is duplicated, renamed, opened", async (t) => {
  const { page } = await openPage(t);
  await begun(page, "One");
  await button(page, "Duplicate One").click();
  await button(page, "One (copy)").waitFor();

  await button(page, "Rename One (copy)").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.getByLabel("New name").inputValue(), "One (copy)");
  await page.keyboard.type("Two");
  await page.keyboard.press("Enter");
  await button(page, "Two").waitFor();
  assert.equal(await focused(page), "Rename Two");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Three");
  await page.keyboard.press("Escape");
  assert.deepEqual((await names(page)).sort(), ["One", "Two"]);
  assert.equal(await focused(page), "Rename Two");

  // The one in hand is renamed as it is there.
  await button(page, "Rename One").click();
  await page.getByLabel("New name").fill("First");
  await mine(page).getByRole("button", { name: "Rename", exact: true }).click();
  await button(page, "First").waitFor();
  await button(page, "Two").click();
  assert.equal(await system(page).inputValue(), "Two");
  await home(page);
  await button(page, "First").click();
  assert.equal(await system(page).inputValue(), "First");
});

test("what is deleted can be brought back, with its content", async (t) => {
  const { page } = await openPage(t);
  await begun(page, "One");
  await begun(page, "Two");
  for (const name of ["One", "Two"]) {
    await button(page, `Delete ${name}`).click();
    await page.getByText(`“${name}” is deleted.`).waitFor();
    await mine(page).getByRole("button", { name, exact: true }).waitFor({ state: "detached" });
    assert.equal(await focused(page), "Your assessments");
    await button(page, "Undo").click();
    await button(page, name).click();
    assert.equal(await system(page).inputValue(), name);
    await home(page);
  }
  await button(page, "Delete Two").click();
  await mine(page).getByRole("button", { name: "Two", exact: true }).waitFor({ state: "detached" });
  await page.reload();
  await started(page);
  await button(page, "One").waitFor();
  assert.deepEqual(await names(page), ["One"]);
});

/** Everything that the browser keeps for the site. */
const kept = (page) =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: { ...localStorage },
    session: { ...sessionStorage },
    others: (await caches.keys()).filter((name) => !name.startsWith("kubu-")),
    cookies: document.cookie,
  }));

test("keep nothing deletes everything, after asking, and leaves nothing behind", async (t) => {
  const { page, context } = await openPage(t);
  await settled(page);
  await begun(page, "Secret");
  const other = await openTab(context, new URL("#/describe", siteUrl()).href);
  const choice = page.getByLabel("Keep nothing on this device", { exact: true });

  await choice.click();
  await page.getByText("It cannot be undone.").waitFor();
  assert.ok(!(await choice.isChecked()));
  await button(page, "Cancel").click();
  assert.deepEqual(await names(page), ["Secret"]);

  await choice.click();
  await button(page, "Delete, and keep nothing").click();
  await mine(page).getByText("you keep nothing on this device").waitFor();
  assert.ok(await choice.isChecked());
  await other.getByRole("banner").getByText("Kept nowhere").waitFor();
  await system(other).fill("Still secret");
  await page.getByRole("link", { name: "Go on with what is in hand" }).or(button(page, "Begin a new assessment")).first().click();
  await system(page).fill("Secret too");
  await page.reload();
  await started(page);
  await page.waitForFunction(async () => (await indexedDB.databases()).length === 0);
  assert.deepEqual(await kept(page), { databases: [], local: { "kubu.keep": "nothing" }, session: {}, others: [], cookies: "" });
  assert.deepEqual((await kept(other)).session, {});
  // When things are kept again, it would keep what it has in hand.
  await other.close();

  await home(page);
  await choice.click();
  await mine(page).getByText("None yet.").waitFor();
  assert.ok(!(await choice.isChecked()));
  await begun(page, "Kept again");
  await page.reload();
  await started(page);
  await button(page, "Kept again").waitFor();
});

test("what is in hand is not lost while nothing is kept", async (t) => {
  const { page } = await openPage(t);
  await page.getByLabel("Keep nothing on this device", { exact: true }).click();
  await button(page, "Delete, and keep nothing").click();
  await button(page, "Begin a new assessment").click();
  await system(page).fill("Only here");
  await home(page);
  await page.getByRole("button", { name: "Credit scoring" }).click();
  await button(page, "Bring the one before back").click();
  assert.equal(await system(page).inputValue(), "Only here");
});

test("the keyboard alone is enough", async (t) => {
  const { page } = await openPage(t);
  const until = async (label) => {
    for (let i = 0; i < 40 && (await focused(page)) !== label; i++) await page.keyboard.press("Tab");
    assert.equal(await focused(page), label);
  };
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the page’s content");
  await until("Begin a new assessment");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/describe$/);
  await page.waitForFunction(() => document.activeElement.localName === "main");
  await page.goBack();
  await page.waitForURL(/#\/$|\/$/);
  await until("Paste the text of a file");
  await page.keyboard.press("Enter");
  await page.getByLabel("Text of an assessment").waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 768, 360]) {
    test(`axe finds nothing, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const { page } = await openPage(t, { colorScheme, width });
      const check = async () => {
        await expectNoAxeViolations(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
      };
      await check();
      await begun(page, "One");
      await begun(page, "An assessment with quite a long name that goes on and on");
      await button(page, "Rename One").click();
      await page.getByText("Paste the text of a file").click();
      await page.getByLabel("Keep nothing on this device", { exact: true }).click();
      await check();
      await button(page, "Delete, and keep nothing").click();
      await mine(page).getByText("you keep nothing").waitFor();
      await check();
    });
  }
}
