// What somebody writes who uses the package from TypeScript; `cargo xtask package` checks that it has the right types.

import init, { assess, catalog, diff, explain, migrate, questions, validate, version, whatIf } from "kubu";
import initCore, { assess as assessOfCore } from "kubu/core";
import type { Answer, Assessment, Diagnostic, Level, Result, Verdict } from "kubu";

await init();
await init({ wasm: "/assets/kubu.wasm", catalog: new Uint8Array(7) });
await initCore({ catalog: Promise.resolve(new ArrayBuffer(7)) });

/** The value, or an exception with everything that is wrong. */
function valueOf<T>(result: Result<T>): T {
  if (result.ok) {
    return result.value;
  }
  throw new Error(result.errors.map((error: Diagnostic) => `${error.code} ${error.at}: ${error.help}`).join("\n"));
}

const report = valueOf(assess("{}", { target: "medium-high" }));
const verdicts: Verdict[] = report.threats.map((threat) => threat.verdict);
const worst: Level | undefined = report.register[0]?.residual.most;
const sentences: string[] = report.controls.flatMap((control) => control.answers.map((threat) => threat.why));
const further: string[] = report.further?.controls ?? [];
const factor = report.threats[0]?.risk?.factors[0];
const value: number | undefined = factor?.value.most;

const first = valueOf(questions()).questions[0];
if (first) {
  const found = valueOf(catalog(first.fact));
  const text: string = "question" in found ? found.question : found.title;
  const worth: number = first.worth;
  void [text, worth];
}
const answers: Record<string, Answer> = { "access.reach": "few-staff", "output.use": [], "tools.use": null };
const changes = valueOf(whatIf({ format: "kubu-assessment" }, answers)).threats;
const from: Verdict | undefined = changes[0]?.from;
const flips: string[] = valueOf(explain("{}", "excessive-agency")).would_change_it.flips.map((flip) => flip.sentence);
const saved: Assessment = valueOf(migrate("{}")).assessment;
const unknown: unknown = saved["a member of a later version"];
const same = valueOf(diff(saved, saved)).controls.length === 0;
const counted: number = valueOf(validate(saved)).answers;
const titles: string[] = valueOf(catalog()).threats.map((threat) => threat.title);
const hash: string = valueOf(version()).catalog.hash;
void [verdicts, worst, sentences, further, value, from, flips, unknown, same, counted, titles, hash];

const sameFunction: typeof assess = assessOfCore;
void sameFunction;

// @ts-expect-error without a catalogue there is nothing to answer with
void initCore({});
// @ts-expect-error a number is no assessment
assess(7);
// @ts-expect-error there is no such level
assess("{}", { target: "medium high" });
// @ts-expect-error an answer is no number
whatIf("{}", { "tools.use": 3 });
// @ts-expect-error the value is there only if it is well
void validate("{}").value;
