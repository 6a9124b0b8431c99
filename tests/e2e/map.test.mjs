// What a person does with the system map: have it drawn, change it by form, by keyboard and by pointer, see what follows.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { expectNoAxeViolations, openPage } from "./browser.mjs";

const MAILBOX = new URL("../../examples/mailbox-agent.kubu.json", import.meta.url);

/** The mailbox agent as its file has it, or changed. */
async function mailbox(change = () => {}) {
  const document = JSON.parse(await readFile(MAILBOX, "utf8"));
  change(document.description);
  return { name: "mailbox.kubu.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(document)) };
}

const answersAlone = (description) => {
  for (const member of ["components", "flows", "zones", "inventory_complete"]) delete description[member];
};

async function open(t, file, options, entry = "") {
  const { page } = await openPage(t, options);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("The file is open.").waitFor();
  await go(page, `#/map${entry}`);
  await page.getByRole("heading", { name: "System map", level: 1 }).waitFor();
  return page;
}

const go = (page, address) => page.evaluate((address) => void (location.hash = address), address);
const map = (page) => page.getByRole("group", { name: "Map of components and flows" });
const component = (page, name) => map(page).getByRole("button", { name });
const panel = (page) => page.locator("section.panel");
const undo = (page) => page.getByRole("button", { name: /^Undo/ }).click();
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);

/** The flow between two components, by their ids. */
const flow = (page, from, to) => map(page).locator(`[data-flow="${from}/${to}"]`);

test("a first map is drawn from the answers, contradicts none, and can be taken back", async (t) => {
  const page = await open(t, await mailbox(answersAlone));
  await page.getByText("A map is optional").waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Draw a first map from my answers" }).click();
  await component(page, "Mailbox or ticket queue: Mailbox or ticket queue, in Outside, 1 flow out").waitFor();
  await component(page, "User interface: User interface, in Our own, 1 flow out").waitFor();
  await page.getByRole("button", { name: "Untrusted content from ‘Mailbox or ticket queue’ reaches ‘Tool that acts’ through ‘Agent’" }).waitFor();
  assert.equal(await page.getByText("The map and the answers disagree").count(), 0);
  assert.ok(!(await page.getByLabel("This map names everything").isChecked()), "a draft is not complete");
  assert.match(await focused(page), /System map/, "the button is gone: the heading has the focus");
  await undo(page);
  await page.getByText("Nothing is drawn yet").waitFor();
});

test("components, zones and flows are edited by form", async (t) => {
  const { page } = await openPage(t, { path: "#/map" });
  await page.getByLabel("Kind of component").selectOption("Agent");
  await page.getByRole("button", { name: "Add component" }).click();
  await component(page, "Agent: Agent, in Our own, 0 flows out").waitFor();
  const name = panel(page).getByLabel("Name", { exact: true });
  await page.waitForFunction(() => document.activeElement.matches(".panel input"), undefined);
  await name.fill("Helper");
  await component(page, "Agent: Helper").waitFor();

  await page.getByLabel("Kind of component").selectOption("Agent");
  await page.getByRole("button", { name: "Add component" }).click();
  await component(page, "Agent: Agent 2").waitFor();
  await panel(page).getByRole("combobox", { name: "Kind", exact: true }).selectOption("Tool that acts");
  await component(page, "Tool that acts: Agent 2").waitFor();

  await panel(page).getByRole("button", { name: "Add flow from another" }).click();
  await component(page, "Agent: Helper, in Our own, 1 flow out").waitFor();
  await panel(page).getByRole("link", { name: "Helper" }).click();
  await panel(page).getByLabel("Checked by").fill("Duty officer");
  await flow(page, "agent", "agent-2").locator(".tick").waitFor();
  await panel(page).getByRole("link", { name: "Agent 2" }).click();
  await panel(page).getByText("✓ checked by Duty officer").waitFor();

  await page.getByRole("button", { name: "Add a zone" }).click();
  const zone = page.getByRole("group", { name: "Zone 1" });
  await zone.getByLabel("Outside: others decide what happens there").check();
  await panel(page).getByRole("combobox", { name: "Zone", exact: true }).selectOption("Zone 1");
  await component(page, "Tool that acts: Agent 2, in Zone 1").waitFor();
  assert.match(await flow(page, "agent", "agent-2").getAttribute("class"), /crosses/);
  await expectNoAxeViolations(page);

  await zone.getByRole("button", { name: "Remove this zone" }).click();
  await component(page, "Tool that acts: Agent 2, in Our own").waitFor();
  await undo(page);
  await component(page, "Tool that acts: Agent 2, in Zone 1").waitFor();

  await panel(page).getByRole("link", { name: "Helper" }).click();
  await panel(page).getByRole("button", { name: "Remove this flow" }).click();
  await component(page, "Agent: Helper, in Our own, 0 flows out").waitFor();
  await component(page, "Agent: Helper").click();
  await panel(page).getByRole("button", { name: "Remove this component" }).click();
  await component(page, "Agent: Helper").waitFor({ state: "detached" });
  assert.equal(await focused(page), "Edit the map");
});

test("the keyboard alone walks, selects, changes and removes", async (t) => {
  const page = await open(t, await mailbox());
  await component(page, "Agent: Mailbox agent").focus();
  await page.keyboard.press("ArrowUp");
  assert.match(await focused(page), /Inbox|Side panel/);
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(page), /Mailbox agent/);
  await page.keyboard.press("Enter");
  await panel(page).getByRole("heading", { name: "Mailbox agent" }).waitFor();
  assert.ok(page.url().endsWith("#/map/agent"), "the address says what is selected");
  assert.equal(await component(page, "Agent: Mailbox agent").getAttribute("aria-pressed"), "true");

  // One stop for the whole picture: the next one is the form.
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => !document.activeElement.closest("svg")));
  await component(page, "Agent: Mailbox agent").focus();
  await page.keyboard.press("Delete");
  await component(page, "Agent: Mailbox agent").waitFor({ state: "detached" });
  assert.match(await focused(page), /, in /, "a neighbour has the focus");
  await page.keyboard.press("Control+z");
  await component(page, "Agent: Mailbox agent").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/#\/map$/);
});

test("a link to a component or a flow brings it into view", async (t) => {
  const page = await open(t, await mailbox(), { width: 390, height: 844 }, "/llm");
  /** Between the head of the page and the form, which covers the lower half of a phone. */
  const inView = async (name) => {
    await panel(page).getByRole("heading", { name }).waitFor();
    const { y, height } = await component(page, name).boundingBox();
    const form = await panel(page).boundingBox();
    return y >= 0 && y + height <= form.y;
  };
  assert.ok(await inView("Language model"));
  await go(page, "#/map/senders");
  assert.ok(await inView("Senders’ mail servers"));
  await go(page, "#/map/agent/llm");
  await page.locator('[data-flow="agent/llm"].selected').waitFor();
  const box = await flow(page, "agent", "llm").boundingBox();
  assert.ok(box.y < 844 && box.y + box.height > 0);
});

test("the pointer selects, joins, moves and removes", async (t) => {
  const page = await open(t, await mailbox(), { width: 1440, height: 1400 });
  const drag = async (from, to) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.mouse.move(...to);
    await page.locator(".ghost").waitFor();
    await page.mouse.up();
  };
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
  const box = async (name) => middle(await component(page, name).boundingBox());

  await component(page, "Tool that acts: Calendar").click();
  await panel(page).getByRole("heading", { name: "Calendar" }).waitFor();
  await drag(middle(await map(page).locator('[data-from="calendar"]').boundingBox()), await box("Logs and records: Record of actions"));
  await flow(page, "calendar", "records").waitFor();
  await panel(page).getByRole("heading", { name: "Calendar" }).waitFor();

  await drag(await box("Tool that acts: Calendar"), await box("Model: Language model"));
  await component(page, "Tool that acts: Calendar, in Model vendor").waitFor();
  await undo(page);
  await component(page, "Tool that acts: Calendar, in Our cloud").waitFor();

  await flow(page, "senders", "inbox").locator(".hit").click({ force: true });
  await panel(page).getByRole("heading", { name: "Senders’ mail servers → Inbox" }).waitFor();
  await page.keyboard.press("Delete");
  await flow(page, "senders", "inbox").waitFor({ state: "detached" });
  assert.match(await focused(page), /Senders/);
  assert.equal(await page.getByText("Untrusted content from ‘Senders’").count(), 0);
});

test("the way of untrusted content is shown, told, and turned off", async (t) => {
  const page = await open(t, await mailbox());
  const told = page.getByRole("button", { name: "Untrusted content from ‘Senders’ mail servers’ reaches ‘Calendar’" });
  assert.equal(await told.getAttribute("aria-pressed"), "true");
  assert.match(await flow(page, "senders", "inbox").getAttribute("class"), /shown/);
  await told.click();
  assert.doesNotMatch(await flow(page, "senders", "inbox").getAttribute("class"), /shown/);
  await page.getByRole("button", { name: "It calls tools by itself" }).click();
  assert.match(await flow(page, "agent", "calendar").getAttribute("class"), /shown/);
});

test("a component lists the threats that sit on it, and its address leads to it", async (t) => {
  const page = await open(t, await mailbox(), {}, "/agent");
  await panel(page).getByRole("heading", { name: "Mailbox agent" }).waitFor();
  await panel(page).getByRole("link", { name: "Indirect prompt injection" }).click();
  await page.waitForURL(/#\/prioritise\/indirect-prompt-injection$/);
});

test("where map and answers disagree, the map can be shown and believed", async (t) => {
  const page = await open(t, await mailbox(({ answers }) => (answers["tools.use"] = "no")));
  const disagree = page.getByRole("region", { name: "The map and the answers disagree" });
  await disagree.getByText("The answer is that it calls no tools by itself").waitFor();
  await expectNoAxeViolations(page);
  await disagree.getByRole("button", { name: "Show on the map" }).click();
  await panel(page).getByRole("heading", { name: "Mailbox agent" }).waitFor();
  assert.match(await focused(page), /Mailbox agent/);
  assert.match(await flow(page, "agent", "calendar").getAttribute("class"), /shown/);
  await disagree.getByRole("button", { name: "The map is right" }).click();
  await disagree.waitFor({ state: "detached" });
  await undo(page);
  await disagree.waitFor();
});

test("of a large system, the page says what takes a moment before it does it", async (t) => {
  const large = await mailbox((description) => {
    for (let n = 0; n < 400; n++) description.components[`tool-${n}`] = { kind: "tool", name: `Tool ${n}` };
  });
  const { page } = await openPage(t);
  await page.locator("input[type=file]").setInputFiles(large);
  await page.getByText("The file is open.").waitFor();
  await page.evaluate(() => {
    window.said = [];
    const look = () => window.said.push(...[...document.querySelectorAll("[role=status]")].map((status) => status.textContent));
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
  await go(page, "#/map");
  await component(page, "Tool 399, in Our own").waitFor();
  await go(page, "#/report");
  await page.getByRole("heading", { name: "Risk register" }).waitFor();
  const said = await page.evaluate(() => window.said);
  for (const words of ["Drawing the map …", "Writing the report …"]) assert.ok(said.includes(words), words);
});

test("hostile names stay text", async (t) => {
  const hostile = '<img src=x onerror="document.title=1">';
  const page = await open(t, await mailbox(({ components }) => (components.agent.name = hostile)), {}, "/agent");
  await panel(page).getByRole("heading", { name: hostile }).waitFor();
  assert.equal(await page.locator("main img").count(), 0);
});

test("the picture is there in words", async (t) => {
  const page = await open(t, await mailbox());
  await page.getByText("The map in words").click();
  await page.getByRole("row", { name: "Senders’ mail servers Inbox yes nobody" }).waitFor();
  await expectNoAxeViolations(page);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 768, 390]) {
    test(`axe finds nothing on the map, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const page = await open(t, await mailbox(), { colorScheme, width }, "/agent");
      await component(page, "Agent: Mailbox agent").waitFor();
      await expectNoAxeViolations(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
      await panel(page).getByLabel("Name", { exact: true }).fill("Helper");
      await component(page, "Agent: Helper").waitFor();
      await panel(page).getByRole("button", { name: "Close" }).click();
      await panel(page).getByRole("heading", { name: "Edit the map" }).waitFor();
    });
  }
}
