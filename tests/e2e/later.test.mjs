// The code of most pages comes after the app is at work: what it starts with needs none of it, and it may fail to come.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const CHATBOT = new URL("../../examples/support-chatbot.kubu.json", import.meta.url);

const system = (page) => page.getByRole("textbox", { name: "System" });
const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const waiting = (page) => page.getByRole("status").filter({ hasText: "Loading this page …" });

test("the app is at work before the code of later pages is there, and goes on with it", async (t) => {
  let send;
  const held = new Promise((done) => (send = done));
  const { page } = await openPage(t, {
    prepare: (context) => context.route("**/*_later.wasm", async (route) => (await held, route.continue())),
  });
  await page.getByRole("button", { name: /^Mailbox agent/ }).click();
  await heading(page, "Describe the system").waitFor();
  await page.evaluate(() => (location.hash = ""));
  await page.getByLabel("Assessment file").setInputFiles(CHATBOT.pathname);
  await page.getByText("The file is open.").waitFor();

  // Every answer of every question, undone, redone, looked for.
  await page.getByRole("link", { name: "All questions in order" }).click();
  await page.locator("fieldset input").first().waitFor();
  await page.evaluate(async () => {
    const options = () => document.querySelectorAll("fieldset :is([type=radio], [type=checkbox])");
    for (let position = 0; position < options().length; position++) {
      options()[position].click();
      await new Promise((drawn) => setTimeout(drawn));
    }
  });
  await page.getByRole("link", { name: "Best question next" }).click();
  await page.keyboard.press("ControlOrMeta+Z");
  await page.keyboard.press("ControlOrMeta+Shift+Z");
  await page.keyboard.press("?");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("prompt injection");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await system(page).fill("Ours");

  await page.getByRole("link", { name: "System map" }).first().click();
  await waiting(page).waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("navigation").getByRole("link", { name: "Report" }).click();
  await waiting(page).waitFor();
  send();
  await heading(page, "Ours").waitFor();
});

test("later pages that do not come say so, can be asked for again, and nothing is lost", async (t) => {
  const refused = "**/*_later.wasm";
  const { page, context } = await openPage(t, {
    path: "#/describe",
    prepare: (context) => context.route(refused, (route) => route.fulfill({ status: 503 })),
    expected: /_later\.wasm/,
  });
  await system(page).fill("Ours");
  await page.getByRole("navigation").getByRole("link", { name: "Prioritise" }).click();
  const told = page.getByRole("alert").filter({ hasText: "This page could not be loaded (the server answers with 503)." });
  await told.waitFor();
  await expectNoAxeViolations(page);
  await context.unroute(refused);
  await told.getByRole("button", { name: "Try again" }).click();
  await heading(page, "Threats").waitFor();
  assert.equal(await told.count(), 0);
  assert.ok(await page.locator("main").evaluate((main) => main === document.activeElement), "the focus is not lost");
  await page.getByRole("navigation").getByRole("link", { name: "Describe" }).click();
  assert.equal(await system(page).inputValue(), "Ours");
});
