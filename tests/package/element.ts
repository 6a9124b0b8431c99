// What somebody writes who uses the element from TypeScript; `cargo xtask package` checks that it has the right types.

import "kubu/element";
import type { KubuAssessment } from "kubu/element";

const element: KubuAssessment = document.createElement("kubu-assessment");
element.assessment = "{}";
element.assessment = { format: "kubu-assessment" };
element.packs = ["{}"];
element.addEventListener("kubu-change", ({ detail }) => {
  const title: string | undefined = detail.assessment.title;
  void title;
});
element.addEventListener("kubu-error", ({ detail }) => {
  const codes: string[] = detail.errors.map((error) => error.code);
  void codes;
});
const held: object | undefined = document.querySelector("kubu-assessment")?.assessment;
void held;
