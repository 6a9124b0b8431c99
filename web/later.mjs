// The code of the pages that people come to later: `cargo xtask` splits it from what the app starts with.

/** Adds it to the app, whose exports these are: both share one memory. */
export async function complete(first, address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the server answers with ${answer.status}`);
  await WebAssembly.instantiate(await answer.arrayBuffer(), { first });
}
