// `<kubu-assessment>`: the whole app as an element. Importing this module defines it.

import type { Assessment, Diagnostic } from "./kubu.js";

/** What the page is told with each event but `kubu-error`. */
export interface AssessmentDetail {
  assessment: Assessment;
}

export interface KubuAssessmentEvents {
  "kubu-ready": CustomEvent<AssessmentDetail>;
  "kubu-change": CustomEvent<AssessmentDetail>;
  "kubu-save": CustomEvent<AssessmentDetail>;
  "kubu-error": CustomEvent<{ errors: Diagnostic[] }>;
}

export interface KubuAssessment extends HTMLElement {
  /** What is in hand. Set it to an object, or to the text of a file. */
  get assessment(): Assessment | undefined;
  set assessment(assessment: object | string);
  /** The texts of pack files. */
  packs: string[];
  addEventListener<Name extends keyof KubuAssessmentEvents>(
    name: Name,
    listener: (event: KubuAssessmentEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "kubu-assessment": KubuAssessment;
  }
}
