// Starts the app, keeps it usable offline, and stays beside it: if it cannot start or breaks, the work can be saved.

import { Store, remains } from "./store.mjs";

const root = document.documentElement;

/** What the app is told of the page that it is in, and tells it. Another page has `embed.mjs` for that. */
const site = {
  embedded: false,
  keeps: true,
  mode: "edit",
  steps: "",
  store: new Store(),
  get address() {
    return location.hash;
  },
  set address(address) {
    location.hash = address;
  },
  follow(listener) {
    addEventListener("hashchange", () => listener("", "", location.hash, ""));
  },
  get theme() {
    return root.dataset.theme ?? "";
  },
  set theme(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    try {
      // `store.mjs` writes that nothing is to be kept.
      if (theme && !localStorage.getItem("kubu.keep")) localStorage.setItem("kubu.theme", theme);
      else localStorage.removeItem("kubu.theme");
    } catch {}
  },
  get width() {
    return innerWidth;
  },
  ready() {
    root.dataset.kubu = "ready";
  },
  async complete(listener) {
    let why = "";
    try {
      const { complete } = await import(address("later.mjs"));
      await complete(first, address(tag.dataset.wasm.replace("_bg.", "_later.")));
      root.dataset.kubuPages = "ready";
    } catch (error) {
      // Never without words: that would mean that all is well.
      why = error?.message || String(error);
    }
    // Outside of that: what the app does with it is not for this to catch.
    listener(why, "", "", "");
    keepOffline();
  },
  arrive(title, anew) {
    document.title = title;
    if (anew) scrollTo(0, 0);
  },
  export: () => true,
  refuse() {},
};

try {
  // Chosen under "Appearance"; where storage is blocked, that of the system counts.
  const theme = localStorage.getItem("kubu.theme");
  if (theme) root.dataset.theme = theme;
} catch {}

const tag = document.getElementById("boot");
const address = (name) => new URL(name, document.baseURI).href;

// A trap, or a stack that ran over: the app's memory can no longer be trusted. Anything else is not the app's end.
const isEnd = (error) => error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
addEventListener("error", ({ error }) => isEnd(error) && rescue(error));
addEventListener("unhandledrejection", ({ reason }) => isEnd(reason) && rescue(reason));

let first;
try {
  const { default: start, mount } = await import(address(tag.dataset.js));
  first = await start({ module_or_path: address(tag.dataset.wasm) });
  mount(document.getElementById("kubu"), site);
} catch (error) {
  rescue(error);
  throw error;
}

/** Keeps the site for when there is no network, once all of it is here. */
async function keepOffline() {
  // Only secure contexts (HTTPS or localhost) have service workers; elsewhere the app works, but only online.
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(address("service-worker.js"));
  await navigator.serviceWorker.ready;
  root.dataset.kubuOffline = "ready";
}

/** Says what happened, and offers what was in hand and what is stored as files. Nothing here needs the app. */
async function rescue(error) {
  const { kubu } = root.dataset;
  if (kubu === "broken") return;
  root.dataset.kubu = "broken";
  const make = (name, text, ...children) => {
    const element = document.createElement(name);
    element.append(text, ...children);
    return element;
  };
  const started = kubu === "ready";
  const reload = make("button", "Reload the page");
  reload.className = "primary";
  reload.onclick = () => location.reload();
  const saved = make("ul", "");
  const panel = make(
    "dialog",
    make("h1", started ? "Kubu has stopped" : "Kubu could not start"),
    make("p", started
      ? "That is a fault of Kubu, and the page no longer works. Save what you need below, then reload the page."
      : "Reload the page, or use a current version of Firefox, Chrome, Edge or Safari. What is kept on this device is still there."),
    make("p", make("code", String(error?.message ?? error))),
    saved,
    make("p", reload),
  );
  panel.className = "rescue";
  // It cannot be closed: there is nothing behind it any more.
  panel.oncancel = (event) => event.preventDefault();
  panel.setAttribute("aria-label", "Kubu does not work");
  document.getElementById("loading-state")?.remove();
  document.body.append(panel);
  panel.showModal();
  for (const { title, text, changed } of await remains()) {
    const link = make("a", `Save “${title || "Without a name"}”`);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "rescued.kubu.json";
    saved.append(make("li", link, ` ${changed}`));
  }
}
