// Takes pictures of the app with an example: three for the README, and each page at three widths in both themes for people
// to look at, in tests/pictures/. `cargo xtask pictures` serves the site and sets KUBU_URL and CHROMIUM.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const EXAMPLE = fileURLToPath(new URL("../examples/mailbox-agent.kubu.json", import.meta.url));
const README = fileURLToPath(new URL("../web/pictures/", import.meta.url));
const ALL = fileURLToPath(new URL("pictures/", import.meta.url));
const PAGES = {
  describe: "#/describe",
  questions: "#/describe/all",
  map: "#/map",
  prioritise: "#/prioritise",
  threat: "#/prioritise/indirect-prompt-injection",
  treat: "#/treat",
  control: "#/treat/validate-inputs",
  residual: "#/residual",
  report: "#/report",
};

for (const folder of [README, ALL]) await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--headless=new", "--no-sandbox", "--disable-gpu"] });

async function open(options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(process.env.KUBU_URL);
  await page.waitForFunction(() => document.documentElement.dataset.kubu === "ready");
  return page;
}

async function openExample(page) {
  await page.locator("input[type=file]").setInputFiles(EXAMPLE);
  await page.getByRole("heading", { name: "Describe the system" }).waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
}

async function go(page, hash) {
  await page.evaluate((hash) => (location.hash = hash), hash);
  await page.getByRole("heading", { level: 1 }).waitFor();
  // What the new page sets off is drawn two frames later.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

// The first threats, a few answers in.
const described = await open({ viewport: { width: 1200, height: 700 } });
await described.getByRole("button", { name: "Begin a new assessment" }).click();
await described.getByLabel("System").fill("Mailbox agent");
await go(described, "#/describe/all");
for (const label of ["Language: reads and writes text or code", "E-mail, chat or tickets from outside"]) {
  await described.getByLabel(label).first().check();
}
await go(described, "#/describe");
await described.evaluate(() => scrollTo(0, 0));
await described.screenshot({ path: `${README}describe.png` });

const page = await open({ viewport: { width: 1200, height: 700 } });
await openExample(page);
for (const name of ["prioritise", "map"]) {
  await go(page, PAGES[name]);
  await page.screenshot({ path: `${README}${name}.png` });
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 768, 390]) {
    const page = await open({ viewport: { width, height: 900 }, colorScheme });
    const take = (name) => page.screenshot({ path: `${ALL}${name}-${width}-${colorScheme}.png`, fullPage: true });
    await take("home");
    await openExample(page);
    for (const [name, hash] of Object.entries(PAGES)) {
      await go(page, hash);
      await take(name);
    }
    await page.context().close();
  }
}
await browser.close();
