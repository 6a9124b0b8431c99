// Kubu without its catalogue, which the caller loads; everything else is as in `kubu`.
import type { Source } from "./kubu.js";

export { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } from "./kubu.js";
export type * from "./kubu.js";

/**
 * Loads the WebAssembly and the catalogue; wait for it before anything else.
 *
 * @param options where the `catalog` is, the file `kubu.pack` of this package; and the `wasm`, if it is not beside the
 * script, as in Node, where both are to be read
 */
export default function init(options: { catalog: Source; wasm?: Source }): Promise<unknown>;
