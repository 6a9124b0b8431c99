// Starts the app, says so if it cannot start, and keeps it usable offline.

try {
  // Chosen under "Appearance"; where storage is blocked, that of the system counts.
  const theme = localStorage.getItem("kubu.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {}

const tag = document.getElementById("boot");
const address = (name) => new URL(tag.dataset[name], document.baseURI).href;

try {
  const { default: start } = await import(address("js"));
  await start({ module_or_path: address("wasm") });
} catch (error) {
  const state = document.getElementById("loading-state") ?? document.body.appendChild(document.createElement("p"));
  state.setAttribute("role", "alert");
  state.textContent =
    `Kubu could not start: ${error.message ?? error}. ` +
    "Reload the page, or use a current version of Firefox, Chrome, Edge or Safari. What you saved on this device is still there.";
  throw error;
}

// Only secure contexts (HTTPS or localhost) have service workers; elsewhere the app works, but only online.
if ("serviceWorker" in navigator) {
  await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI));
  await navigator.serviceWorker.ready;
  document.documentElement.dataset.kubuOffline = "ready";
}
