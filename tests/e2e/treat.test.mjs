// Step 3 as a person goes through it: see what to do, set how far it is, plan, and write down evidence.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const AGENT = new URL("../../examples/mailbox-agent.kubu.json", import.meta.url).pathname;
const LIMIT = "Limit what the AI can reach and do";

const row = (page, name) => page.getByRole("listitem").filter({ has: page.getByRole("button", { name, exact: true }) });
const status = (page, name) => page.getByRole("combobox", { name: `Status of ${name}`, exact: true });
const narrow = (page, name) => page.getByRole("search", { name: "Controls" }).getByRole(name === "Search" ? "searchbox" : "combobox", { name, exact: true });
const undo = (page) => page.getByRole("button", { name: /^Undo/ }).click();
const chosen = (select) => select.evaluate((element) => element.selectedOptions[0].textContent);
const focused = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);

async function go(page, address) {
  await page.evaluate((hash) => (location.hash = hash), address);
}

async function open(t, options = {}) {
  const { page } = await openPage(t, options);
  await page.setInputFiles("input[type=file]", AGENT);
  await page.getByRole("textbox", { name: "System" }).waitFor();
  await go(page, "#/treat");
  await page.getByRole("heading", { name: "Treat", level: 1 }).waitFor();
  return page;
}

/** How many controls the list shows; resolves once `holds` is true of that and of how many there are. */
async function shown(page, holds) {
  for (;;) {
    const text = page.getByText(/^\d+ of \d+ controls shown$/);
    const before = await text.textContent();
    const [count, all] = before.match(/\d+/g).map(Number);
    if (holds(count, all)) return count;
    await text.filter({ hasNotText: before }).waitFor();
  }
}

/** Risks above Medium: without controls, now, and as planned. */
async function counts(page) {
  const sentence = await page.getByText(/^Risks above Medium:/).textContent();
  return sentence.match(/\d+/g).map(Number);
}

const countsBecome = (page, [before, now, then]) =>
  page.getByText(`Risks above Medium: ${before} without controls, ${now} now, ${then} once what is planned is in place.`).waitFor();

test("a status is set in the closed row, and risks fall at once", async (t) => {
  const page = await open(t);
  await row(page, LIMIT).getByText(/^lowers \d+ risks$/).waitFor();
  await status(page, LIMIT).selectOption("In place");
  await row(page, LIMIT).getByText(/^lowers \d+ risks$/).waitFor({ state: "detached" });
  await go(page, "#/residual");
  const risk = page.getByRole("row").filter({ has: page.getByRole("button", { name: "Data carried out by tools" }) });
  assert.deepEqual((await risk.getByRole("cell").allTextContents()).slice(0, 2), ["Very High", "High"]);
  await undo(page);
  await risk.getByRole("cell").nth(1).getByText("Very High").waitFor();
});

test("controls stand by stage and item, or most risk taken away first, the baseline apart", async (t) => {
  const page = await open(t);
  await shown(page, (count, all) => count === all);
  for (const name of ["Against this system’s threats", "Baseline"]) await page.getByRole("heading", { name, level: 2 }).waitFor();
  await page.getByRole("heading", { name: "2.1 Secure the supply chain", level: 4 }).first().waitFor();
  await narrow(page, "Order").selectOption("Most risk taken away first");
  await page.getByRole("heading", { level: 4 }).first().waitFor({ state: "detached" });
  const first = page.getByRole("combobox", { name: /^Status of/ }).first();
  const name = (await first.getAttribute("aria-label")).slice("Status of ".length);
  await first.selectOption("In place");
  await row(page, name).getByText(/lowers|helps/).waitFor({ state: "detached" });
  assert.equal(await first.getAttribute("aria-label"), `Status of ${name}`, "nothing moves under the hands");
});

test("the list is narrowed by words, status, stage and role", async (t) => {
  const page = await open(t);
  await narrow(page, "Status").selectOption("Planned");
  const planned = await shown(page, (count, all) => count < all);
  assert.equal(planned, await page.getByRole("combobox", { name: /^Status of/ }).count());
  await narrow(page, "Search").fill("permissions");
  await shown(page, (count) => count === 1);
  await narrow(page, "Stage").selectOption("End of Life");
  await page.getByText("No control fits.").waitFor();
  await go(page, "#/treat/limit-what-the-ai-can-reach");
  await shown(page, (count, all) => count === all);
  assert.equal(await focused(page), LIMIT, "what the address names is shown in spite of the filter");
  const role = narrow(page, "Role");
  await role.selectOption({ index: 1 });
  await shown(page, (count, all) => count > 0 && count < all);
});

test("the address opens a control, which says why, what to do and where it comes from", async (t) => {
  const page = await open(t);
  await go(page, "#/treat/limit-what-the-ai-can-reach");
  const control = row(page, LIMIT);
  await control.getByText("An injected instruction can do no more than").waitFor();
  assert.equal(await focused(page), LIMIT);
  for (const text of ["What to do", "How to verify", "Permission list with reasons", "Whose job", "Effort"])
    await control.getByText(text, { exact: true }).waitFor();
  await control.getByText(/^2\.7 /).waitFor();
  await control.getByText(/^(verified|secondary|recalled|mapped): /).waitFor();
  await control.getByRole("link", { name: "Indirect prompt injection" }).click();
  await page.waitForFunction(() => location.hash === "#/prioritise/indirect-prompt-injection");
});

test("the smallest set is found, told apart from what is out of reach, and planned in one step", async (t) => {
  const page = await open(t);
  const before = await counts(page);
  const smallest = page.getByRole("region", { name: /^The smallest set/ });
  await smallest.getByRole("button", { name: "Find the set" }).click();
  await smallest.getByText(/No smaller set does\.|A good set\./).waitFor();
  const size = Number.parseInt(await smallest.getByText(/^\d+ controls?:/).first().textContent(), 10);
  const out = await smallest.getByText(/^stays at /).count();
  await smallest.getByRole("button", { name: "Plan all of these" }).click();
  await smallest.getByText("All of these are planned or begun").waitFor();
  await countsBecome(page, [before[0], before[1], out]);
  assert.equal(await smallest.getByRole("list").first().getByText(/Planned|Partly in place/).count(), size);
  await undo(page);
  await countsBecome(page, before);
  await smallest.getByLabel("To at most").selectOption("High");
  await smallest.getByRole("button", { name: "Find the set" }).click();
  await smallest.getByText(/^\d+ controls?:/).first().waitFor();
  await status(page, LIMIT).selectOption("In place");
  await smallest.getByText("Something has changed since. Find the set again.").waitFor();
});

test("several controls get one status, owner and date in one step", async (t) => {
  const page = await open(t);
  await narrow(page, "Search").fill("log");
  const all = page.getByRole("checkbox", { name: "Select all shown" });
  await all.check();
  const bulk = page.getByRole("form", { name: "Change the selected controls" });
  const statuses = page.getByRole("combobox", { name: /^Status of/ });
  const count = await statuses.count();
  await bulk.getByText(`${count} selected`).waitFor();
  await bulk.getByLabel("Status").selectOption("Planned");
  await bulk.getByLabel("Owner").fill("Night watch");
  await bulk.getByLabel("Due").fill("2027-03-31");
  await bulk.getByRole("button", { name: "Apply" }).click();
  await bulk.waitFor({ state: "detached" });
  assert.ok(await all.evaluate((element) => element === document.activeElement), "the focus is where selecting begins");
  assert.equal(await page.getByText("Night watch, 2027-03-31").count(), count);
  for (const select of await statuses.all()) assert.equal(await chosen(select), "Planned");
  await undo(page);
  await page.getByText("Night watch").first().waitFor({ state: "detached" });
  await page.getByRole("checkbox", { name: /^Select / }).nth(1).check();
  await bulk.getByText("1 selected").waitFor();
  await bulk.getByRole("button", { name: "Clear selection" }).click();
  await bulk.waitFor({ state: "detached" });
});

test("a status that needs a reason says so until there is one", async (t) => {
  const page = await open(t);
  await status(page, LIMIT).selectOption("Not applicable");
  await row(page, LIMIT).getByText("Reason missing").waitFor();
  await narrow(page, "Status").selectOption("Reason missing");
  await shown(page, (count) => count === 1);
  await page.getByRole("button", { name: LIMIT, exact: true }).click();
  await row(page, LIMIT).getByLabel("Reason for this status").fill("It has no tools.");
  await row(page, LIMIT).getByText("Reason missing").first().waitFor({ state: "detached" });
  await status(page, LIMIT).selectOption("Replaced by something else");
  assert.equal(await row(page, LIMIT).getByLabel("Reason for this status").inputValue(), "It has no tools.");
});

test("evidence and notes are kept; links lead to https, and nothing else comes alive", async (t) => {
  const page = await open(t);
  await go(page, "#/treat/limit-what-the-ai-can-reach");
  const control = row(page, LIMIT);
  await control.getByLabel("Evidence: text and links").fill("Review (https://example.org/review), javascript:alert(1)");
  const link = control.getByRole("link", { name: "https://example.org/review" });
  assert.equal(await link.getAttribute("href"), "https://example.org/review");
  assert.equal(await control.locator('a[href^="javascript"]').count(), 0);
  await control.getByLabel("Notes, in Markdown").fill("**Bold** <img src=x onerror=alert(1)>");
  await control.getByText("Preview of the notes").click();
  await control.getByRole("strong").getByText("Bold").waitFor();
  assert.equal(await control.locator("img").count(), 0);
  await control.getByLabel("Owner").fill("Ada");
  await control.getByLabel("Due").fill("2027-02-03");
  await control.getByText("Ada, 2027-02-03").waitFor();
  await go(page, "#/residual");
  await page.getByRole("heading", { name: "What remains", level: 1 }).waitFor();
  await go(page, "#/treat/limit-what-the-ai-can-reach");
  assert.match(await control.getByLabel("Notes, in Markdown").inputValue(), /^\*\*Bold\*\*/);
});

test("what is typed into each field is taken back by itself", async (t) => {
  const page = await open(t);
  await go(page, "#/treat/limit-what-the-ai-can-reach");
  const [owner, notes] = ["Owner", "Notes, in Markdown"].map((name) => row(page, LIMIT).getByLabel(name));
  const before = await owner.inputValue();
  await owner.focus();
  await owner.pressSequentially("Ada");
  await notes.focus();
  await notes.pressSequentially("Done");
  await undo(page);
  assert.deepEqual([await owner.inputValue(), await notes.inputValue()], [`${before}Ada`, ""]);
  await undo(page);
  assert.deepEqual([await owner.inputValue(), await notes.inputValue()], [before, ""]);
});

test("the keyboard alone is enough", async (t) => {
  const page = await open(t);
  await narrow(page, "Search").focus();
  await page.keyboard.type("rules for using");
  await shown(page, (count, all) => count > 0 && count < all);
  const name = "Set rules for using AI";
  for (let i = 0; i < 20 && (await focused(page)) !== `Select ${name}`; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), name);
  await page.keyboard.press("Enter");
  await row(page, name).getByText("What to do").waitFor();
  assert.equal(await focused(page), name);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), `Status of ${name}`);
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.activeElement.selectedOptions?.[0].textContent === "Planned");
  const owner = () => page.evaluate(() => document.activeElement.closest("form label")?.textContent);
  for (let i = 0; i < 20 && (await owner()) !== "Owner"; i++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("Ada");
  await page.keyboard.press("Enter");
  await row(page, name).getByText("Ada").waitFor();
  assert.ok(await page.getByRole("checkbox", { name: "Select all shown" }).evaluate((element) => element === document.activeElement));
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const page = await open(t, { colorScheme, width });
      await page.getByRole("button", { name: "Find the set" }).click();
      await status(page, LIMIT).selectOption("Not applicable");
      for (const name of [LIMIT, "Keep people in charge", "Manage security risks"]) {
        const button = page.getByRole("button", { name, exact: true });
        if (await button.count()) await button.click();
      }
      await page.getByRole("checkbox", { name: `Select ${LIMIT}` }).check();
      await row(page, LIMIT).getByLabel("Notes, in Markdown").fill("A [link](https://example.org).");
      await row(page, LIMIT).getByText("Preview of the notes").click();
      await expectNoAxeViolations(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
    });
  }
}
