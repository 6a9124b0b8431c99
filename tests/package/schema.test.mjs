// The answers of the packed package are of the form that its JSON Schema says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import Ajv from "ajv/dist/2020.js";

import { EXAMPLES, FROZEN, read } from "./native.js";

const folder = join(process.cwd(), "node_modules/kubu");
const { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } = await import(
  pathToFileURL(join(folder, "node.js"))
);
// The formats are the sizes of integers, which JavaScript does not tell apart.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(JSON.parse(readFileSync(join(folder, "answers-1.schema.json"), "utf8")));

/** What is wrong with a value of a type, or of any if none is named. */
function faults(value, type) {
  const check = ajv.getSchema(`urn:kubu:answers:1${type ? `#/$defs/${type}` : ""}`);
  return check(value) ? [] : check.errors.map((error) => `${error.instancePath} ${error.message}`);
}

function assertIs(type, answer) {
  assert.ok(answer.ok, JSON.stringify(answer.errors));
  assert.deepEqual(faults(answer.value, type), [], type);
  assert.deepEqual(faults(answer.value), []);
}

test("every answer is of its type", () => {
  for (const path of [...EXAMPLES, ...FROZEN]) {
    const text = read(path);
    assertIs("ReportDocument", assess(text, { target: "medium" }));
    assertIs("QuestionsDocument", questions(text));
    assertIs("ValidatedDocument", validate(text));
    assertIs("MigratedDocument", migrate(text));
    assertIs("DifferenceDocument", diff(text, read(EXAMPLES[0])));
    assertIs("DifferenceDocument", whatIf(text, { "access.reach": "few-staff" }));
    for (const id of ["excessive-agency", "keep-human-oversight"]) assertIs("ExplainedDocument", explain(text, id));
  }
  const list = catalog();
  assertIs("CatalogListDocument", list);
  for (const { id } of [...list.value.threats, ...list.value.controls]) assertIs("Found", catalog(id));
  assertIs("Found", catalog("model.kind"));
  assertIs("VersionDocument", version());
});

test("what is of another form is refused", () => {
  const report = assess(read(EXAMPLES[0])).value;
  const without = { ...report, register: undefined };
  const other = { ...report, threats: [{ ...report.threats[0], verdict: "perhaps" }] };
  for (const wrong of [JSON.parse(JSON.stringify(without)), other, {}, []]) {
    assert.notDeepEqual(faults(wrong, "ReportDocument"), []);
    assert.notDeepEqual(faults(wrong), []);
  }
});
