// Kubu in Node: the same WebAssembly as in browsers, read from this folder.
import { readFileSync } from "node:fs";

import { initSync } from "./kubu.js";

const exports = initSync({ module: readFileSync(new URL("kubu_bg.wasm", import.meta.url)) });

export { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } from "./kubu.js";

/** Nothing is left to wait for; it is there so that the same code runs in Node and in browsers. */
export default async function init() {
  return exports;
}
