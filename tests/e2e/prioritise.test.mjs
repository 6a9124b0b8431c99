// What a person does with the threats: find them, understand them, try what would change them, overrule their risk.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const MAILBOX = new URL("../../examples/mailbox-agent.kubu.json", import.meta.url).pathname;
const CHATBOT = new URL("../../examples/support-chatbot.kubu.json", import.meta.url).pathname;

const threat = (page, name) =>
  page.locator("details.threat").filter({ has: page.getByRole("heading", { name, exact: true, level: 3 }) });
const row = (page, name) => threat(page, name).locator("summary").first();
const rows = (page) => page.locator("details.threat");
const shown = (page) => page.getByText(/^\d+ of 93 threats shown/);
const countShown = async (page) => Number((await shown(page).textContent()).match(/^\d+/)[0]);

async function prioritise(page, file, entry = "") {
  const picker = page.locator("input[type=file]");
  await picker.setInputFiles(file);
  await page.getByText("The file is open.").waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await go(page, `#/prioritise${entry && `/${entry}`}`);
  await shown(page).waitFor();
}

const go = (page, hash) => page.evaluate((to) => void (location.hash = to), hash);
const focusedText = (page) => page.evaluate(() => document.activeElement.textContent);
const until = (page, holds, argument) => page.waitForFunction(holds, argument);

/** Waits until as many rows as the count says are there, other than before. */
async function changed(page, before) {
  await until(page, (was) => !document.querySelector("p.shown").textContent.startsWith(`${was} of`), before);
  const count = await countShown(page);
  assert.equal(await rows(page).count(), count, "the number is that of the rows");
  return count;
}

test("threats stand worst first, those that do not apply last", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, MAILBOX);
  assert.equal(await rows(page).count(), 93);
  const verdicts = await rows(page).locator("summary > .verdict").allTextContents();
  const order = ["applies", "undetermined", "does not apply"];
  const ranks = verdicts.map((verdict) => order.indexOf(verdict));
  assert.deepEqual(ranks, [...ranks].sort());
  const LEVELS = ["Low", "Medium", "Medium High", "High", "Very High"];
  // Of a range its most.
  const levels = await rows(page).evaluateAll((rows) =>
    rows
      .filter((row) => row.querySelector("summary > .verdict").textContent === "applies")
      .map((row) => row.querySelector(".now .level").textContent.split(" to ").pop()),
  );
  const heights = levels.map((level) => LEVELS.indexOf(level));
  assert.ok(heights.length > 10 && heights.every((height) => height >= 0));
  assert.deepEqual(heights, [...heights].sort((a, b) => b - a));
});

test("what the list is narrowed to stays while one is elsewhere, and goes with the assessment", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, MAILBOX);
  const step = (name) => page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name });
  const find = page.getByRole("searchbox", { name: "Find in threats" });
  await find.fill("injection");
  await changed(page, 93);
  await step("Treat").click();
  await page.getByRole("heading", { level: 1, name: "Treat" }).waitFor();
  await step("Prioritise").click();
  assert.equal(await find.inputValue(), "injection");
  await page.getByRole("link", { name: "Kubu", exact: true }).click();
  await page.getByRole("button", { name: "Coding agent" }).click();
  await step("Prioritise").click();
  assert.equal(await find.inputValue(), "");
});

test("each filter narrows the list, and clearing them brings everything back", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, MAILBOX);
  const filters = { Verdict: "applies", "Level now": "High", Harm: "integrity", Stage: "Development", "Where it sits": "Mailbox", Framework: "MITRE ATLAS" };
  const names = await page.getByRole("combobox", { name: "Where it sits" }).locator("option").allTextContents();
  filters["Where it sits"] = names[1];
  for (const [name, option] of Object.entries(filters)) {
    await page.getByRole("combobox", { name, exact: true }).selectOption(option);
    const count = await changed(page, 93);
    assert.ok(count > 0 && count < 93, `${name}: ${count}`);
    await page.getByText("Filters (1 on)").waitFor();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await changed(page, count);
    assert.equal(await page.getByRole("combobox", { name, exact: true }).inputValue(), "Any");
  }
  await page.getByRole("searchbox", { name: "Find in threats" }).fill("AML.T0051 injection");
  assert.ok((await changed(page, 93)) > 0);
  await row(page, "Indirect prompt injection").waitFor();
  await page.getByRole("searchbox", { name: "Find in threats" }).fill("zebra");
  await page.getByText("No threat fits.").waitFor();
});

test("a cell of the matrix shows the threats that lie in it", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, MAILBOX);
  const matrix = page.getByRole("table", { name: "Risks with the controls in place" });
  const cells = matrix.getByRole("button");
  let sum = 0;
  for (const cell of await cells.all()) sum += Number.parseInt(await cell.textContent(), 10);
  assert.equal(sum, await page.locator("details.threat .now .level").count(), "every risk lies in one cell");
  const cell = cells.first();
  const count = Number.parseInt(await cell.textContent(), 10);
  await cell.click();
  assert.equal(await changed(page, 93), count);
  assert.equal(await cell.getAttribute("aria-pressed"), "true");
  await cell.click();
  assert.equal(await changed(page, count), 93);
});

test("an address opens a threat and leads the focus to it, through any filter", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, MAILBOX, "indirect-prompt-injection");
  const injection = threat(page, "Indirect prompt injection");
  await injection.getByText(/^Applies because /).waitFor();
  await until(page, () => document.activeElement.textContent.startsWith("Indirect prompt injection"));
  await injection.getByText("MITRE ATLAS case study AML.CS0039").waitFor();
  await injection.getByText("mapped: Kubu's own mapping").waitFor();
  await injection.getByText("answers the cause; partly in place").waitFor();
  assert.equal(await injection.getByRole("link", { name: "Validate inputs" }).getAttribute("href"), "#/treat/validate-inputs");
  assert.ok((await injection.locator('a[href^="#/map/"]').count()) > 0);

  await page.getByRole("combobox", { name: "Verdict", exact: true }).selectOption("does not apply");
  await changed(page, 93);
  await go(page, "#/prioritise/overwhelmed-reviewers");
  await until(page, () => document.activeElement.matches("summary") && document.activeElement.closest("details").open);
  assert.equal(await countShown(page), 93);
});

test("an undetermined threat says what is open and what each answer would do", async (t) => {
  const { page } = await openPage(t);
  await go(page, "#/prioritise/indirect-prompt-injection");
  const injection = threat(page, "Indirect prompt injection");
  await injection.getByRole("heading", { name: "What is open" }).waitFor();
  const question = injection.getByRole("link", { name: "What kinds of model does the system use?" });
  assert.equal(await question.getAttribute("href"), "#/describe/model.kind");
  await injection.getByText(/if: .*None of these/).first().waitFor();
});

test("a change is tried, dropped, tried again, kept and taken back", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, CHATBOT);
  await page.getByRole("combobox", { name: "Verdict", exact: true }).selectOption("applies");
  await changed(page, 93);
  const name = await page.locator("details.threat h3").first().textContent();
  await row(page, name).click();
  await threat(page, name).getByRole("button", { name: "Try it" }).first().click();
  const trial = page.getByRole("group", { name: "Trial" });
  await trial.getByText("Nothing is changed yet.").waitFor();
  await trial.getByText(/^Threats: \d+ would change/).waitFor();
  assert.equal(await row(page, name).locator(".verdict").textContent(), "applies");
  await threat(page, name).getByRole("button", { name: "Drop the trial" }).click();
  await trial.waitFor({ state: "detached" });
  assert.match(await focusedText(page), /Try it/, "the focus stays");

  // Another threat's trial takes the place of the first.
  await threat(page, name).getByRole("button", { name: "Try it" }).first().click();
  const other = await page.locator("details.threat h3").nth(1).textContent();
  await row(page, other).click();
  await threat(page, other).getByRole("button", { name: "Try it" }).first().click();
  await threat(page, other).getByRole("group", { name: "Trial" }).waitFor();
  assert.equal(await trial.count(), 1);

  await trial.getByRole("button", { name: "Keep" }).click();
  await row(page, other).waitFor({ state: "detached" });
  assert.equal(await focusedText(page), "Threats", "the focus goes to the heading of a list that the threat has left");
  await page.getByRole("combobox", { name: "Verdict", exact: true }).selectOption("Any");
  await row(page, other).locator(".verdict.does-not-apply").waitFor();
  await page.getByRole("button", { name: "Undo: change of the description" }).click();
  await row(page, other).locator(".verdict.applies").waitFor();
});

test("a factor is overruled with a reason, and the level follows", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, MAILBOX, "indirect-prompt-injection");
  const injection = threat(page, "Indirect prompt injection");
  const now = row(page, "Indirect prompt injection").locator(".now");
  const proposed = await now.textContent();
  await injection.getByText("starts at 3 An attacker must find out which content the model reads.").waitFor();
  await injection.getByText("+1 It reads mail or pages that anybody in the world can write.").waitFor();
  for (const factor of ["discoverability", "exploitability", "reproducibility"]) await injection.getByRole("combobox", { name: factor, exact: true }).selectOption("1");
  await now.getByText("overruled").waitFor();
  assert.notEqual(await now.textContent(), proposed);
  assert.match(await now.textContent(), /Medium|Low/);
  assert.equal(await injection.getByText("Reason missing").count(), 3);
  const reason = injection.getByLabel("Why discoverability is 1");
  await reason.pressSequentially("Nobody outside knows of it.");
  assert.equal(await reason.inputValue(), "Nobody outside knows of it.");
  assert.equal(await injection.getByText("Reason missing").count(), 2);
  await injection.getByLabel("Identified on").fill("2026-11-25");

  for (const factor of ["discoverability", "exploitability", "reproducibility"]) await injection.getByRole("combobox", { name: factor, exact: true }).selectOption({ index: 0 });
  await now.getByText("overruled").waitFor({ state: "detached" });
  assert.equal(await now.textContent(), proposed);
  await page.getByRole("button", { name: "Undo: risk" }).click();
  assert.equal(await injection.getByLabel("Identified on").inputValue(), "2026-11-12");
});

test("the keyboard alone is enough", async (t) => {
  const { page } = await openPage(t);
  await prioritise(page, MAILBOX);
  await page.getByRole("searchbox", { name: "Find in threats" }).focus();
  await page.keyboard.type("indirect prompt");
  await row(page, "Indirect prompt injection").waitFor();
  const tabTo = async (matches) => {
    for (let i = 0; i < 80; i++) {
      if (await page.evaluate(matches)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`no way by keyboard to ${matches}`);
  };
  await tabTo(() => document.activeElement.matches("details.threat > summary"));
  await page.keyboard.press("Enter");
  await until(page, () => document.activeElement.parentElement.open && location.hash.startsWith("#/prioritise/"));
  await tabTo(() => document.activeElement.textContent === "Try it");
  await page.keyboard.press("Space");
  await page.getByRole("group", { name: "Trial" }).waitFor();
  await tabTo(() => document.activeElement.textContent === "Keep");
  await page.keyboard.press("Enter");
  await page.locator("details.threat .verdict.does-not-apply").first().waitFor();
  await until(page, () => document.activeElement.matches("details.threat > summary"));
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing with threats open, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const { page } = await openPage(t, { colorScheme, width });
      await prioritise(page, CHATBOT, "indirect-prompt-injection");
      const folded = page.locator(".narrowing details:not([open]) > summary");
      while ((await folded.count()) > 0) await folded.first().click();
      for (const verdict of ["undetermined", "does-not-apply"]) {
        const first = page.locator(`details.threat:has(> summary .verdict.${verdict}) > summary`).first();
        if ((await first.count()) > 0) await first.click();
      }
      const open = page.locator("details.threat[open]");
      await open.first().getByRole("button", { name: "Try it" }).first().click();
      const trial = page.getByRole("group", { name: "Trial" });
      await trial.waitFor();
      await trial.locator("details:not([open]) > summary").first().click();
      await open.first().getByRole("combobox", { name: "exploitability", exact: true }).selectOption("1");
      await page.getByText("Reason missing").waitFor();
      await open.first().getByRole("button", { name: "Try it" }).first().click();
      await trial.waitFor();
      await expectNoAxeViolations(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
    });
  }
}
