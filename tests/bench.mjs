// Measures the app as a person feels it: how soon it can be used, how soon an answer shows, and what an hour of clicking
// leaves in memory. `cargo xtask bench web` builds the site and sets CHROMIUM.

import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { chromium } from "playwright-core";

const EXAMPLE = fileURLToPath(new URL("../examples/mailbox-agent.kubu.json", import.meta.url));
const ACTIONS = 5000;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

// As static hosts do, this one sends files compressed.
const site = new URL("../dist/", import.meta.url);
const files = (await readdir(site)).map(async (name) => [`/${name}`, brotliCompressSync(await readFile(new URL(name, site)))]);
const sent = new Map(await Promise.all(files));
const server = createServer(({ url }, response) => {
  const name = url === "/" ? "/index.html" : url;
  const headers = { "Content-Type": TYPES[extname(name)] ?? "text/plain", "Content-Encoding": "br" };
  if (sent.has(name)) response.writeHead(200, headers).end(sent.get(name));
  else response.writeHead(404).end();
}).listen(0, "127.0.0.1");
await new Promise((done) => server.on("listening", done));
const SITE = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc", "--enable-precise-memory-info"],
});

/** A page in a context of its own, on a CPU so many times slower and, if asked for, on a phone line. */
async function open(slower, { phone = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
  if (phone) {
    const rate = 1.6e6 / 8;
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: rate, uploadThroughput: rate });
  }
  await page.addInitScript(() => {
    window.clicks = [];
    const note = (list) => window.clicks.push(...list.getEntries().filter(({ name }) => name === "click"));
    new PerformanceObserver(note).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  await page.goto(SITE);
  await page.waitForFunction(() => document.documentElement.dataset.kubu === "ready" && (window.readyAt ??= performance.now()));
  return page;
}

function spread(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  return `half within ${at(0.5)} ms, nine of ten within ${at(0.9)} ms, all within ${at(1)} ms`;
}

/** The example with 500 components, 1,500 flows and 3,000 words of notes. */
async function large() {
  const document = JSON.parse(await readFile(EXAMPLE, "utf8"));
  const { description, controls } = document;
  const ids = Array.from({ length: 500 }, (_, n) => `part-${n}`);
  const kinds = Object.values(description.components).map(({ kind }) => kind);
  const zones = Object.keys(description.zones);
  ids.forEach((id, n) => {
    description.components[id] = { kind: kinds[n % kinds.length], name: `Part ${n}`, zone: zones[n % zones.length] };
    for (const step of [1, 7, 31]) description.flows.push({ from: id, to: ids[(n + step) % ids.length] });
  });
  Object.values(controls)[0].notes = "word ".repeat(3000);
  return { name: "large.kubu.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(document)) };
}

/** Answers every question of a document anew, by real clicks, and says how long each took until it was painted. */
async function answers(slower, file, of = "") {
  const page = await open(slower);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("heading", { name: "Describe the system" }).waitFor();
  await page.evaluate(() => (location.hash = "#/describe/all"));
  const options = page.locator("fieldset input[type=radio]");
  await options.first().waitFor();
  for (let position = 0; position < (await options.count()); position++) await options.nth(position).click();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const [durations, count] = await page.evaluate(() => [window.clicks.map(({ duration }) => duration), performance.eventCounts.get("click")]);
  // Shorter ones than 16 ms are not told one by one.
  while (durations.length < count) durations.push(16);
  console.log(`An answer${of} until it is painted, CPU ${slower} times slower: ${spread(durations)} (${count} clicks)`);
  await page.context().close();
}

async function start(slower, phone) {
  const page = await open(slower, { phone });
  await page.waitForFunction(() => document.documentElement.dataset.kubuPages === "ready" && (window.wholeAt ??= performance.now()));
  const times = await page.evaluate(() => [performance.getEntriesByName("first-contentful-paint")[0]?.startTime, window.readyAt, window.wholeAt]);
  const [paint, ready, whole] = times.map(Math.round);
  const line = phone ? "1.6 Mbit/s and 150 ms away" : "no limit on the line";
  console.log(`From nothing, ${line}, CPU ${slower} times slower: first paint ${paint} ms, usable ${ready} ms, every page ${whole} ms`);
  await page.context().close();
}

/** Works on for thousands of steps and says what that leaves in memory. */
async function soak() {
  const page = await open(1);
  await page.locator("input[type=file]").setInputFiles(EXAMPLE);
  await page.getByRole("heading", { name: "Describe the system" }).waitFor();
  const memory = () => page.evaluate(() => (gc(), performance.memory.usedJSHeapSize / 1e6));
  const work = (actions) =>
    page.evaluate(async (actions) => {
      const next = () => new Promise((done) => setTimeout(done));
      const pages = ["#/describe/all", "#/prioritise", "#/treat", "#/residual", "#/map"];
      for (let i = 0; i < actions; i++) {
        if (i % 25 === 0) {
          location.hash = pages[(i / 25) % pages.length];
          await next();
        }
        const parts = document.querySelectorAll("main summary, main input[type=radio], main input[type=checkbox]");
        parts[(i * 7919) % parts.length]?.click();
        await next();
      }
    }, actions);
  await work(500);
  const before = await memory();
  await work(ACTIONS);
  const after = await memory();
  console.log(`${ACTIONS} further actions: ${before.toFixed(1)} MB of JavaScript memory before, ${after.toFixed(1)} MB after`);
  await page.context().close();
}

await start(1, false);
await start(4, true);
for (const slower of [1, 4]) await answers(slower, EXAMPLE);
for (const slower of [1, 4]) await answers(slower, await large(), " about 500 components");
await soak();
await browser.close();
server.close();
