// Kubu: what can go wrong with the security of an AI system, why, and which controls answer it.
// Written by `cargo xtask package` from the types of the core; to change it, change those or npm/verbs.d.ts.

/** A file: its address, as text or `URL`, or what was loaded from there: bytes, a response of `fetch`, or a promise. */
export type Source = string | object;

/**
 * Loads the WebAssembly and the catalogue; wait for it before anything else. In Node they are loaded already.
 *
 * @param options where the files `kubu.pack` and `kubu.wasm` of this package are, if not beside the script
 */
export default function init(options?: { catalog?: Source; wasm?: Source }): Promise<unknown>;

/** An assessment as an object, or the JSON text of a `*.kubu.json` file. */
export type Given = string | object;

/** An answer, or what keeps Kubu from giving one. */
export type Result<T> = Answered<T> | Refused;

/** An answer. */
export interface Answered<T> {
  ok: true;
  /** What the command prints with `--format json`. */
  value: T;
  /** What was kept but not understood. */
  warnings: Diagnostic[];
}

/** What a user can get wrong. */
export interface Refused {
  ok: false;
  /** Everything at once. */
  errors: Diagnostic[];
}

/**
 * Everything that follows from an assessment.
 *
 * @param options with a `target`, also the smallest set of further controls that brings every risk to that level
 * @throws TypeError if an argument is of another type
 */
export function assess(assessment: Given, options?: { target?: Level }): Result<ReportDocument>;

/**
 * Why a threat or a control applies or not, and what would change it.
 *
 * @throws TypeError if an argument is of another type
 */
export function explain(assessment: Given, id: string): Result<ExplainedDocument>;

/**
 * The questions that can still change a verdict, best first.
 *
 * @param assessment without it nothing is answered yet
 * @throws TypeError if it is of another type
 */
export function questions(assessment?: Given): Result<QuestionsDocument>;

/**
 * Which verdicts would change if some answers were others.
 *
 * @throws TypeError if an argument is of another type
 */
export function whatIf(assessment: Given, answers: Record<FactId, Answer>): Result<DifferenceDocument>;

/**
 * Which verdicts differ between two assessments.
 *
 * @throws TypeError if an argument is of another type
 */
export function diff(before: Given, after: Given): Result<DifferenceDocument>;

/**
 * What a sound assessment holds.
 *
 * @throws TypeError if it is of another type
 */
export function validate(assessment: Given): Result<ValidatedDocument>;

/**
 * An assessment brought up to date, as Kubu saves it.
 *
 * @throws TypeError if it is of another type
 */
export function migrate(assessment: Given): Result<MigratedDocument>;

/** The steps of a risk assessment, the threats and the controls. */
export function catalog(): Result<CatalogListDocument>;
/**
 * One threat, control or fact.
 *
 * @throws TypeError if the id is not text
 */
export function catalog(id: string): Result<Found>;

/** Which Kubu this is, and with which catalogue it answers. */
export function version(): Result<VersionDocument>;
