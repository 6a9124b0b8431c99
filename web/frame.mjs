// The app in a frame of another page. It speaks with that page alone, of the one origin that the address names, and shows
// nothing before that page has spoken.

import "./embed.mjs";

const VERSION = 1;

const query = new URLSearchParams(location.search);
const words = document.querySelector("[role=status]");

/** Why this frame may not be shown; nothing if it may. */
function refusal(origin) {
  const example = "Its address must name the page’s origin, such as frame.html?parent=https://….";
  if (!origin) return `Nobody is named who may show this frame. ${example}`;
  const { protocol, origin: exact } = URL.canParse(origin) ? new URL(origin) : {};
  const isOrigin = exact === origin && (protocol === "https:" || protocol === "http:");
  if (!isOrigin) return `“${origin}” is not an origin. ${example}`;
  if (parent === window) return `This page is for a frame of ${origin}. Here it is in none.`;
  // Where a browser does not tell, the messages of others give it away.
  const shower = location.ancestorOrigins?.[0] ?? origin;
  if (shower !== origin) return mismatch(shower);
}

const mismatch = (other) => `Only ${query.get("parent")} may show this frame, and this is ${other}.`;

const allowed = query.get("parent");
const refused = refusal(allowed);
const tell = (type, more) => parent.postMessage({ kubu: VERSION, type, ...more }, allowed);
const complain = (code, message, help) => tell("error", { errors: [{ code, severity: "error", message, at: "", help }] });

let element;

/** Shows the app, as the address wants it. */
function show() {
  element = document.createElement("kubu-assessment");
  for (const name of ["mode", "steps", "theme"]) if (query.has(name)) element.setAttribute(name, query.get(name));
  element.addEventListener("kubu-change", ({ detail }) => tell("change", detail));
  element.addEventListener("kubu-error", ({ detail }) => tell("error", detail));
  element.addEventListener("kubu-save", (event) => {
    tell("save", event.detail);
    if (query.get("save") === "parent") event.preventDefault();
  });
  new ResizeObserver(() => tell("resize", { height: Math.ceil(element.getBoundingClientRect().height) })).observe(element);
  document.querySelector("main").replaceChildren(element);
}

function hear({ origin, source, data }) {
  if (source !== parent) return;
  if (origin !== allowed) {
    if (!element) words.textContent = mismatch(origin);
    return;
  }
  // Others may speak with this window too, such as extensions.
  if (typeof data !== "object" || data === null || !("kubu" in data)) return;
  if (data.kubu !== VERSION) {
    return complain("unknown-version", `Version ${data.kubu} of messages is not known`, `send kubu: ${VERSION}`);
  }
  if (data.type !== "hello" && data.type !== "load") {
    return complain("unknown-message", `A message of type “${data.type}” is not known`, "send hello or load");
  }
  if (!element) show();
  if (data.type !== "load") return;
  if ("packs" in data) element.packs = data.packs;
  if ("assessment" in data) element.assessment = data.assessment;
}

if (refused) {
  words.textContent = `Kubu is not shown here. ${refused}`;
} else {
  words.textContent = `Waiting for ${allowed} …`;
  addEventListener("message", hear);
  tell("hello");
}
