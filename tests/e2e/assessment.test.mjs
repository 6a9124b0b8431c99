// What a person does with an assessment: answer, see reasons, come back, save, open, begin anew.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { expectNoAxeViolations, openPage, settled } from "./browser.mjs";

const CHATBOT = new URL("../../examples/support-chatbot.kubu.json", import.meta.url);

const question = (page, name) => page.getByRole("group", { name });
const threat = (page, name) => page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
const verdict = (page, name, text) => threat(page, name).locator(".verdict").getByText(text, { exact: true });
const system = (page) => page.getByRole("textbox", { name: "System" });

async function answer(page, name, ...options) {
  for (const option of options) await question(page, name).getByLabel(option).check();
}

async function openFile(page, file) {
  const [picker] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open …" }).click()]);
  await picker.setFiles(file);
}

async function savedFile(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save" }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

const fileOf = (text, name = "other.kubu.json") => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });

test("an open threat says what each answer would do", async (t) => {
  const { page } = await openPage(t);
  const file = threat(page, "Model in the hands of its users");
  await answer(page, "Where does the system run?", "On devices that other people hold");
  await file.getByText("If you answer “Where do the models come from?”").click();
  await file.getByText("We run someone else’s model, unchanged: applies").waitFor();
  await file.getByText("None of these: does not apply").waitFor();
});

test("answers survive a reload", async (t) => {
  const { page } = await openPage(t);
  await system(page).fill("Mailbox agent");
  await answer(page, "Where do the models come from?", "We run someone else’s model, unchanged");
  await answer(page, "What is the most sensitive data that the system can see?", "I don’t know yet");
  await page.reload();
  assert.equal(await system(page).inputValue(), "Mailbox agent");
  assert.ok(await page.getByLabel("We run someone else’s model, unchanged").isChecked());
  assert.ok(await question(page, "What is the most sensitive data").getByLabel("I don’t know yet").isChecked());
});

test("a saved file opens again, byte for byte the same", async (t) => {
  const { page } = await openPage(t);
  await openFile(page, CHATBOT.pathname);
  await page.getByText("The file is open.").waitFor();
  const first = await savedFile(page);
  assert.equal(first.name, "support-chatbot.kubu.json");
  assert.match(JSON.parse(first.text).catalog.hash, /^sha256:[0-9a-f]{64}$/);

  await page.getByRole("button", { name: "New" }).click();
  await page.getByText("You have begun a new assessment.").waitFor();
  assert.equal(await system(page).inputValue(), "");
  await openFile(page, fileOf(first.text));
  await page.getByText("The file is open.").waitFor();
  assert.equal((await savedFile(page)).text, first.text);
});

test("what was replaced can be brought back", async (t) => {
  const { page } = await openPage(t);
  await system(page).fill("Precious");
  await page.getByRole("button", { name: "New" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await system(page).inputValue(), "Precious");
});

const REFUSED = {
  "cut off": ['{"format": "kubu-assessment", "answ', "the file is not JSON"],
  "of another kind": ['{"bomFormat": "CycloneDX"}', "`format` is not `kubu-assessment`"],
  "nested deep": ["[".repeat(200_000), "lists and objects are nested deeper than 64"],
  "larger than 8 MiB": [" ".repeat(8 * 1024 * 1024 + 1), "at most 8388608 are read"],
};
for (const [kind, [text, message]] of Object.entries(REFUSED)) {
  test(`a file that is ${kind} is refused in words, and nothing is lost`, async (t) => {
    const { page } = await openPage(t);
    await system(page).fill("Precious");
    await openFile(page, fileOf(text));
    await page.getByRole("alert").getByText(message).waitFor();
    assert.equal(await system(page).inputValue(), "Precious");
  });
}

test("script and markup in a file stay text", async (t) => {
  const { page } = await openPage(t);
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const answers = { "model.kind": ["language-model"], "no.such-fact": "<b>x</b>".length };
  await openFile(page, fileOf(JSON.stringify({ format: "kubu-assessment", schema_version: 0, title: hostile, answers })));
  await page.getByRole("alert").getByText("the value cannot be read: it is neither an option, a list of options nor null").waitFor();
  await openFile(page, fileOf(JSON.stringify({ format: "kubu-assessment", schema_version: 0, title: hostile, [hostile]: hostile })));
  await page.getByText("The file is open.").waitFor();
  assert.equal(await system(page).inputValue(), hostile);
  assert.equal(await page.locator("img, main script").count(), 0);
  assert.equal(JSON.parse((await savedFile(page)).text)[hostile], hostile);
});

test("an older file is brought up to date, and a newer one keeps what it holds", async (t) => {
  const { page } = await openPage(t);
  await openFile(page, new URL("../frozen/v0/support-chatbot.kubu.json", import.meta.url).pathname);
  await page.getByText("It is of an older version; saving brings it up to date.").waitFor();
  assert.equal(JSON.parse((await savedFile(page)).text).schema_version, 1);

  const newer = { format: "kubu-assessment", schema_version: 99, title: "From tomorrow", hologram: [1, 2] };
  await openFile(page, fileOf(JSON.stringify(newer)));
  await page.getByText("made by a later Kubu").waitFor();
  const kept = JSON.parse((await savedFile(page)).text);
  assert.deepEqual([kept.schema_version, kept.hologram], [99, [1, 2]]);
});

test("what was stored but cannot be read is kept aside and reported", async (t) => {
  const { page } = await openPage(t);
  await page.evaluate(() => localStorage.setItem("kubu.assessment", '{"format": "kubu-asse'));
  await page.reload();
  await page.getByRole("alert").getByText("What was saved on this device could not be opened").waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("kubu.assessment.unreadable")), '{"format": "kubu-asse');
});

test("full storage is reported, and the answers stay on the page", async (t) => {
  const { page } = await openPage(t);
  await page.evaluate(() => {
    // Fills what the browser grants, to the last byte.
    for (let size = 4 * 1024 * 1024, i = 0; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (;;) localStorage.setItem(`filler-${i++}`, "x".repeat(size));
      } catch {
        // Too large: half of it next.
      }
    }
  });
  await system(page).fill("Too much");
  await page.getByRole("alert").getByText("Not saved on this device").waitFor();
  assert.equal(await system(page).inputValue(), "Too much");
});

test("the keyboard alone is enough", async (t) => {
  const { page } = await openPage(t);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the threats");
  await page.keyboard.press("Tab");
  await page.keyboard.type("By keyboard");
  assert.equal(await system(page).inputValue(), "By keyboard");
  const focused = () => page.evaluate(() => document.activeElement.closest("label")?.textContent);
  for (let i = 0; i < 40 && !(await focused())?.startsWith("Language"); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.ok(await page.getByLabel("Language: reads and writes text or code").isChecked());
  assert.match(await focused(), /^Language/, "focus stays where it was");
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 768, 390]) {
    test(`axe finds nothing in a filled assessment, ${colorScheme}, ${width} px, and nothing runs over`, async (t) => {
      const { page } = await openPage(t, { colorScheme, width });
      await openFile(page, CHATBOT.pathname);
      await page.getByText("The file is open.").waitFor();
      // Everything once in each theme; elsewhere the first entries stand for the others, which are made alike.
      const summaries = await page.locator("summary").all();
      for (const summary of width === 390 ? summaries : summaries.slice(0, 40)) await summary.click();
      await expectNoAxeViolations(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
    });
  }
}

test("after the load nobody is asked for anything, and the site works offline", async (t) => {
  const { page, context, requests } = await openPage(t);
  await settled(page);
  const loaded = requests.length;
  await openFile(page, CHATBOT.pathname);
  await page.getByText("The file is open.").waitFor();
  await answer(page, "Which of these actions does a person approve before they happen?", "None");
  await verdict(page, "More power than the task needs", "applies").waitFor();
  await savedFile(page);
  const late = requests.slice(loaded).filter(({ url }) => !url.startsWith("blob:"));
  assert.deepEqual(late, [], "requests after the load");

  await context.setOffline(true);
  await page.reload();
  await verdict(page, "More power than the task needs", "applies").waitFor();
});

test("the policy allows no inline script, no eval and no other origin", async (t) => {
  const { page } = await openPage(t);
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'|\*|https?:/);
  assert.equal(await page.locator("script:not([src])").count(), 0);
});
