// A portal that says which threats apply to a system, as somebody writes it who read the README of the package.

import init, { assess } from "kubu";
import "kubu/element";
import { StrictMode, Suspense, use, useState } from "react";
import { createRoot } from "react-dom/client";

const SYSTEM = {
  format: "kubu-assessment",
  schema_version: 1,
  title: "Help desk",
  description: { answers: { "model.kind": ["language-model"], "access.reach": "anybody", "tools.use": "yes" } },
};
const assessed = init().then(() => assess(SYSTEM));

function Threats() {
  const { value } = use(assessed);
  const threats = value.threats.filter((threat) => threat.verdict === "applies");
  return (
    <ul>
      {threats.map(({ id, title, explanation }) => (
        <li key={id} id={id}>
          <b>{title}</b> {explanation.sentence}
        </li>
      ))}
    </ul>
  );
}

function Assessment() {
  const [title, setTitle] = useState(SYSTEM.title);
  return (
    <>
      <p id="title">{title}</p>
      <kubu-assessment
        assessment={SYSTEM}
        steps="describe prioritise"
        onkubu-change={({ detail }) => setTitle(detail.assessment.title)}
      />
    </>
  );
}

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <h1>{SYSTEM.title}</h1>
    <Suspense fallback={<p>One moment …</p>}>
      <Threats />
    </Suspense>
    <Assessment />
  </StrictMode>,
);
