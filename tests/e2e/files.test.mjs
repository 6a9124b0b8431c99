// Assessments as files: saved, opened, dropped, pasted; refused in words, and never lost.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { openPage, settled, started } from "./browser.mjs";

const CHATBOT = new URL("../../examples/support-chatbot.kubu.json", import.meta.url);
const OLD = new URL("../frozen/v0/support-chatbot.kubu.json", import.meta.url);

const system = (page) => page.getByRole("textbox", { name: "System" });
const home = (page) => page.getByRole("link", { name: "Kubu" }).click();
const opened = (page) => page.getByText("The file is open.").waitFor();

async function openFile(page, file) {
  if (await system(page).count()) await home(page);
  const [picker] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a file …" }).click()]);
  await picker.setFiles(file);
}

async function savedFile(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save file" }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

const fileOf = (text, name = "other.kubu.json") => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });

/** Something that is dragged or copied: a file, or a text. */
const transfer = (page, text, name) =>
  page.evaluateHandle(
    ([text, name]) => {
      const data = new DataTransfer();
      if (name) data.items.add(new File([text], name));
      else data.setData("text/plain", text);
      return data;
    },
    [text, name],
  );

async function precious(page) {
  await page.getByRole("button", { name: "Begin a new assessment" }).click();
  await system(page).fill("Precious");
  await page.getByRole("banner").getByText("Saved on this device").waitFor();
}

test("a saved file opens again, byte for byte the same", async (t) => {
  const { page } = await openPage(t);
  await openFile(page, CHATBOT.pathname);
  await opened(page);
  const first = await savedFile(page);
  assert.equal(first.name, "support-chatbot.kubu.json");
  assert.match(JSON.parse(first.text).catalog.hash, /^sha256:[0-9a-f]{64}$/);
  await home(page);
  await page.getByRole("button", { name: "Begin a new assessment" }).click();
  assert.equal(await system(page).inputValue(), "");
  await openFile(page, fileOf(first.text));
  await opened(page);
  assert.equal((await savedFile(page)).text, first.text);
});

test("a file that is opened is kept beside the others", async (t) => {
  const { page } = await openPage(t);
  await precious(page);
  await openFile(page, CHATBOT.pathname);
  await opened(page);
  await page.getByRole("banner").getByText("Saved on this device").waitFor();
  await home(page);
  for (const name of ["Support chatbot", "Precious"]) {
    await page.getByRole("region", { name: "Your assessments" }).getByRole("button", { name, exact: true }).waitFor();
  }
});

test("a file can be dropped on any page", async (t) => {
  const { page } = await openPage(t, { path: "#/treat" });
  const data = await transfer(page, await readFile(CHATBOT, "utf8"), "any.txt");
  await page.dispatchEvent("main", "dragover", { dataTransfer: data });
  assert.equal(await page.locator("body[data-dropping]").count(), 1);
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
  await opened(page);
  assert.equal(await system(page).inputValue(), "Support chatbot");
  assert.equal(await page.locator("body[data-dropping]").count(), 0);
});

test("text can be pasted anywhere, or into its field", async (t) => {
  const { page } = await openPage(t);
  const text = await readFile(CHATBOT, "utf8");
  const paste = async (selector, text) =>
    page.locator(selector).evaluate((element, clipboardData) => {
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, await transfer(page, text));
  await paste("h1", text);
  await opened(page);
  await home(page);
  await page.getByText("Paste the text of a file").click();
  await page.getByLabel("Text of an assessment").fill(text.replace("Support chatbot", "Pasted"));
  await page.getByRole("button", { name: "Open the text" }).click();
  await opened(page);
  assert.equal(await system(page).inputValue(), "Pasted");
  // What is pasted into a field is meant for the field.
  await paste(".name input", text);
  assert.equal(await system(page).inputValue(), "Pasted");
});

test("a report opens with the assessment that it carries", async (t) => {
  const { page } = await openPage(t);
  const json = JSON.stringify({ format: "kubu-assessment", schema_version: 1, title: "</script><b>Carried" }).replaceAll("<", "\\u003c");
  const report = `<!doctype html><title>{}</title><script type="application/json" id="kubu-assessment">${json}</script><p>{}</p>`;
  await openFile(page, { name: "report.html", mimeType: "text/html", buffer: Buffer.from(report) });
  await opened(page);
  assert.equal(await system(page).inputValue(), "</script><b>Carried");
});

const REFUSED = {
  "cut off": ['{"format": "kubu-assessment", "answ', "the file is not JSON"],
  "a picture": ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "the file is not JSON"],
  "another web page": ["<!doctype html><p>Hello</p>", "the file is not JSON"],
  "empty": ["", "it is empty"],
  "of another kind": ['{"bomFormat": "CycloneDX"}', "`format` is not `kubu-assessment`"],
  "nested deep": ["[".repeat(200_000), "lists and objects are nested deeper than 64"],
  "larger than 8 MiB": [" ".repeat(8 * 1024 * 1024 + 1), "the file has 8388609 bytes; at most 8388608 are read"],
  "larger than 16 MiB": [" ".repeat(16 * 1024 * 1024 + 1), "it is larger than 16 MiB"],
};
for (const [kind, [text, message]] of Object.entries(REFUSED)) {
  test(`a file that is ${kind} is refused in words, and nothing is lost`, async (t) => {
    const { page } = await openPage(t);
    await precious(page);
    await openFile(page, fileOf(text));
    await page.getByRole("alert").getByText(message).waitFor();
    await page.getByRole("button", { name: "Precious", exact: true }).click();
    assert.equal(await system(page).inputValue(), "Precious");
  });
}

test("a large file is opened with a word that it is being read", async (t) => {
  const { page } = await openPage(t);
  await page.evaluate(() => {
    new MutationObserver(() => (window.wasRead ||= document.body.textContent.includes("Reading the file …"))).observe(document.body, { childList: true, subtree: true });
  });
  const note = "x".repeat(1000);
  const notes = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`note-${i}`, note]));
  await openFile(page, fileOf(JSON.stringify({ format: "kubu-assessment", schema_version: 1, title: "Large", ...notes })));
  await opened(page);
  assert.ok(await page.evaluate(() => window.wasRead));
});

test("script and markup in a file stay text", async (t) => {
  const { page } = await openPage(t);
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const answers = { "model.kind": ["language-model"], "no.such-fact": "<b>x</b>".length };
  await openFile(page, fileOf(JSON.stringify({ format: "kubu-assessment", schema_version: 0, title: hostile, answers })));
  await page.getByRole("alert").getByText("the value cannot be read: it is neither an option, a list of options nor null").waitFor();
  await openFile(page, fileOf(JSON.stringify({ format: "kubu-assessment", schema_version: 0, title: hostile, [hostile]: hostile })));
  await opened(page);
  assert.equal(await system(page).inputValue(), hostile);
  assert.equal(JSON.parse((await savedFile(page)).text)[hostile], hostile);
  await home(page);
  await page.getByRole("button", { name: hostile, exact: true }).waitFor();
  assert.equal(await page.locator("img, main script").count(), 0);
});

test("an older file is brought up to date, and a newer one keeps what it holds", async (t) => {
  const { page } = await openPage(t);
  await openFile(page, OLD.pathname);
  await page.getByText("It is of an older version; saving brings it up to date.").waitFor();
  assert.equal(JSON.parse((await savedFile(page)).text).schema_version, 1);

  const newer = { format: "kubu-assessment", schema_version: 99, title: "From tomorrow", hologram: [1, 2] };
  await openFile(page, fileOf(JSON.stringify(newer)));
  await page.getByText("made by a later Kubu").waitFor();
  const kept = JSON.parse((await savedFile(page)).text);
  assert.deepEqual([kept.schema_version, kept.hologram], [99, [1, 2]]);
});

test("after the load nobody is asked for anything, and the site works offline", async (t) => {
  const { page, context, requests } = await openPage(t);
  await settled(page);
  const loaded = requests.length;
  await openFile(page, CHATBOT.pathname);
  await opened(page);
  for (const hash of ["map", "prioritise", "treat", "residual", "report", "describe"]) {
    await page.evaluate((hash) => (location.hash = `#/${hash}`), hash);
    await page.waitForFunction((hash) => location.hash === `#/${hash}` && document.querySelector("main *"), hash);
  }
  await savedFile(page);
  const late = requests.slice(loaded).filter(({ url }) => !/^(blob|data):/.test(url));
  assert.deepEqual(late, [], "requests after the load");

  await context.setOffline(true);
  await page.reload();
  await started(page);
  assert.equal(await system(page).inputValue(), "Support chatbot");
});

test("the policy allows no inline script, no eval and no other origin", async (t) => {
  const { page } = await openPage(t);
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'|\*|https?:/);
  assert.equal(await page.locator("script:not([src])").count(), 0);
});
