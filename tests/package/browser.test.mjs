// The packed package in a real browser: in a page, in a worker, and in the page of a portal that Vite built. `cargo xtask
// package` serves the folder that it is installed in.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { chromium } from "playwright-core";

import { EXAMPLES, FROZEN, kubu, printed, read } from "./native.js";

const { KUBU_PACKAGE_URL: url, CHROMIUM: executablePath } = process.env;
assert.ok(url && executablePath, "run the tests with `cargo xtask package`");

// With its sandbox Chromium does not start as root; it visits nothing but our own pages.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
after(() => browser.close());

/** A page that fails the test that opened it if something in it goes wrong, and notes what it loads. */
async function open(path) {
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  const loaded = new Set();
  page.context().on("request", (request) => request.url().startsWith("data:") || loaded.add(request.url()));
  await page.goto(new URL(path, url).href);
  return { page, wrong, loaded };
}

/** What of the package was loaded, and anything else. */
const names = (loaded) => [...loaded].map((address) => address.replace(`${url}node_modules/kubu/`, "").replace(url, "")).sort();

test("a page and a worker answer about every document as the command does, to the byte", async () => {
  const paths = [...EXAMPLES, ...FROZEN];
  const { page, wrong, loaded } = await open("page.html");
  const { inPage, inWorker } = await page.evaluate(async (texts) => {
    const { default: init, assess } = await import("./node_modules/kubu/kubu.js");
    await init();
    const worker = new Worker("./worker.js", { type: "module" });
    const answered = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.postMessage(texts);
    return { inPage: texts.map((text) => assess(text)), inWorker: await answered };
  }, paths.map(read));
  assert.deepEqual(wrong, []);
  for (const [index, path] of paths.entries()) {
    const native = kubu("assess", path, "--format", "json");
    assert.equal(printed(inPage[index]), native, path);
    assert.equal(printed(inWorker[index]), native, path);
  }
  const own = ["core.js", "kubu.js", "kubu.pack", "kubu_wasm.js", "kubu_wasm_bg.wasm"];
  assert.deepEqual(names(loaded), [...own, "page.html", "worker.js"].sort());
});

test("a page that has the catalogue already gives its bytes, and no others", async () => {
  const { page, wrong, loaded } = await open("page.html");
  const said = await page.evaluate(async () => {
    const { default: init, version } = await import("./node_modules/kubu/core.js");
    const refused = (...options) => init(...options).then(() => "it started", (error) => `${error.name}: ${error.message}`);
    const none = await refused();
    const other = await refused({ catalog: new Uint8Array(9) });
    const missing = await refused({ catalog: "./no.pack" });
    let before;
    try {
      version();
    } catch (error) {
      before = `${error.name}: ${error.message}`;
    }
    const response = await fetch("./node_modules/kubu/kubu.pack");
    await init({ catalog: response.arrayBuffer(), wasm: "./node_modules/kubu/kubu_wasm_bg.wasm" });
    return { none, other, missing, before, ok: version().ok };
  });
  assert.match(said.none, /^TypeError: there is no catalogue/);
  assert.match(said.other, /^TypeError: these are not the bytes of this version's catalogue: give the file/);
  assert.match(said.missing, /^Error: .*no\.pack cannot be loaded: the server says 404/);
  assert.match(said.before, /^TypeError: there is no catalogue yet/);
  assert.ok(said.ok);
  assert.ok(!names(loaded).includes("kubu.js"));
  assert.deepEqual(wrong.filter((text) => !text.includes("404")), []);
});

test("a portal's page of Vite and React answers", async () => {
  const { page, wrong, loaded } = await open("portal/index.html");
  await page.locator("li").first().waitFor();
  const text = await page.locator("li#direct-prompt-injection").textContent();
  assert.match(text, /Applies because .*\./);
  const system = page.getByRole("textbox", { name: "System" });
  await system.waitFor();
  assert.equal(await system.inputValue(), "Help desk");
  await system.fill("Service desk");
  await page.locator("p#title", { hasText: "Service desk" }).waitFor();
  assert.deepEqual(wrong, []);
  const files = names(loaded).map((name) => name.replace(/^portal\/(assets\/)?/, "").replace(/-[0-9a-f]{10,16}(?=[-._])/, "").replace(/-[\w-]{8}\./, "."));
  const element = ["embed.css", "kubu-web.js", "kubu-web_bg.wasm", "kubu-web_later.wasm"];
  assert.deepEqual(files.sort(), [...element, "index.html", "index.js", "kubu.pack", "kubu_wasm_bg.wasm"].sort());
});
