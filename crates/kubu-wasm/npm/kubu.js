// Kubu with its catalogue, for browsers, bundlers and workers.
import start from "./core.js";

export { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } from "./core.js";

/** Loads the WebAssembly and the catalogue. */
export default function init({ catalog = new URL("kubu.pack", import.meta.url), wasm } = {}) {
  return start({ catalog, wasm });
}
