// The packed package in a real browser, in a page and in a worker. `cargo xtask package` serves the folder that it is
// installed in.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { chromium } from "playwright-core";

const { KUBU_ROOT: root, KUBU_PACKAGE_URL: url, CHROMIUM: executablePath } = process.env;
assert.ok(root && url && executablePath, "run the tests with `cargo xtask package`");
const CHATBOT = readFileSync(join(root, "examples/support-chatbot.kubu.json"), "utf8");

// With its sandbox Chromium does not start as root; it visits nothing but our own page.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
after(() => browser.close());

test("a worker answers as the page does, and both load the WebAssembly and nothing else", async () => {
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  const requested = new Set();
  page.context().on("request", (request) => requested.add(request.url()));
  await page.goto(new URL("page.html", url).href);
  const { inPage, inWorker } = await page.evaluate(async (text) => {
    const { default: init, assess } = await import("./node_modules/kubu/kubu.js");
    await init();
    const worker = new Worker("./worker.js", { type: "module" });
    const answered = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.postMessage(text);
    return { inPage: assess(text), inWorker: await answered };
  }, CHATBOT);
  assert.deepEqual(wrong, []);
  assert.equal(inPage.value.format, "kubu-report");
  assert.ok(inPage.value.threats.some((threat) => threat.verdict === "applies"));
  assert.deepEqual(inWorker, inPage);
  const names = ["page.html", "worker.js", "node_modules/kubu/kubu.js", "node_modules/kubu/kubu_bg.wasm"];
  const known = names.map((name) => new URL(name, url).href);
  assert.deepEqual([...requested].filter((address) => !known.includes(address) && !address.startsWith("data:")), []);
});
