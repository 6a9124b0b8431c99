// Step 4 as a person goes through it: say what may remain, see what does, and decide about each risk.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const AGENT = new URL("../../examples/mailbox-agent.kubu.json", import.meta.url).pathname;
const LEVELS = ["Very High", "High", "Medium High", "Medium", "Low"];
const RISK = "Direct prompt injection";

const risk = (page, name) => page.getByRole("row").filter({ has: page.getByRole("button", { name, exact: true }) });
const cell = (page, name, column) => risk(page, name).getByRole("cell").nth(["Without controls", "Now", "As planned", "Treatment", "Owner", "Review"].indexOf(column));
const undo = (page) => page.getByRole("button", { name: /^Undo/ }).click();
const focused = (page) => page.evaluate(() => document.activeElement.textContent);

async function go(page, address) {
  await page.evaluate((hash) => (location.hash = hash), address);
}

async function open(t, { file, ...options } = {}) {
  const { page } = await openPage(t, options);
  await page.setInputFiles("input[type=file]", file ?? AGENT);
  await page.getByRole("textbox", { name: "System" }).waitFor();
  await go(page, "#/residual");
  await page.getByRole("heading", { name: "What remains", level: 1 }).waitFor();
  return page;
}

const EMPTY = { name: "new.kubu.json", mimeType: "application/json", buffer: Buffer.from('{"format":"kubu-assessment","schema_version":1}') };

test("what remains above tolerance comes first, with what could lower it", async (t) => {
  const page = await open(t);
  await page.getByRole("status").getByText(/^\d+ risks remain above tolerance\.$/).waitFor();
  const above = page.getByRole("region", { name: "Above tolerance" });
  await above.getByText(/^\d+ more$/).click();
  const item = above.getByRole("listitem").filter({ hasText: RISK }).last();
  await item.getByRole("link", { name: "Harden the system around the model" }).click();
  await page.getByRole("button", { name: "Harden the system around the model" }).waitFor();
  assert.equal(await page.evaluate(() => location.hash), "#/treat/harden-the-system");
});

test("a proposal of tolerance is offered, not imposed", async (t) => {
  const page = await open(t, { file: EMPTY });
  await page.getByRole("status").getByText(/^\d+ risks remain at a level for which no tolerance is stated\.$/).waitFor();
  await page.getByRole("button", { name: "Start from a proposal" }).click();
  await page.getByRole("status").getByText(/^\d+ risks remain above tolerance\.$/).waitFor();
  assert.equal(await focused(page), "What may remain", "the focus stays near the button that went");
  assert.equal(await page.getByLabel("Rule for High", { exact: true }).inputValue(), "Treat within three months.");
  await undo(page);
  await page.getByRole("button", { name: "Start from a proposal" }).waitFor();
});

test("tolerance decides what counts, and the end is said plainly", async (t) => {
  const page = await open(t, { file: EMPTY });
  for (const level of LEVELS) await page.getByRole("combobox", { name: `A risk at ${level}`, exact: true }).selectOption("may remain");
  const sentence = "Everything that remains is within the stated tolerance.";
  await page.getByRole("status").getByText(sentence).waitFor();
  await page.getByLabel("Rule for Low", { exact: true }).fill("Nothing to do.");
  await page.getByRole("combobox", { name: "A risk at Very High", exact: true }).selectOption("must be treated");
  await page.getByRole("status").getByText(/remains? above tolerance/).waitFor();
  await undo(page);
  const end = page.getByRole("region", { name: "Ready to hand over" });
  await end.getByText(sentence).waitFor();
  await end.getByRole("link", { name: "On to the report" }).click();
  await page.waitForFunction(() => location.hash === "#/report");
});

test("a risk is accepted with a reason, an owner and a review", async (t) => {
  const page = await open(t);
  await cell(page, RISK, "Treatment").getByText("Not decided").waitFor();
  await page.getByRole("button", { name: RISK, exact: true }).click();
  const treatment = page.getByRole("group", { name: "Treatment" });
  await treatment.getByLabel("Response").selectOption("Accept: live with it");
  await cell(page, RISK, "Treatment").getByText("Reason missing").waitFor();
  await treatment.getByLabel("Reason").fill("Only staff can reach it.");
  await cell(page, RISK, "Treatment").getByText("Reason missing").waitFor({ state: "detached" });
  await treatment.getByLabel("Owner").fill("Head of support");
  await treatment.getByLabel("Plan, with dates").fill("Look again after the release of 2027-03-01.");
  await treatment.getByLabel("Progress").fill("Agreed");
  await treatment.getByLabel("Review on").fill("2027-04-30");
  await treatment.getByLabel("Identified on").fill("2026-11-25");
  await cell(page, RISK, "Owner").getByText("Head of support").waitFor();
  await cell(page, RISK, "Review").getByText("2027-04-30").waitFor();
  assert.equal((await cell(page, RISK, "Treatment").textContent()).trim(), "Accept");
  await treatment.getByLabel("Response").selectOption("Avoid: stop what brings it about");
  assert.equal(await treatment.getByLabel("Reason").inputValue(), "Only staff can reach it.");
  await treatment.getByLabel("Response").selectOption("Not decided");
  assert.equal(await treatment.getByLabel("Reason").count(), 0);
  assert.equal(await treatment.getByLabel("Identified on").inputValue(), "2026-11-25");
  await undo(page);
  await cell(page, RISK, "Treatment").getByText("Accept").waitFor();
  assert.equal(await treatment.getByLabel("Reason").inputValue(), "Only staff can reach it.");
});

test("three matrices show the risks before, now and as planned", async (t) => {
  const page = await open(t);
  const total = await page.getByRole("row").filter({ has: page.getByRole("button") }).count();
  for (const name of ["Without controls", "Now", "Once the plan is carried out"]) {
    const matrix = page.getByRole("table", { name, exact: true });
    const numbers = await matrix.locator("b").allTextContents();
    assert.equal(numbers.reduce((sum, text) => sum + (Number.parseInt(text, 10) || 0), 0), total, name);
  }
});

test("the address opens a risk and leads the focus to it", async (t) => {
  const page = await open(t);
  await go(page, "#/residual/direct-prompt-injection");
  await page.getByRole("group", { name: "Treatment" }).waitFor();
  assert.equal(await focused(page), RISK);
  await go(page, "#/treat");
  await page.getByRole("heading", { name: "Treat", level: 1 }).waitFor();
  await go(page, "#/residual/direct-prompt-injection");
  await page.getByRole("group", { name: "Treatment" }).waitFor();
  await page.waitForFunction((name) => document.activeElement.textContent === name, RISK);
});

test("the keyboard alone is enough", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: RISK, exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("group", { name: "Treatment" }).waitFor();
  const at = (label) => page.evaluate((name) => document.activeElement.closest("label")?.textContent.startsWith(name), label);
  for (let i = 0; i < 20 && !(await at("Response")); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await cell(page, RISK, "Treatment").getByText("Reason missing").waitFor();
  assert.ok(await at("Response"), "the focus stays");
  await page.keyboard.press("Tab");
  await page.keyboard.type("By keyboard.");
  await cell(page, RISK, "Treatment").getByText("Reason missing").waitFor({ state: "detached" });
  assert.equal(await page.getByRole("group", { name: "Treatment" }).getByLabel("Reason").inputValue(), "By keyboard.");
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const page = await open(t, { colorScheme, width });
      await page.getByText(/^\d+ more$/).click();
      await page.getByRole("button", { name: RISK, exact: true }).click();
      await page.getByLabel("Response").selectOption("Accept: live with it");
      await page.getByRole("button", { name: "Made-up answers", exact: true }).click();
      await expectNoAxeViolations(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
    });
  }
}
