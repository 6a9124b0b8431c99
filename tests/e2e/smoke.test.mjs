// The site starts, at the root of a server and below a path, and is accessible as it is first seen.

import { test } from "node:test";

import { expectNoAxeViolations, openPage, settled } from "./browser.mjs";

for (const subpath of [false, true]) {
  test(`the site starts ${subpath ? "below a path" : "at the root"} and axe finds nothing`, async (t) => {
    const { page } = await openPage(t, { subpath });
    await settled(page);
    await expectNoAxeViolations(page);
  });
}
