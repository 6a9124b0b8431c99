// The packed package as somebody who installed it uses it, in Node. `cargo xtask package` runs this in a folder of its own.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } from "kubu";

import { EXAMPLES, FROZEN, kubu, printed, read } from "./native.js";

const CHATBOT = read("examples/support-chatbot.kubu.json");

/** The codes of what is wrong, each with its place. */
function refused(answer) {
  assert.equal(answer.ok, false);
  for (const error of answer.errors) {
    assert.ok(error.severity === "error" && error.message && error.help, JSON.stringify(error));
  }
  return answer.errors.map((error) => `${error.code} ${error.at}`);
}

test("every document is assessed as the command does, to the byte", () => {
  assert.ok(EXAMPLES.length >= 8 && FROZEN.length >= 1);
  for (const path of [...EXAMPLES, ...FROZEN]) {
    assert.equal(printed(assess(read(path))), kubu("assess", path, "--format", "json"), path);
    assert.equal(printed(assess(JSON.parse(read(path)))), printed(assess(read(path))), path);
  }
});

test("the other verbs say what the command says", () => {
  const path = "examples/support-chatbot.kubu.json";
  const target = ["--target", "medium", "--format", "json"];
  assert.equal(printed(assess(CHATBOT, { target: "medium" })), kubu("assess", path, ...target));
  for (const id of ["excessive-agency", "keep-human-oversight"]) {
    assert.equal(printed(explain(CHATBOT, id)), kubu("explain", path, id, "--format", "json"));
    assert.equal(printed(catalog(id)), kubu("catalog", "show", id, "--format", "json"));
  }
  assert.equal(printed(catalog("model.kind")), kubu("catalog", "show", "model.kind", "--format", "json"));
  assert.equal(printed(catalog()), kubu("catalog", "list", "--format", "json"));
  const changed = kubu("whatif", path, "--set", "access.reach=few-staff", "--set", "output.use=none", "--format", "json");
  assert.equal(printed(whatIf(CHATBOT, { "access.reach": "few-staff", "output.use": [] })), changed);
  // The worth of a question may be 1.0, which JavaScript writes as 1.
  assert.deepEqual(questions().value, JSON.parse(kubu("questions", "--format", "json")));
  assert.deepEqual(questions(CHATBOT).value, JSON.parse(kubu("questions", path, "--format", "json")));
});

test("two assessments differ as their answers do", () => {
  const other = JSON.parse(CHATBOT);
  other.description.answers["access.reach"] = "few-staff";
  assert.deepEqual(diff(CHATBOT, other), whatIf(CHATBOT, { "access.reach": "few-staff" }));
  assert.deepEqual(diff(CHATBOT, CHATBOT).value.threats, []);
});

test("a document comes back as it was saved, with every member of any name", () => {
  for (const path of EXAMPLES) {
    const { assessment, migrated_from } = migrate(read(path)).value;
    assert.equal(`${JSON.stringify(assessment, null, 2)}\n`, read(path));
    assert.equal(migrated_from, null);
  }
  const strange = '{"format":"kubu-assessment","schema_version":1,"__proto__":{"polluted":true},"constructor":7}';
  const { assessment } = migrate(strange).value;
  assert.equal(Object.getPrototypeOf(assessment), Object.prototype);
  assert.ok(Object.hasOwn(assessment, "__proto__") && assessment.constructor === 7 && {}.polluted === undefined);
});

test("an older document is brought up to date", () => {
  const { assessment, migrated_from } = migrate(read(FROZEN[0])).value;
  assert.equal(migrated_from, 0);
  assert.equal(assessment.schema_version, version().value.schema_version);
});

test("what a user gets wrong is a value that says what, where and what to do", () => {
  const described = (description) => ({ format: "kubu-assessment", schema_version: 1, description });
  assert.deepEqual(refused(assess("<html>")), ["not-json "]);
  assert.deepEqual(refused(assess({})), ["not-an-assessment /format"]);
  assert.deepEqual(refused(assess([])), ["not-an-assessment "]);
  assert.deepEqual(refused(assess(new Map())), ["not-an-assessment /format"]);
  assert.deepEqual(refused(assess("x".repeat(8 * 1024 * 1024 + 1))), ["document-too-large "]);
  assert.deepEqual(refused(assess("[".repeat(100))), ["document-too-deep "]);
  const circle = described({});
  circle.circle = circle;
  assert.deepEqual(refused(assess(circle)), ["not-json "]);
  assert.deepEqual(refused(assess({ big: 1n })), ["not-json "]);
  assert.deepEqual(refused(assess({ toJSON: () => undefined })), ["not-json "]);
  assert.equal(refused(assess(described({ answers: { "tools.use": 3, Model: "x" }, flows: [7] }))).length, 3);
  assert.deepEqual(refused(assess(CHATBOT, { target: "none" })), ["unknown-level target"]);
  assert.deepEqual(refused(explain(CHATBOT, "no-such-threat")), ["unknown-entry "]);
  assert.deepEqual(refused(catalog("excessive-agencie")), ["unknown-entry "]);
  assert.match(catalog("excessive-agencie").errors[0].help, /excessive-agency/);
  const answers = { "tools.uze": "yes", "access.reach": "mars" };
  assert.deepEqual(refused(whatIf(CHATBOT, answers)).sort(), ["unknown-fact /tools.uze", "unknown-option /access.reach"]);
  assert.deepEqual(refused(whatIf(CHATBOT, { "tools.use": 3 })), ["bad-value /tools.use"]);
});

test("what is kept but not understood is a warning", () => {
  const answers = { "model.knid": ["x"] };
  const { ok, warnings } = validate({ format: "kubu-assessment", schema_version: 1, description: { answers } });
  assert.ok(ok);
  assert.deepEqual(warnings.map((warning) => [warning.code, warning.severity]), [["unknown-fact", "warning"]]);
});

test("only misuse by the program is an exception", () => {
  const misuses = [
    () => assess(), () => assess(null), () => assess(7), () => assess(true), () => assess(() => CHATBOT),
    () => assess(Symbol("x")), () => assess(CHATBOT, "medium"), () => assess(CHATBOT, { target: 3 }),
    () => explain(CHATBOT), () => explain(CHATBOT, 7), () => whatIf(CHATBOT), () => whatIf(CHATBOT, "a=b"),
    () => diff(CHATBOT), () => questions(null), () => catalog(7), () => validate(undefined), () => migrate(1n),
  ];
  for (const misuse of misuses) {
    assert.throws(misuse, TypeError, String(misuse));
  }
  assert.ok(assess(CHATBOT).ok, "it goes on afterwards");
});

test("100,000 bad inputs leave the memory as it was", async () => {
  const { memory } = await init();
  const bad = [
    "<html>", '{"format":"kubu-assessment","schema_version":1,"title":7,"description":{"answers":{"Model":"x"}}}',
    { format: "kubu-assessment", schema_version: 1, description: { components: { a: { kind: 7 } }, flows: [{}] } }, null,
  ];
  const round = (count) => {
    for (let index = 0; index < count; index += 1) {
      try {
        assert.equal(validate(bad[index % bad.length]).ok, false);
      } catch (error) {
        assert.ok(error instanceof TypeError);
      }
    }
  };
  round(1_000);
  const before = memory.buffer.byteLength;
  round(100_000);
  assert.equal(memory.buffer.byteLength, before);
});

test("initialising again changes nothing, and the version is that of the package", async () => {
  await init();
  const packed = JSON.parse(readFileSync(new URL("node_modules/kubu/package.json", import.meta.url), "utf8"));
  assert.equal(version().value.version, packed.version);
  assert.equal(version().value.catalog.hash, assess(CHATBOT).value.catalog.hash);
});
