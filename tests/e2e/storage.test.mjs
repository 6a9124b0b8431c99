// What is kept on this device: every change, in whatever state the browser, the other tabs and the records are.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { expectNoAxeViolations, openPage, openTab, siteUrl, started } from "./browser.mjs";

const DESCRIBE = new URL("#/describe", siteUrl()).href;

const system = (page) => page.getByRole("textbox", { name: "System" });
const state = (page, words) => page.getByRole("banner").getByRole("status").getByText(words, { exact: true });
const alert = (page, words) => page.getByRole("alert").getByText(words);
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function write(page, title) {
  await system(page).fill(title);
  await state(page, "Saved on this device").waitFor();
}

/** Resolves when the name of the system in hand is this. */
async function inHand(page, title) {
  await page.waitForFunction((title) => document.querySelector(".name input")?.value === title, title);
}

/** What the list of assessments names. */
async function listed(page) {
  await page.getByRole("link", { name: "Kubu" }).click();
  await page.getByRole("heading", { name: "Your assessments" }).waitFor();
  return page.getByRole("region", { name: "Your assessments" }).locator(".open").allTextContents();
}

/** Spoils the two texts that are stored, the last and the one before. */
function spoil(page, ...texts) {
  return page.evaluate(
    (texts) =>
      new Promise((done, failed) => {
        const opening = indexedDB.open("kubu");
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(["heads", "texts"], "readwrite");
          const store = transaction.objectStore("texts");
          const heads = transaction.objectStore("heads").getAll();
          heads.onsuccess = () => {
            const [{ id, revision }] = heads.result;
            store.put(texts[0], [id, revision % 2]);
            if (texts.length > 1) store.put(texts[1], [id, (revision + 1) % 2]);
          };
          transaction.oncomplete = () => (opening.result.close(), done());
          transaction.onabort = () => failed(transaction.error);
        };
      }),
    texts,
  );
}

test("every change is there after a reload, and in a later visit", async (t) => {
  const { page, context } = await openPage(t, { path: "#/describe" });
  await write(page, "Precious");
  await page.reload();
  await started(page);
  assert.equal(await system(page).inputValue(), "Precious");
  await state(page, "Saved on this device").waitFor();
  await page.close();
  const later = await openTab(context, DESCRIBE);
  assert.equal(await system(later).inputValue(), "Precious");
});

test("nothing is kept before something is changed", async (t) => {
  const { page } = await openPage(t, { path: "#/describe" });
  assert.deepEqual(await listed(page), []);
});

test("a change in the last moment before the page goes is there", async (t) => {
  const { page, context } = await openPage(t, { path: "#/describe" });
  await write(page, "One");
  await button(page, "Undo: name").click();
  await page.reload();
  await started(page);
  assert.equal(await system(page).inputValue(), "");
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await system(page).fill("Two");
  await page.close({ runBeforeUnload: true });
  const later = await openTab(context, DESCRIBE);
  assert.equal(await system(later).inputValue(), "Two");
});

/** Begins a save that never ends: its text is written, but the transaction goes on and on. */
async function hang(page, title) {
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...words) {
      const request = put.apply(this, words);
      const again = () => (this.count().onsuccess = again);
      request.onsuccess = () => {
        again();
        if (typeof words[0] === "string") document.documentElement.dataset.written = words[0];
      };
      return request;
    };
  });
  await system(page).fill(title);
  await page.waitForFunction((title) => document.documentElement.dataset.written?.includes(title), title);
  await state(page, "Saving …").waitFor();
}

test("a tab that is killed in the middle of a save leaves the state before", async (t) => {
  const { page, context } = await openPage(t, { path: "#/describe" });
  await write(page, "Before");
  await hang(page, "In between");
  const browser = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  browser.send("Page.crash").catch(() => {});
  await crashed;
  await page.close();
  const later = await openTab(context, DESCRIBE);
  assert.equal(await system(later).inputValue(), "Before");
  await write(later, "After");
});

test("a tab that is closed in the middle of a save loses nothing", async (t) => {
  const { page, context } = await openPage(t, { path: "#/describe" });
  await write(page, "Before");
  await hang(page, "In between");
  await page.close({ runBeforeUnload: true });
  const later = await openTab(context, DESCRIBE);
  assert.equal(await system(later).inputValue(), "In between");
  assert.deepEqual(await listed(later), ["In between"]);
});

test("the state before is opened if the last one cannot be read, and the user is told", async (t) => {
  const { page } = await openPage(t, { path: "#/describe" });
  await write(page, "First");
  await system(page).fill("Second");
  // The second save is done when it is in the list.
  assert.deepEqual(await listed(page), ["Second"]);
  await page.goto(DESCRIBE);
  await spoil(page, '{"format": "kubu-asse');
  await page.reload();
  await started(page);
  await alert(page, "The last state that was saved on this device cannot be read. The state before it is open").waitFor();
  assert.equal(await system(page).inputValue(), "First");
  await expectNoAxeViolations(page);
  await write(page, "Third");
  await page.reload();
  await started(page);
  assert.equal(await system(page).inputValue(), "Third");
});

test("what cannot be read at all stays, and can be saved as it is", async (t) => {
  const { page } = await openPage(t, { path: "#/describe" });
  await write(page, "First");
  await spoil(page, "broken", "broken too");
  await page.reload();
  await started(page);
  await alert(page, "What was saved on this device could not be opened").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save it as it is").click()]);
  assert.equal(await readFile(await download.path(), "utf8"), "broken");
  assert.deepEqual(await listed(page), ["First"]);
  await button(page, "First").click();
  await alert(page, "What was saved on this device could not be opened").waitFor();
});

for (const [name, text, title] of [
  ["an earlier version of Kubu", '{"format": "kubu-assessment", "schema_version": 1, "title": "Old"}', "Old"],
  ["an earlier version of Kubu, cut off,", '{"format": "kubu-asse', "Without a name"],
]) {
  test(`what ${name} kept is taken over once`, async (t) => {
    const { page } = await openPage(t);
    await page.evaluate((text) => localStorage.setItem("kubu.assessment", text), text);
    await page.reload();
    await started(page);
    assert.deepEqual(await listed(page), [title]);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await page.reload();
    await started(page);
    assert.deepEqual(await listed(page), [title]);
  });
}

async function twoTabs(t, options = {}) {
  const { page, context } = await openPage(t, { path: "#/describe", ...options });
  await write(page, "Shared");
  const other = await openTab(context, DESCRIBE);
  assert.equal(await system(other).inputValue(), "Shared");
  return { page, other, context };
}

test("a second tab says at once that the first has changed the assessment, and shows it", async (t) => {
  const { page, other } = await twoTabs(t);
  await write(page, "Changed");
  await alert(other, "This assessment was changed in another tab.").waitFor();
  await state(other, "Not saved: changed in another tab").waitFor();
  await expectNoAxeViolations(other);
  await button(other, "Show theirs").click();
  await inHand(other, "Changed");
  await state(other, "Saved on this device").waitFor();
  assert.equal(await other.getByRole("alert").count(), 0);
  await write(other, "Changed again");
  await alert(page, "This assessment was changed in another tab.").waitFor();
});

test("a second tab keeps its own state as a copy", async (t) => {
  const { page, other } = await twoTabs(t);
  await write(page, "Changed");
  await alert(other, "This assessment was changed in another tab.").waitFor();
  await system(other).fill("Mine");
  await button(other, "Keep mine as a copy").click();
  await inHand(other, "Mine (copy)");
  await state(other, "Saved on this device").waitFor();
  assert.deepEqual((await listed(page)).sort(), ["Changed", "Mine (copy)"]);
});

test("a tab that hears nothing of another one does not overwrite it either", async (t) => {
  const prepare = (context) => context.addInitScript(() => delete window.BroadcastChannel);
  const { page, other, context } = await twoTabs(t, { prepare });
  await write(page, "Changed");
  await system(other).fill("Mine");
  await alert(other, "This assessment was changed in another tab.").waitFor();
  await system(other).fill("Mine too");
  const third = await openTab(context, DESCRIBE);
  assert.equal(await system(third).inputValue(), "Changed");
  await button(other, "Keep mine as a copy").click();
  await inHand(other, "Mine too (copy)");
});

test("an assessment that another tab deletes can be kept", async (t) => {
  const { page, other } = await twoTabs(t);
  await listed(page);
  await button(page, "Delete Shared").click();
  await alert(other, "This assessment was deleted in another tab.").waitFor();
  await button(other, "Keep mine as a copy").click();
  await state(other, "Saved on this device").waitFor();
  assert.deepEqual(await listed(other), ["Shared (copy)"]);
});

test("full storage is said, the work stays on the page, and is saved when there is room again", async (t) => {
  const { page, context } = await openPage(t, { path: "#/describe" });
  const browser = await context.newCDPSession(page);
  const origin = new URL(siteUrl()).origin;
  // Before the first write: Chromium remembers for a while how much room there was.
  await browser.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await system(page).fill("Too much");
  await alert(page, "Not saved: the browser has no more room").waitFor();
  await state(page, "Not saved: no room").waitFor();
  assert.equal(await system(page).inputValue(), "Too much");
  await expectNoAxeViolations(page);
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save file").click()]);
  assert.equal(JSON.parse(await readFile(await download.path(), "utf8")).title, "Too much");

  await button(page, "Dismiss").click();
  await system(page).fill("Still too much");
  await state(page, "Not saved: no room").waitFor();
  await browser.send("Storage.overrideQuotaForOrigin", { origin });
  await write(page, "Room again");
  await page.reload();
  await started(page);
  assert.equal(await system(page).inputValue(), "Room again");
});

const BLOCKED = {
  "is not there": () => Object.defineProperty(window, "indexedDB", { value: undefined }),
  "refuses": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("No", "SecurityError"); } });
    Object.defineProperty(window, "sessionStorage", { get: () => { throw new DOMException("No", "SecurityError"); } });
  },
  "fails": () => {
    IDBFactory.prototype.open = () => {
      const request = { error: new DOMException("Not in a private window", "InvalidStateError") };
      queueMicrotask(() => request.onerror());
      return request;
    };
  },
};
for (const [how, block] of Object.entries(BLOCKED)) {
  test(`without storage, which ${how}, everything works and the user is told`, async (t) => {
    const { page } = await openPage(t, { path: "#/describe", prepare: (context) => context.addInitScript(block) });
    await alert(page, "Nothing is saved: this browser blocks storage").waitFor();
    await system(page).fill("Only here");
    await state(page, "Not saved: storage is blocked").waitFor();
    await button(page, "Dismiss").click();
    await page.getByRole("link", { name: "Kubu" }).click();
    await page.getByRole("button", { name: "Face gate in a lobby" }).click();
    await inHand(page, "Face gate in a lobby");
    await button(page, "Bring the one before back").click();
    await inHand(page, "Only here");
    await page.reload();
    await started(page);
    assert.equal(await system(page).inputValue(), "");
  });
}

test("storage that opens and then does not answer does not keep the app from starting", async (t) => {
  const stall = () => {
    IDBObjectStore.prototype.getAll = () => ({});
  };
  const { page } = await openPage(t, { path: "#/describe", prepare: (context) => context.addInitScript(stall) });
  await system(page).fill("Typed meanwhile");
  assert.equal(await system(page).inputValue(), "Typed meanwhile");
});

test("if the app cannot start, the page says so and hands out what is stored", async (t) => {
  const { page, context } = await openPage(t, { path: "#/describe", serviceWorkers: "block", expected: /^(page|console) error/ });
  await write(page, "Precious");
  await context.route("**/*.wasm", (route) => route.fulfill({ body: "broken", contentType: "application/wasm" }));
  await page.reload();
  const panel = page.getByRole("dialog", { name: "Kubu does not work" });
  await panel.getByRole("heading", { name: "Kubu could not start" }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), panel.getByRole("link", { name: "Save “Precious”" }).click()]);
  assert.equal(JSON.parse(await readFile(await download.path(), "utf8")).title, "Precious");
  await expectNoAxeViolations(page);
});

test("if the app breaks later, the page says so and hands out what it had in hand", async (t) => {
  const block = (context) => context.addInitScript(() => (IDBFactory.prototype.open = () => { throw new Error("No"); }));
  const { page } = await openPage(t, { path: "#/describe", prepare: block });
  await system(page).fill("Nowhere but here");
  await state(page, "Not saved: storage is blocked").waitFor();
  await page.evaluate(() => {
    // The state that was filled in has been handed over when the app is asked to save it.
    window.dispatchEvent(new Event("pagehide"));
    window.dispatchEvent(new ErrorEvent("error", { error: new WebAssembly.RuntimeError("unreachable") }));
  });
  const panel = page.getByRole("dialog", { name: "Kubu does not work" });
  await panel.getByRole("heading", { name: "Kubu has stopped" }).waitFor();
  await page.keyboard.press("Escape");
  const [download] = await Promise.all([page.waitForEvent("download"), panel.getByRole("link", { name: "Save “Nowhere but here”" }).click()]);
  assert.equal(JSON.parse(await readFile(await download.path(), "utf8")).title, "Nowhere but here");
  await panel.getByRole("button", { name: "Reload the page" }).click();
  await started(page);
});
