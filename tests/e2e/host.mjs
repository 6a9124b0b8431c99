// The page of another that shows Kubu: what it hands in, what it is told, and what a browser keeps for it.

import { readFileSync } from "node:fs";

import { openPage, siteUrl } from "./browser.mjs";

const example = (name) => readFileSync(new URL(`../../examples/${name}.kubu.json`, import.meta.url), "utf8");
export const fixture = (name) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
export const CHATBOT = example("support-chatbot");
export const MAILBOX = example("mailbox-agent");

const TYPES = { html: "text/html", css: "text/css", mjs: "text/javascript", json: "application/json" };
export const type = (name) => TYPES[name.split(".").at(-1)];

// That of a strict host: its own origin, no inline script or style.
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** Opens a page of the site's origin that is not the site's, and waits until its elements show the app. */
export async function openHost(t, { html = fixture("host.html"), files = {}, ready = 2, ...options } = {}) {
  const all = { "host.html": html, "host.css": fixture("host.css"), "chatbot.kubu.json": CHATBOT, ...files };
  const opened = await openPage(t, {
    ...options,
    path: "host.html",
    breaks: true,
    prepare: async (context) => {
      for (const [name, body] of Object.entries(all)) {
        const headers = { "content-type": type(name), "content-security-policy": POLICY };
        await context.route(siteUrl() + name, (route) => route.fulfill({ body, headers }));
      }
      await context.addInitScript(() => {
        window.told = [];
        for (const kind of ["ready", "change", "save", "error"]) {
          addEventListener(`kubu-${kind}`, ({ target, detail, bubbles, composed }) => {
            window.told.push({ kind, id: target.id, detail, travels: bubbles && composed });
          });
        }
      });
    },
  });
  await told(opened.page, "ready", ready);
  return opened;
}

/** Waits for so many events of a kind, and gives all of them. */
export async function told(page, kind, count = 1, id = undefined) {
  const select = ([kind, id]) => window.told.filter((event) => event.kind === kind && (!id || event.id === id));
  await page.waitForFunction(
    ([kind, id, count]) => window.told.filter((event) => event.kind === kind && (!id || event.id === id)).length >= count,
    [kind, id, count],
  );
  return page.evaluate(select, [kind, id]);
}

export const element = (attributes = "") => `<kubu-assessment id="one" ${attributes}></kubu-assessment>`;
export const page = (body) =>
  `<!doctype html><html lang="en"><head><title>Host</title><link rel="icon" href="data:,"><script type="module" src="embed.mjs"></script></head><body><main><h1>Host</h1>${body}</main></body></html>`;

export const set = (page, id, assessment) =>
  page.evaluate(([id, assessment]) => (document.getElementById(id).assessment = assessment), [id, assessment]);
export const get = (page, id) => page.evaluate((id) => document.getElementById(id).assessment, id);
export const button = (scope, name) => scope.getByRole("button", { name, exact: true });
export const system = (scope) => scope.getByRole("textbox", { name: "System" });
export const step = (scope, name) => scope.getByRole("navigation", { name: "Steps" }).getByRole("link", { name });

/** What a browser keeps for an origin. */
export const kept = (page) =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: { ...localStorage },
    session: { ...sessionStorage },
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
  }));
export const NOTHING = { databases: [], local: {}, session: {}, caches: [], workers: 0, cookies: "" };

/** Every listener on the window and the document. */
export async function listeners(page) {
  const session = await page.context().newCDPSession(page);
  const found = [];
  for (const expression of ["window", "document", "document.documentElement", "document.body"]) {
    const { result } = await session.send("Runtime.evaluate", { expression });
    const { listeners } = await session.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
    found.push(...listeners.map(({ type }) => `${expression} ${type}`));
  }
  await session.detach();
  return found.sort();
}
