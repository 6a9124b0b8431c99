// What a person does on the page Describe: answers one question after the other or all in order, sees what follows, mends.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const CHATBOT = new URL("../../examples/support-chatbot.kubu.json", import.meta.url);

const MODEL = "What kinds of model does the system use?";
const INPUT = "Whose content reaches the model while it runs?";
const TOOLS = "Can the model call tools, functions or other systems by itself?";
const LANGUAGE = "Language: reads and writes text or code";

const question = (page, name) => page.getByRole("group", { name });
const results = (page) => page.getByRole("region", { name: "What follows" });
const changes = (page) => page.getByRole("region", { name: "What the last answer changed" });
const focused = (page) => page.evaluate(() => document.activeElement.querySelector("legend, :scope")?.textContent);
const counts = async (page) => {
  const text = await results(page).textContent();
  return ["apply|applies", "undetermined", "ruled out"].map((words) => Number(text.match(new RegExp(`(\\d+) (${words})`))[1]));
};

async function answer(page, name, ...options) {
  for (const option of options) await question(page, name).getByLabel(option, { exact: true }).check();
}

async function go(page, route) {
  await page.evaluate((hash) => (location.hash = hash), route);
}

/** The page with an example in hand. */
async function openExample(t, options, route) {
  const { page } = await openPage(t, options);
  await page.getByLabel("Assessment file").setInputFiles(CHATBOT.pathname);
  await page.getByText("The file is open.").waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
  if (route) await go(page, route);
  return page;
}

test("a few answers show the first threats, each with its reason", async (t) => {
  const { page } = await openPage(t, { path: "#/describe/all" });
  const [, before] = await counts(page);
  await answer(page, MODEL, LANGUAGE);
  await answer(page, INPUT, "E-mail, chat or tickets from outside");
  await changes(page).getByText("Applies because it uses a language model and it reads messages from outside.").first().waitFor();
  await changes(page).getByRole("link", { name: "Indirect prompt injection" }).waitFor();
  await changes(page).getByText(/Controls that came with them: .*Validate inputs/).waitFor();
  const [applies, undetermined, ruledOut] = await counts(page);
  assert.ok(applies > 0 && undetermined < before && applies + undetermined + ruledOut === before);
  // Heard, too.
  await page.getByRole("status").getByText(/threats? now appl/).waitFor();

  await question(page, INPUT).getByLabel("None of these").check();
  await changes(page).getByText(/ruled out: .*Indirect prompt injection/).waitFor();
});

test("one question after the other leads to the end, never asking for what no longer matters", async (t) => {
  const { page } = await openPage(t, { path: "#/describe" });
  const legend = page.locator("form legend");
  const next = page.getByRole("button", { name: "Next question" });
  const left = async () => Number((await page.locator("form").textContent()).match(/At most (\d+)/)?.[1] ?? 0);
  const asked = [];
  let most = await left();
  while (await legend.count()) {
    const name = await legend.textContent();
    assert.ok(!asked.includes(name), `${name} is asked twice`);
    asked.push(name);
    const last = page.locator("form input").nth(-2); // "None of these", or the last option before "I don't know"
    await last.check();
    await next.click();
    await page.waitForFunction((name) => document.querySelector("form legend")?.textContent !== name, name);
    if (await legend.count()) {
      assert.equal(await focused(page), await legend.textContent(), "the next question has the focus");
      assert.ok((await left()) < most || (await left()) === 0, "what is left falls");
      most = await left();
    }
  }
  await page.getByRole("heading", { name: "Nothing is left to ask" }).waitFor();
  assert.equal((await counts(page))[1], 0, "nothing is undetermined");
  assert.ok(asked.length < 47, "not every question is asked");
  await expectNoAxeViolations(page);
  // What it never asked arises, but changes nothing any more, and says so.
  await page.getByRole("link", { name: "Look over all answers" }).click();
  await page.locator(".ordered").waitFor();
  const unanswered = page.locator("fieldset:not(:has(:checked))");
  assert.equal(await unanswered.filter({ hasText: "No longer matters" }).count(), await unanswered.count());
  await page.getByRole("link", { name: "Best question next" }).click();
  await page.getByRole("link", { name: "Go on to Prioritise" }).click();
  await page.waitForURL(/#\/prioritise$/);
});

test("a question can be skipped, gone back to and left unknown", async (t) => {
  const { page } = await openPage(t, { path: "#/describe" });
  const legend = page.locator("form legend");
  const first = await legend.textContent();
  await page.getByRole("button", { name: "Skip for now" }).click();
  await page.waitForFunction((name) => document.querySelector("form legend").textContent !== name, first);
  const second = await legend.textContent();
  await page.getByRole("button", { name: "Back" }).click();
  await page.locator("form").getByText(first).waitFor();
  await page.getByLabel("I don’t know yet").check();
  // Enter goes on.
  await page.keyboard.press("Enter");
  await page.locator("form").getByText(second).waitFor();
  // Whoever comes back is not asked again for what they do not know.
  await go(page, "#/treat");
  await page.getByRole("heading", { level: 1, name: "Describe the system" }).waitFor({ state: "detached" });
  await go(page, "#/describe");
  await legend.waitFor();
  assert.notEqual(await legend.textContent(), first);
});

test("a question is asked only when it arises", async (t) => {
  const { page } = await openPage(t, { path: "#/describe/all" });
  const actions = question(page, "What can those tools do?");
  assert.equal(await actions.count(), 0);
  await answer(page, MODEL, LANGUAGE);
  await answer(page, TOOLS, "Yes");
  await actions.waitFor();
  assert.ok(await question(page, TOOLS).getByLabel("Yes").evaluate((input) => input === document.activeElement), "the answer keeps the focus");
  await go(page, "#/describe/tools.approval");
  await answer(page, TOOLS, "No");
  await actions.waitFor({ state: "detached" });
  await page.getByText("does not arise for this system").waitFor();
});

test("a link leads to its question, and answering keeps it there", async (t) => {
  const { page } = await openPage(t, { path: "#/describe/hosting.where" });
  const where = question(page, "Where does the system run?");
  await where.waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === "FIELDSET");
  assert.match(await focused(page), /Where does the system run/);
  const place = () => where.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await place();
  assert.ok(before >= 0 && before < 400, "it is in view");
  await where.getByLabel("On our own machines").check();
  await changes(page).waitFor();
  assert.ok(Math.abs((await place()) - before) < 2, "it stays where it was");
  assert.match(page.url(), /#\/describe\/hosting\.where$/);
  // From another page as well.
  await go(page, "#/treat");
  await where.waitFor({ state: "detached" });
  await go(page, "#/describe/end.leaves");
  await page.waitForFunction(() => document.activeElement.tagName === "FIELDSET");
  assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().top < 400), "it is in view");
});

test("the list of groups leads to each, and tells what is open", async (t) => {
  const { page } = await openPage(t, { path: "#/describe/all" });
  const groups = page.getByRole("navigation", { name: "Groups of questions" });
  assert.match(await groups.getByRole("listitem").filter({ hasText: "Hosting" }).textContent(), /\d+ open$/);
  await groups.getByRole("link", { name: "Hosting and supply chain" }).click();
  await page.waitForFunction(() => document.activeElement.tagName === "FIELDSET");
  await page.getByRole("heading", { name: "Hosting and supply chain" }).waitFor();
});

test("where an answer contradicts the map, one click mends it", async (t) => {
  const page = await openExample(t, {}, "#/describe/tools.use");
  const tools = question(page, TOOLS);
  await tools.getByText("From the components and flows: Yes").waitFor();
  await tools.getByLabel("No", { exact: true }).check();
  const both = "The answer is that it calls no tools by itself, but the inventory shows";
  const box = page.getByRole("region", { name: "Answers and map disagree" });
  await box.getByText(both).waitFor();
  await expectNoAxeViolations(page);
  await tools.getByRole("button", { name: "Take the map’s word" }).click();
  await tools.getByText(both).waitFor({ state: "detached" });
  assert.ok(await tools.getByLabel("Yes").isChecked());
  assert.match(await focused(page), /Can the model call tools/, "the focus stays at the question");

  await tools.getByLabel("No", { exact: true }).check();
  await box.getByRole("button", { name: "Take the map’s word" }).click();
  await box.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
  await tools.getByLabel("No", { exact: true }).check();
  await box.getByRole("link", { name: "Open the map" }).click();
  await page.waitForURL(/#\/map$/);
});

test("on a narrow screen a bar tells the news and opens the rest", async (t) => {
  const { page } = await openPage(t, { path: "#/describe/all", width: 390 });
  const bar = page.getByRole("button", { name: /undetermined/ });
  await answer(page, MODEL, LANGUAGE);
  await answer(page, INPUT, "E-mail, chat or tickets from outside");
  await bar.getByText(/Applies because/).waitFor();
  assert.equal(await results(page).count(), 0);
  await bar.press("Enter");
  await results(page).getByRole("link", { name: "Indirect prompt injection" }).first().waitFor();
  await expectNoAxeViolations(page);
  await bar.press("Enter");
  await results(page).waitFor({ state: "detached" });
});

test("undo says what it takes back, and what it took", async (t) => {
  const { page } = await openPage(t, { path: "#/describe/all" });
  assert.ok(await page.getByRole("button", { name: "Undo" }).isDisabled());
  await answer(page, MODEL, LANGUAGE);
  await page.getByRole("button", { name: "Undo: answer" }).click();
  await page.getByRole("status").getByText("Undone: answer").waitFor();
  assert.ok(!(await page.getByLabel(LANGUAGE).isChecked()));
  await page.keyboard.press("Control+Shift+Z");
  await page.getByRole("status").getByText("Redone: answer").waitFor();
  assert.ok(await page.getByLabel(LANGUAGE).isChecked());
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 768, 360]) {
    test(`axe finds nothing on either way through, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const page = await openExample(t, { colorScheme, width });
      for (const route of ["#/describe", "#/describe/all", "#/describe/tools.use"]) {
        await go(page, route);
        await page.locator(route === "#/describe" ? ".finished" : ".ordered").waitFor();
        await expectNoAxeViolations(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
      }
    });
  }
}
