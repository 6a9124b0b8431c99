// Kubu in Node: the same WebAssembly and catalogue as in browsers, read from this folder.
import { readFileSync } from "node:fs";

import { initSync, load } from "./kubu_wasm.js";

const read = (name) => readFileSync(new URL(name, import.meta.url));
const exports = initSync({ module: read("kubu_wasm_bg.wasm") });
load(read("kubu.pack"));

export { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } from "./kubu_wasm.js";

/** Nothing is left to wait for; it is there so that the same code runs in Node and in browsers. */
export default async function init() {
  return exports;
}
