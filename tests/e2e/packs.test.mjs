// An organisation's pack: its questions, threats and controls beside those of the catalogue, marked as its own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { expectNoAxeViolations, openPage, settled, siteUrl, started } from "./browser.mjs";

const BANK = new URL("../../examples/packs/bank.kubu-pack.json", import.meta.url);
const QUESTION = "Does it decide, or advise on, what a customer gets, pays or may do?";

const pack = async (change = (text) => text) =>
  ({ name: "bank.kubu-pack.json", mimeType: "application/json", buffer: Buffer.from(change(await readFile(BANK, "utf8"))) });
const pick = (page, file) => page.locator("input[type=file]").setInputFiles(file);
const packs = (page) => page.getByRole("region", { name: "Packs of organisations" });
const go = (page, route) => page.evaluate((hash) => (location.hash = hash), route);

/** Opens the page with an example in hand and the pack of the bank. */
async function withBank(t, options) {
  const opened = await openPage(t, options);
  const { page } = opened;
  await page.getByRole("button", { name: "Credit scoring" }).click();
  await page.getByRole("link", { name: "Kubu", exact: true }).click();
  await pick(page, await pack());
  await page.getByText(/The pack of “.*” is added: \d+ questions, \d+ threats and \d+ controls\./).waitFor();
  return opened;
}

test("a pack adds its questions, threats and controls, each marked as the organisation's", async (t) => {
  const { page } = await withBank(t);
  const name = await packs(page).locator("strong").textContent();
  await go(page, "#/describe/all");
  const question = page.getByRole("group", { name: QUESTION });
  await question.getByText(name, { exact: true }).waitFor();
  await question.getByLabel("Yes", { exact: true }).check();
  await go(page, "#/prioritise/bank:unfair-decision");
  const threat = page.locator("details.threat[open]");
  await threat.locator("summary").getByText(name, { exact: true }).waitFor();
  await threat.getByText("organisation: the organisation's own").waitFor();
  await expectNoAxeViolations(page);
  await go(page, "#/treat");
  await page.getByRole("button", { name: "Enter the model in" }).or(page.locator(".measure", { hasText: name })).first().waitFor();
  await go(page, "#/report");
  await page.getByText(`Pack of ${name}`).waitFor();
});

test("a pack is there again after a reload, and can be taken away and brought back", async (t) => {
  const { page } = await withBank(t);
  await expectNoAxeViolations(page);
  await page.reload();
  await started(page);
  await page.getByRole("link", { name: "Kubu", exact: true }).click();
  await packs(page).getByRole("button", { name: /^Remove the pack of / }).click();
  await packs(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await packs(page).waitFor();
  await packs(page).getByRole("button", { name: /^Remove the pack of / }).click();
  await page.getByText("The pack is removed.").waitFor();
  await page.reload();
  await started(page);
  assert.equal(await packs(page).count(), 0);
});

test("what was answered to a pack's questions survives its absence, and the file says which pack it was", async (t) => {
  const { page } = await withBank(t);
  await go(page, "#/describe/all");
  await page.getByRole("group", { name: QUESTION }).getByLabel("Yes", { exact: true }).check();
  const save = async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save file" }).click()]);
    return readFile(await download.path(), "utf8");
  };
  const file = await save();
  assert.equal(JSON.parse(file).packs.bank.version, JSON.parse(await readFile(BANK, "utf8")).version);
  await page.getByRole("link", { name: "Kubu", exact: true }).click();
  await packs(page).getByRole("button", { name: /^Remove the pack of / }).click();
  await packs(page).waitFor({ state: "detached" });
  await pick(page, { name: "a.kubu.json", mimeType: "application/json", buffer: Buffer.from(file) });
  await page.getByText(/the pack .* of /).first().waitFor();
  assert.equal(JSON.parse(await save()).description.answers["bank:customer.decision"], "yes");
});

test("a pack that was changed is refused with its reason, and nothing is lost", async (t) => {
  const { page } = await withBank(t);
  await pick(page, await pack((text) => text.replace("Enter the model", "Leave the model")));
  await page.getByRole("alert").getByText("The pack of an organisation was not added").waitFor();
  await page.getByRole("alert").getByText("the file was changed after it was built").waitFor();
  await packs(page).waitFor();
});

test("nothing of a pack is kept if the user wants nothing kept, and no request leaves", async (t) => {
  const { page, requests } = await openPage(t);
  await settled(page);
  const before = requests.length;
  await page.getByLabel("Keep nothing on this device").click();
  await page.getByRole("button", { name: "Delete, and keep nothing" }).click();
  await pick(page, await pack());
  await packs(page).waitFor();
  assert.equal(requests.length, before);
  await page.goto(siteUrl());
  await page.reload();
  await started(page);
  assert.equal(await packs(page).count(), 0);
});
