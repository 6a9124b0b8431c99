// A worker of a page that uses the package: it answers each assessment with everything that follows from it.

import init, { assess } from "./node_modules/kubu/kubu.js";

onmessage = async ({ data }) => {
  await init();
  postMessage(data.map((text) => assess(text)));
};
