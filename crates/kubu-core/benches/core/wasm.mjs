// Prints the time of one report in WebAssembly, in microseconds: node wasm.mjs FILE.wasm DESCRIPTIONS
import { readFileSync } from "node:fs";

const [file, descriptions] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
const pass = () => {
  const start = performance.now();
  instance.exports.main(0, 0);
  return performance.now() - start;
};

// The first call makes ready, and the next ones let the engine optimise what it runs.
const warm = performance.now();
while (performance.now() - warm < 1000) pass();
let least = Infinity;
const begun = performance.now();
while (performance.now() - begun < 1500) least = Math.min(least, pass());
console.log((1000 * least) / Number(descriptions));
