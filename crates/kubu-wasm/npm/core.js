// Kubu without its catalogue, which the caller loads: the same functions, and what starts them.
import start, { load } from "./kubu_wasm.js";

export { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } from "./kubu_wasm.js";

/** The bytes of a file: loaded if it is an address. */
async function bytes(source) {
  const given = await source;
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  const response = given instanceof Response ? given : await fetch(given);
  if (!response.ok) throw new Error(`${response.url} cannot be loaded: the server says ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Loads the WebAssembly and the catalogue. */
export default async function init({ catalog, wasm } = {}) {
  if (catalog === undefined) throw new TypeError("there is no catalogue: give its address or its bytes");
  const loaded = bytes(catalog);
  const [exports, content] = await Promise.all([start(wasm === undefined ? undefined : { module_or_path: wasm }), loaded]);
  load(content);
  return exports;
}
