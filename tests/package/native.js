// What the command answers, and the documents that it is asked about.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const ROOT = process.env.KUBU_ROOT;
assert.ok(ROOT, "KUBU_ROOT is not set: run the tests with `cargo xtask package`");

const documents = (folder) =>
  readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".kubu.json")).map((name) => `${folder}/${name}`);

export const read = (path) => readFileSync(join(ROOT, path), "utf8");
export const EXAMPLES = documents("examples");
export const FROZEN = readdirSync(join(ROOT, "tests/frozen")).flatMap((version) => documents(`tests/frozen/${version}`));

/** What the command prints. */
export function kubu(...args) {
  const options = { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024, stdio: ["ignore", "pipe", "pipe"] };
  return execFileSync("cargo", ["run", "--quiet", "--package", "kubu-cli", "--", ...args], options);
}

/** The value of an answer, as the command would print it. */
export function printed(answer) {
  assert.ok(answer.ok, JSON.stringify(answer.errors));
  return `${JSON.stringify(answer.value, null, 2)}\n`;
}
