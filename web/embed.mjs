// <kubu-assessment>: the whole app as one element of another page. Its files are beside this script.

import { complete } from "./later.mjs";

// `cargo xtask` fills in what they are called in this build. Written out where bundlers look for them.
const WASM = new URL("./__KUBU_WASM__", import.meta.url).href;
const LATER = new URL("./__KUBU_LATER__", import.meta.url).href;
const STYLE = new URL("./__KUBU_STYLE__", import.meta.url).href;
// What the names of the app's script and WebAssembly begin with, whoever bundles them.
const APP = "kubu-web";

// The user's own size of text, whatever the page makes of its root's.
try {
  CSS.registerProperty({ name: "--kubu-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
} catch {
  // It is registered already.
}

/** The text at an address that the page names: all that is ever asked for but the app's own files. */
async function read(url, signal) {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`the server answers with ${answer.status}`);
  return answer.text();
}

let app;

/** The app, loaded once for all elements of the page. */
function load() {
  app ??= import("./__KUBU_SCRIPT__").then(async ({ default: start, mount }) => {
    await complete(start({ module_or_path: WASM }), LATER);
    return mount;
  });
  app.catch(() => (app = undefined));
  return app;
}

// The elements that show the app, and what ends that.
const shown = new Set();
const STOP = Symbol("stop");

// A trap, or a stack that ran over: the memory that all of them share can no longer be trusted.
function onError({ error, reason = error }) {
  const isEnd = reason instanceof WebAssembly.RuntimeError || reason instanceof RangeError;
  if (isEnd && String(reason.stack).includes(APP)) for (const element of shown) element[STOP](reason);
}

function show(element) {
  shown.add(element);
  for (const event of ["error", "unhandledrejection"]) addEventListener(event, onError);
}

function hide(element) {
  shown.delete(element);
  if (!shown.size) for (const event of ["error", "unhandledrejection"]) removeEventListener(event, onError);
}

/** Leaves only fields that look for something; the rest say what is so. */
function lock(surface) {
  const open = '[role="search"], .ask, dialog';
  const lockAll = () => {
    for (const field of surface.querySelectorAll("input, select, textarea")) field.disabled = !field.closest(open);
  };
  new MutationObserver(lockAll).observe(surface, { childList: true, subtree: true });
}

/** Keeps nothing: what changes is told to the page alone. */
class Nowhere {
  #say;
  #timer;
  #last = 0;

  freshId() {
    return String(++this.#last);
  }

  start(_resume, starter) {
    starter("start", "", "", "");
  }

  listen(say) {
    this.#say = say;
  }

  touch() {
    this.#timer ??= setTimeout(() => this.flush(), 20);
  }

  flush() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say?.("write", "", "", "");
  }

  close() {
    clearTimeout(this.#timer);
    this.#say = undefined;
  }

  hold() {}
  save() {}
  exported() {}
  read() {}
  list() {}
  remove() {}
  restore() {}
  keep() {}
  pack() {}
}

/** The same store, but the page hears of what is saved of the assessment in hand. */
const heard = (Store, { begin, listen, save }) =>
  class extends Store {
    #hand;

    start(resume, starter) {
      super.start(resume, async (...words) => {
        if (words[0] === "pack") starter(...words);
        else if (await begin(starter, ...words)) starter(...words);
      });
    }

    hold(id) {
      this.#hand = id;
      super.hold(id);
    }

    listen(say) {
      super.listen(say);
      listen(say);
    }

    save(id, text, ...others) {
      super.save(id, text, ...others);
      if (id === this.#hand) save(text);
    }
  };

class KubuAssessment extends HTMLElement {
  static observedAttributes = ["mode", "pack", "src", "steps", "storage", "theme"];

  // What is in hand.
  #text = "";
  // What the app is to be told: a kind and a text.
  #waiting;
  // While it is told, the page is not told of it in turn.
  #quiet = true;
  // Where the user is.
  #address = "";
  #errors = [];
  #packs = [];
  #run;

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  /** What is in hand, as a plain object. Set it to an object, or to the text of a file. */
  get assessment() {
    this.#run?.store?.flush();
    const text = this.#waiting?.kind === "given" ? this.#waiting.text : this.#text;
    try {
      return JSON.parse(text);
    } catch {
      // There is nothing yet, or what was given is not JSON; the app has yet to say so.
      return undefined;
    }
  }

  set assessment(assessment) {
    this.#run?.asking?.abort();
    let text = assessment;
    try {
      if (typeof assessment !== "string") text = JSON.stringify(assessment);
    } catch {
      // What goes in circles is no assessment, and the core says so.
    }
    this.#give("given", typeof text === "string" ? text : "");
  }

  connectedCallback() {
    for (const name of ["packs", "assessment"].filter((name) => Object.hasOwn(this, name))) {
      // It was set before this class was there.
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    // Moved within the page, it goes on as it was.
    if (!this.#run) this.#begin();
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#end());
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#run || before === now) return;
    if (name === "theme") this.#setTheme();
    else if (name === "src") this.#ask();
    else {
      // With what is in hand.
      this.#end();
      this.#begin();
    }
  }

  /** The packs of organisations, as texts of files: `pack` names them, or a property gives them. */
  get packs() {
    return this.#packs;
  }

  set packs(texts) {
    this.#packs = [texts].flat().map(String);
    if (!this.#run) return;
    this.#end();
    this.#begin();
  }

  async #loadPacks() {
    const texts = [...this.#packs];
    for (const url of (this.getAttribute("pack") ?? "").split(/\s+/).filter(Boolean)) {
      try {
        texts.push(await read(url));
      } catch (error) {
        const message = `the pack could not be loaded from ${url} (${error.message})`;
        this.#refuse("not-loaded", message, "", "give the address of a pack that this page may load");
      }
    }
    return texts;
  }

  async #begin() {
    const surface = document.createElement("section");
    surface.className = "kubu";
    surface.part = "kubu";
    const ground = document.createElement("div");
    ground.className = "ground";
    // Nothing shows before it shows well.
    ground.hidden = true;
    ground.append(surface);
    const style = document.createElement("link");
    const styled = new Promise((done, failed) => {
      style.onload = done;
      style.onerror = () => failed(new Error("The style sheet does not load"));
    });
    Object.assign(style, { rel: "stylesheet", crossOrigin: "anonymous", href: STYLE });
    const run = { element: this, surface, ground, isKept: this.#isKept };
    this.#run = run;
    show(this);
    this.shadowRoot.replaceChildren(style, ground);
    this.#setTheme();
    try {
      run.packs = this.#loadPacks();
      if (!this.#isKept && !this.#waiting && !this.#text) run.first = this.#ask();
      const [mount, Store] = await Promise.all([load(), this.#store(run), styled]);
      if (this.#run !== run) return;
      ground.hidden = false;
      surface.dataset.mode = this.#mode;
      if (this.#mode === "view") lock(surface);
      run.store = new Store(this.id);
      run.take = mount(surface, this.#script(run));
    } catch (error) {
      if (this.#run === run) this[STOP](error, "not-started");
    }
  }

  #end() {
    const run = this.#run;
    if (!run) return;
    run.store?.flush();
    this.#run = undefined;
    this.#quiet = true;
    run.asking?.abort();
    run.take?.();
    run.store?.close();
    run.surface.remove();
    this.shadowRoot.replaceChildren();
    hide(this);
    // Should it come back.
    const isStored = run.isKept && this.#isKept;
    if (this.#text && !this.#waiting && !isStored) this.#waiting = { kind: "given", text: this.#text };
    // The app's memory and the browser's each hold on to what the other does: here the ring is opened.
    for (const key of Object.keys(run)) delete run[key];
  }

  /** Shows that the app is no more, and what can still be saved. */
  [STOP](error, code = "stopped") {
    const { surface, ground, store } = this.#run;
    store?.close();
    const add = (name, words) => Object.assign(document.createElement(name), { textContent: words });
    const words = code === "stopped" ? "Kubu has stopped" : "Kubu could not start";
    const panel = add("div", "");
    panel.className = "rescue";
    panel.role = "alert";
    panel.append(add("p", `${words}. Reload the page.`), add("p", String(error?.message ?? error)));
    if (this.#text) {
      const link = add("a", "Save what was in hand");
      link.href = URL.createObjectURL(new Blob([this.#text], { type: "application/json" }));
      link.download = "rescued.kubu.json";
      panel.append(link);
    }
    ground.hidden = false;
    surface.replaceChildren(panel);
    // What is left of the app must not be called any more.
    this.#run = { element: this, surface, ground };
    this.#refuse(code, `${words}: ${error?.message ?? error}`, "", "reload the page");
  }

  get #mode() {
    return ["view", "report"].find((mode) => mode === this.getAttribute("mode")) ?? "edit";
  }

  get #isKept() {
    return this.getAttribute("storage") === "local";
  }

  async #store(run) {
    const Store = this.#isKept ? (await import("./store.mjs")).Store : Nowhere;
    return heard(Store, {
      // What was in hand goes before what the page names. Whether it goes on: the element may be gone meanwhile.
      async begin(starter, _kind, _id, text, previous) {
        for (const pack of (await run.packs) ?? []) starter("pack", "", pack, "");
        const known = text || previous || !run.element || run.element.#text || run.element.#waiting;
        await (run.first ?? (known || run.element.#ask()));
        return run.element;
      },
      listen(say) {
        run.say = say;
        run.element.#deliver();
      },
      save: (text) => run.element?.#hold(text),
    });
  }

  /** What the app is told of this page, and tells it. */
  #script(run) {
    return {
      embedded: true,
      keeps: this.#isKept,
      mode: this.#mode,
      steps: (this.getAttribute("steps") ?? "").trim().replace(/\s+/g, " "),
      get store() {
        return run.store;
      },
      get address() {
        return run.element.#address;
      },
      set address(address) {
        run.element.#address = address;
        run.follower("", "", address, "");
      },
      follow(follower) {
        run.follower = follower;
      },
      get theme() {
        return run.surface.dataset.theme ?? "";
      },
      set theme(theme) {
        run.surface.dataset.theme = theme;
      },
      get width() {
        return run.surface.clientWidth;
      },
      ready() {
        run.element.#quiet = false;
        run.element.#tell("ready", { assessment: run.element.assessment });
      },
      arrive(_title, anew) {
        if (anew && run.element.getBoundingClientRect().top < 0) run.element.scrollIntoView();
      },
      hold: (text) => run.element.#hold(text),
      export: (text) => run.element.#tell("save", { assessment: JSON.parse(text) }),
      refuse: (...reason) => run.element.#refuse(...reason),
    };
  }

  /** Tells the page. Whether it leaves the rest to the app. */
  #tell(kind, detail) {
    return this.dispatchEvent(new CustomEvent(`kubu-${kind}`, { detail, bubbles: true, composed: true, cancelable: kind === "save" }));
  }

  /** This is in hand now. */
  #hold(text) {
    if (text === this.#text) return;
    this.#text = text;
    if (!this.#quiet) this.#tell("change", { assessment: JSON.parse(text) });
  }

  #quietly(work) {
    const before = this.#quiet;
    this.#quiet = true;
    work();
    this.#quiet = before;
  }

  /** Tells the app, as soon as it listens. */
  #give(kind, text) {
    this.#waiting = { kind, text };
    this.#deliver();
  }

  #deliver() {
    const { say, store } = this.#run ?? {};
    if (!say || !this.#waiting) return;
    const { kind, text } = this.#waiting;
    this.#waiting = undefined;
    this.#quietly(() => {
      store.flush();
      say(kind, "", text, "");
    });
  }

  /** All reasons that are given at once make one event. */
  #refuse(code, message, at, help) {
    if (!this.#errors.length) {
      queueMicrotask(() => this.#tell("error", { errors: this.#errors.splice(0) }));
    }
    this.#errors.push({ code, severity: "error", message, at, help });
  }

  /** Asks for the file that `src` names. */
  async #ask() {
    const run = this.#run;
    const src = this.getAttribute("src");
    run.asking?.abort();
    if (!src) return;
    const asking = new AbortController();
    run.asking = asking;
    try {
      const text = await read(src, asking.signal);
      if (!asking.signal.aborted) this.#give("given", text);
    } catch (error) {
      if (asking.signal.aborted) return;
      const message = `it could not be loaded from ${src} (${error.message})`;
      this.#give("refused", message);
      this.#refuse("not-loaded", message, "", "give the address of an assessment that this page may load");
    }
  }

  #setTheme() {
    const theme = this.getAttribute("theme");
    this.#run.surface.dataset.theme = theme === "light" || theme === "dark" ? theme : "";
  }
}

customElements.define("kubu-assessment", KubuAssessment);
