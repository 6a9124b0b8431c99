// Opens the built site in a real Chromium and watches it: whatever a page must never do fails the test that opened it.
//
// `cargo xtask e2e` serves the site and sets KUBU_URL, KUBU_SUBPATH_URL and CHROMIUM.

import assert from "node:assert/strict";
import { after } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless=new",
  "--no-sandbox", // with its sandbox Chromium does not start as root; it visits nothing but our own site
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// How long a condition may take to come true.
const PATIENCE = 20_000;

let launched;

after(async () => {
  const browser = await launched;
  await browser?.close();
});

/** The address of the site: at the root of a server, or below a path of another one. */
export function siteUrl({ subpath = false } = {}) {
  const name = subpath ? "KUBU_SUBPATH_URL" : "KUBU_URL";
  const url = process.env[name];
  assert.ok(url, `${name} is not set: run the end-to-end tests with \`cargo xtask e2e\``);
  return url;
}

/**
 * Opens a page of the site in a context of its own, with empty storage, and waits until the app has rendered.
 *
 * At the end of the test `t` the context is closed, and the test fails if the page logged an error, threw one, violated
 * its policy or asked another origin for anything.
 *
 * @param t the test's context, as `node:test` hands it in
 * @param options `path` below the site's address, `subpath` for the site below a path, `width`, `height`,
 *   `colorScheme`; `prepare`, what to do with the context before the page is opened; `breaks`, if the site is not
 *   expected to start; `expected`, a pattern of errors that the test provokes; anything else goes to Playwright's
 *   `newContext`
 * @returns `page`, `context`, `requests` (of the page and of its service worker: url, method, type) and `warnings`;
 *   the two lists grow as things happen
 */
export async function openPage(t, options = {}) {
  const { path = "", subpath = false, width = 1280, height = 800, prepare, breaks, expected, ...others } = options;
  const url = new URL(path, siteUrl({ subpath })).href;
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width, height }, ...others });
  context.setDefaultTimeout(PATIENCE);
  const watched = watch(context, new URL(url).origin);
  t.after(async () => {
    // What the test's last action set off happens one turn later, and must not be cut off unseen.
    for (const page of context.pages()) await page.evaluate(() => new Promise((done) => setTimeout(done)));
    await context.close();
    const offences = watched.offences.filter((text) => !expected?.test(text));
    assert.equal(offences.length, 0, `the page did what it must never do:\n${offences.map((text) => `  ${text}`).join("\n")}`);
  });
  await context.exposeBinding("kubuReportViolation", (_source, text) => {
    watched.offences.push(`policy violation: ${text}`);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const place = `${event.sourceFile || event.documentURI}:${event.lineNumber}`;
      window.kubuReportViolation(`${event.effectiveDirective} blocked ${event.blockedURI} at ${place}`);
    });
  });
  await prepare?.(context);
  const page = breaks ? await context.newPage() : await openTab(context, url);
  if (breaks) await page.goto(url);
  return { page, context, requests: watched.requests, warnings: watched.warnings };
}

/** Opens a further page in the same browser, with what is stored there. */
export async function openTab(context, url = siteUrl()) {
  const page = await context.newPage();
  await page.goto(url);
  await started(page);
  return page;
}

/** Resolves when the app has rendered. Before that, keys and clicks would meet the static page that it replaces. */
export async function started(page) {
  await page.waitForFunction(() => document.documentElement.dataset.kubu === "ready");
}

/** Resolves when the app has rendered and its service worker is active: from then on it asks nobody for anything. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const { kubu, kubuOffline } = document.documentElement.dataset;
    return kubu === "ready" && kubuOffline === "ready";
  });
}

/** Fails if axe finds anything on the page as it is now. */
export async function expectNoAxeViolations(page) {
  // It would copy style sheets of shadow roots into inline styles, which the policy forbids.
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  const found = violations.map(({ id, help, helpUrl, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => `    ${target.join(" ")}\n      ${failureSummary}`);
    return [`  ${id}: ${help} (${helpUrl})`, ...places].join("\n");
  });
  assert.equal(found.length, 0, `axe found on ${page.url()}:\n${found.join("\n")}`);
}

// One browser serves all tests of a file: node runs each file in a process of its own.
function launch() {
  const executablePath = process.env.CHROMIUM;
  assert.ok(executablePath, "CHROMIUM is not set: run the end-to-end tests with `cargo xtask e2e`");
  // Playwright gives each browser a new user-data folder and removes it.
  launched ??= chromium.launch({ executablePath, args: FLAGS });
  return launched;
}

function watch(context, origin) {
  const requests = [];
  const warnings = [];
  const offences = [];
  // Events of the context include what the service worker asks for.
  context.on("request", (request) => {
    const url = request.url();
    requests.push({ url, method: request.method(), type: request.resourceType() });
    const { protocol, origin: asked } = new URL(url);
    // Data and blob addresses stay within the page.
    if (!["data:", "blob:"].includes(protocol) && asked !== origin) offences.push(`request to another origin: ${url}`);
  });
  context.on("console", (message) => {
    const { url, lineNumber } = message.location();
    const text = `${message.text()} (${url}:${lineNumber})`;
    if (message.type() === "error") offences.push(`console error: ${text}`);
    if (message.type() === "warning") warnings.push(text);
  });
  context.on("weberror", (error) => offences.push(`page error: ${error.error().stack ?? error.error()}`));
  return { requests, warnings, offences };
}
