// Keeps the whole site, so that Kubu works offline. `cargo xtask service-worker` fills in the version and the files.
//
// One version of the site is one cache. A new version is fetched beside the old one and takes over when no page of the
// old one is open any more: files are never swapped beneath an open page.

const VERSION = "__KUBU_VERSION__";
// Each with the digest of its content.
const FILES = ["__KUBU_FILES__"];

const INDEX = "index.html";
// Trunk's names with a hash never mean another content, except the script's: its hash is that of the WebAssembly.
const HASHED = /[-_.][0-9a-f]{16}[-_.](?!js$)/;

const scope = new URL(self.registration.scope);
// The path is part of the name, because several sites of one origin share its caches.
const CACHE = `kubu-${VERSION}@${scope.pathname}`;
const isOurs = (name) => name.startsWith("kubu-") && name.endsWith(`@${scope.pathname}`);

// Some servers redirect index.html to its folder, and a redirected answer cannot serve a navigation: ask for the folder.
const addressOf = (file) => (file === INDEX ? scope : new URL(file, scope)).href;

const known = new Map(FILES.map(([file]) => [new URL(file, scope).pathname, addressOf(file)]));
known.set(scope.pathname, addressOf(INDEX));

self.addEventListener("install", (event) => {
  // Only without a predecessor: otherwise open pages still use the files of that one.
  if (!self.registration.active) self.skipWaiting();
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([removeOthers(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin) return;
  const address = known.get(url.pathname);
  // Anything else goes to the network as if there were no worker.
  if (address) event.respondWith(answer(address, event));
});

async function fill() {
  const cache = await caches.open(CACHE);
  // What the page has just loaded comes from the browser's own cache; a name without a hash is asked for again. A cache
  // in front of the host, or an upload in progress, may still answer with another version: kept, an old index.html
  // beside new files would never start again. So a file of another content fails the installation, and the browser
  // tries again with a later visit.
  await cache.addAll(
    FILES.map(
      ([file, integrity]) =>
        new Request(addressOf(file), { cache: HASHED.test(file) ? "default" : "no-cache", integrity }),
    ),
  );
}

async function removeOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => isOurs(name) && name !== CACHE).map((name) => caches.delete(name)));
}

async function answer(address, { request, clientId }) {
  // Another page below this path that embeds the app asks for files of the build that its own script is of.
  const page = await self.clients.get(clientId);
  if (page && !known.has(new URL(page.url).pathname)) return fetch(request);
  const cache = await caches.open(CACHE);
  // The browser may have thrown the cache away to make room.
  return (await cache.match(address)) ?? fetch(request);
}
