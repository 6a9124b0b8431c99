// The code of the pages that people come to later: `cargo xtask` splits it from what the app starts with.

/** Adds it to the app, whose exports are `first`, or will be: both share one memory. */
export async function complete(first, address) {
  const [exports, answer] = await Promise.all([first, fetch(address)]);
  if (!answer.ok) throw new Error(`the server answers with ${answer.status}`);
  await WebAssembly.instantiate(await answer.arrayBuffer(), { first: exports });
}
