// Keeps assessments on this device, in IndexedDB, and lets other tabs know.
//
// Each has a head (what a list shows, and its revision) and two texts: that of its revision and the one before, which
// take turns at [id, revision % 2]. A save is one transaction. It first looks whether the revision is still the one that
// this tab knows, so what another tab wrote is never overwritten.

const DATABASE = "kubu";
// Set to "nothing" when the user wants nothing kept.
const CHOICE = "kubu.keep";
// Which assessment this tab has in hand, so that it is there again after a reload.
const HAND = "kubu.hand";
// What a page that went away had not finished to save.
const UNFINISHED = "kubu.unfinished";
// Where earlier versions of Kubu kept the one assessment.
const FORMER = ["kubu.assessment", "kubu.assessment.unreadable"];
// Beside the texts of assessments: the files of packs, each at ["pack:" and its id].
const PACK = "pack:";
const PACKS = IDBKeyRange.bound([PACK], [`${PACK}\uffff`]);
// A browser that has not opened the database by then is taken not to do so.
const PATIENCE = 5000;

// What was last handed in to be saved, whether that worked or not.
let latest;
let connection;

/** Everything that can be saved from a broken app: what was in hand, then what is stored. */
export async function remains() {
  const all = latest ? [{ ...latest, changed: "what this page had in hand" }] : [];
  try {
    await within("readonly", async (heads, texts) => {
      for (const head of await ask(heads.getAll())) {
        const { text, previous } = await generations(head, texts);
        if (text ?? previous) all.push({ title: head.title, text: text ?? previous, changed: date(head) });
      }
    });
  } catch {
    // There is nothing stored to offer.
  }
  return all;
}

/** An id that no other assessment has. */
function freshId() {
  // `crypto.randomUUID` is there only on HTTPS and localhost.
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
}

export class Store {
  #listener;
  #missed = [];
  #known = new Map();
  #jobs = new Map();
  #current;
  #left = false;
  #busy = false;
  #unsaved = false;
  #hand;
  #removed;
  #timer;
  #nothing = safely(() => localStorage.getItem(CHOICE)) === "nothing";
  #channel = globalThis.BroadcastChannel && new BroadcastChannel(DATABASE);
  #closing = new AbortController();
  #item;

  /** Where several are on one page, each has a name. */
  constructor(name = "") {
    this.#item = name ? `${HAND}.${name}` : HAND;
  }

  freshId() {
    return freshId();
  }

  /** Hands over what was in hand before a reload; if `resume`, otherwise what was changed last. */
  async start(resume, starter) {
    const hand = safely(() => sessionStorage.getItem(this.#item)) ?? "";
    const reading = this.#trying(async () => {
      await this.#adopt();
      await this.#finish();
      const packs = await within("readonly", (_, texts) => ask(texts.getAll(PACKS)));
      const newest = await this.#list();
      const id = hand || (resume && newest) || "";
      return { id, packs, record: id && (await this.#read(id)) };
    });
    // A disk that is busy must not keep the app from starting: it begins with nothing in hand, and what is stored shows in
    // the list when it is read.
    const { id = hand, packs = [], record } = await patiently(reading, (done) => done({ id: "" }));
    if (record) this.#known.set(id, record.head.revision);
    this.#channel?.addEventListener("message", ({ data }) => this.#hear(data));
    const { signal } = this.#closing;
    addEventListener("pagehide", () => this.#leave(), { signal });
    addEventListener(
      "beforeunload",
      (event) => {
        this.flush();
        if (this.#unsaved) event.preventDefault();
      },
      { signal },
    );
    for (const text of packs) starter("pack", "", text, "");
    starter("start", id, record?.text ?? "", record?.previous ?? "");
  }

  /** Says no more. What is being saved, is. */
  close() {
    this.#closing.abort();
    this.#channel?.close();
    this.#listener = () => {};
  }

  /** Tells from now on what happens, and what has happened before. */
  listen(listener) {
    this.#listener = listener;
    if (this.#nothing) this.#say("nothing");
    for (const words of this.#missed.splice(0)) listener(...words);
  }

  /** This assessment is in hand. */
  hold(id) {
    this.#hand = id;
    if (!this.#nothing) safely(() => sessionStorage.setItem(this.#item, id));
  }

  /** Something has changed: asks for it as soon as that is painted. */
  touch() {
    this.#timer ??= setTimeout(() => this.flush(), 20);
  }

  save(id, text, title, progress) {
    latest = { title, text };
    if (this.#nothing) {
      this.#unsaved = true;
      return;
    }
    // What waits is replaced: only the last state counts.
    this.#jobs.set(id, { text, title, progress });
    this.#work();
  }

  /** The work is in a file: it may be left. */
  exported() {
    this.#unsaved = false;
  }

  /** Hands an assessment over as `kind`, with its text before, or with `more`. */
  read(kind, id, more) {
    this.#trying(async () => {
      const record = await this.#read(id);
      // A copy leaves the original alone, and so what this tab knows of it.
      if (kind !== "copy") this.#known.set(id, record?.head.revision ?? 0);
      if (kind === "open") this.#unsaved = false;
      this.#say(kind, id, record?.text ?? "", more || (record?.previous ?? ""));
    });
  }

  list() {
    this.#trying(() => this.#list());
  }

  remove(id) {
    this.#jobs.delete(id);
    this.#trying(async () => {
      this.#removed = await within("readwrite", async (heads, texts) => {
        const head = await ask(heads.get(id));
        const kept = head && { head, ...(await generations(head, texts)) };
        heads.delete(id);
        for (const turn of [0, 1]) texts.delete([id, turn]);
        return kept;
      });
      this.#known.delete(id);
      this.#tell({ id, revision: 0 });
      await this.#list();
    });
  }

  /** Keeps the file of a pack; without a text, no longer. */
  pack(id, text) {
    this.#trying(() => within("readwrite", (_, texts) => void (text ? texts.put(text, [PACK + id]) : texts.delete([PACK + id]))));
  }

  /** Brings back what was removed last. */
  restore() {
    const { head, text, previous } = this.#removed ?? {};
    if (!head) return;
    this.#trying(async () => {
      await within("readwrite", (heads, texts) => {
        heads.add(head);
        for (const [turn, kept] of [[0, text], [1, previous]]) {
          if (kept !== undefined) texts.put(kept, [head.id, (head.revision + turn) % 2]);
        }
      });
      this.#tell({ id: head.id, revision: head.revision });
      await this.#list();
    });
  }

  /** Removes everything and keeps nothing but this choice from now on; or keeps again. */
  async keep(nothing) {
    this.#nothing = nothing;
    this.#known.clear();
    this.#jobs.clear();
    this.#removed = undefined;
    if (nothing) {
      safely(() => {
        for (const item of Object.keys(localStorage)) if (item.startsWith("kubu.")) localStorage.removeItem(item);
        localStorage.setItem(CHOICE, "nothing");
        sessionStorage.removeItem(this.#item);
      });
      this.#tell("nothing");
      const done = await this.#trying(async () => {
        // Emptied first: another tab may hold the database open a little longer.
        await within("readwrite", (heads, texts) => {
          heads.clear();
          texts.clear();
        });
        (await connection).close();
        connection = undefined;
        await ask(indexedDB.deleteDatabase(DATABASE));
      }, true);
      // Where storage is blocked there is nothing to delete.
      if (!done && connection) return this.keep(false);
    } else {
      safely(() => localStorage.removeItem(CHOICE));
      this.hold(this.#hand);
      this.#tell("something");
    }
    this.#say(nothing ? "nothing" : "something");
  }

  #say(...words) {
    while (words.length < 4) words.push("");
    if (this.#listener) this.#listener(...words);
    else this.#missed.push(words);
  }

  #tell(news) {
    this.#channel?.postMessage(news);
  }

  #hear(news) {
    if (typeof news === "string") {
      this.#nothing = news === "nothing";
      this.#known.clear();
      if (this.#nothing) safely(() => sessionStorage.removeItem(this.#item));
      else this.hold(this.#hand);
      this.#say(news);
      return;
    }
    const { id, revision } = news;
    const known = this.#known.get(id);
    if (id === this.#hand && known && revision !== known) this.#say(revision ? "conflict" : "gone", id);
    this.list();
  }

  /** Asks for what has changed now. */
  flush() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say("write");
  }

  /** No transaction that begins now is sure to end; this is. */
  #leave() {
    this.flush();
    const [id, job] = [...this.#jobs].at(-1) ?? this.#current ?? [];
    if (!job) return;
    const unfinished = { ...job, id, known: this.#known.get(id) ?? 0 };
    safely(() => localStorage.setItem(UNFINISHED, JSON.stringify(unfinished)));
    this.#left = true;
  }

  /** Finishes what a page that went away could not. */
  async #finish() {
    const { id, known, text, title, progress } = safely(() => JSON.parse(localStorage.getItem(UNFINISHED))) ?? {};
    if (id) {
      await within("readwrite", async (heads, texts) => {
        const before = (await ask(heads.get(id)))?.revision ?? 0;
        const stored = await ask(texts.get([id, before % 2]));
        if (stored === text) return;
        // Another tab has been faster: then both are kept.
        if (before === known) put(heads, texts, { id, revision: known + 1, title, progress }, text);
        else put(heads, texts, { id: freshId(), revision: 1, title, progress }, text);
      });
      localStorage.removeItem(UNFINISHED);
    }
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    for (const [id, job] of this.#jobs) {
      this.#current = [id, job];
      this.#jobs.delete(id);
      const slow = setTimeout(() => this.#say("saving", id), 300);
      if (!(await this.#trying(() => this.#write(id, job)))) this.#unsaved = true;
      clearTimeout(slow);
    }
    this.#current = undefined;
    this.#busy = false;
  }

  async #write(id, { text, title, progress }) {
    const outcome = await within("readwrite", async (heads, texts) => {
      const before = (await ask(heads.get(id)))?.revision ?? 0;
      if (before !== (this.#known.get(id) ?? 0)) return before ? "conflict" : "gone";
      return put(heads, texts, { id, revision: before + 1, title, progress }, text);
    });
    if (typeof outcome === "string") {
      this.#unsaved = true;
      this.#say(outcome, id);
      return;
    }
    this.#unsaved = false;
    // The page went, but came back.
    if (this.#left) safely(() => localStorage.removeItem(UNFINISHED));
    this.#left = false;
    this.#known.set(id, outcome);
    this.#say("saved", id);
    this.#tell({ id, revision: outcome });
    if (id !== this.#hand) await this.#list();
  }

  async #read(id) {
    return within("readonly", async (heads, texts) => {
      const head = await ask(heads.get(id));
      return head && { head, ...(await generations(head, texts)) };
    });
  }

  async #list() {
    const all = await within("readonly", (heads) => ask(heads.getAll()));
    all.sort((a, b) => b.changed - a.changed);
    const plain = (text) => String(text).replace(/\s+/g, " ");
    const lines = all.map((head) => [head.id, plain(head.title), date(head), plain(head.progress)].join("\t"));
    this.#say("list", "", lines.join("\n"));
    return all[0]?.id;
  }

  /** Takes over what earlier versions kept elsewhere. */
  async #adopt() {
    for (const item of FORMER) {
      const text = safely(() => localStorage.getItem(item));
      if (!text) continue;
      await within("readwrite", (heads, texts) => {
        const title = safely(() => JSON.parse(text).title) ?? "";
        put(heads, texts, { id: item, revision: 1, title, progress: "" }, text);
      });
      localStorage.removeItem(item);
    }
  }

  /** Does something with what is stored, and says so if it cannot be done. */
  async #trying(work, always) {
    try {
      return (always || !this.#nothing ? await work() : undefined) ?? true;
    } catch (error) {
      this.#say(error?.name === "QuotaExceededError" ? "full" : connection ? "failed" : "blocked", "", String(error));
      return false;
    }
  }
}

function safely(work) {
  try {
    return work();
  } catch {
    // Blocked: as if nothing were there.
  }
}

/** What comes of it, or what `late` makes of it when that is not soon. */
function patiently(promise, late) {
  let timer;
  const slow = new Promise((done, fail) => (timer = setTimeout(late, PATIENCE, done, fail)));
  return Promise.race([promise, slow]).finally(() => clearTimeout(timer));
}

const ask = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** One transaction; what `work` gives, once it is safely stored. */
async function within(mode, work) {
  connection ??= connect();
  let database;
  try {
    database = await connection;
  } catch (error) {
    connection = undefined;
    throw error;
  }
  const transaction = database.transaction(["heads", "texts"], mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const [result] = await Promise.all([
    work(transaction.objectStore("heads"), transaction.objectStore("texts")),
    done,
  ]);
  return result;
}

function put(heads, texts, head, text) {
  texts.put(text, [head.id, head.revision % 2]);
  heads.put({ ...head, changed: Date.now() });
  return head.revision;
}

async function generations({ id, revision }, texts) {
  const [text, previous] = [await ask(texts.get([id, revision % 2])), await ask(texts.get([id, (revision + 1) % 2]))];
  return { text, previous };
}

function date({ changed }) {
  // The Swedish way to write a date is that of ISO 8601, in local time.
  return new Date(changed).toLocaleString("sv").slice(0, 16);
}

async function connect() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("heads", { keyPath: "id" });
    opening.result.createObjectStore("texts");
  };
  const database = await patiently(ask(opening), (_, fail) => fail(new Error("The browser’s storage does not answer")));
  database.onclose = () => (connection = undefined);
  database.onversionchange = () => {
    database.close();
    connection = undefined;
  };
  return database;
}
