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

/** The answer to one question. In JSON: an option id, a list of option ids, or `null` for "don't know". */
export type Answer = null | OptionId | OptionId[];

/** The verdict after one more answer. */
export interface AnswerEffect {
  /** The option chosen; absent for "none of these" in a *choices* fact. */
  option: OptionId | null;
  /** The verdict then. */
  verdict: Verdict;
}

/** One possible answer to a question. */
export interface AnswerOption {
  /** Stable id, unique within the fact. */
  id: OptionId;
  /** What the form shows. */
  label: string;
  /** What stands for `{}` in the fact's sentences: `a language model`. */
  phrase: string;
}

/** A practice of a control that is for this system. */
export interface ApplicablePractice {
  /** Its position among the practices of the control. */
  position: number;
  /** Whether it is for this system. */
  verdict: Verdict;
}

/** An assessment of Kubu: one system's description, and what is done about its risks. */
export interface Assessment {
  "$schema": string;
  catalog?: CatalogRef | null;
  controls?: Record<string, ControlRecord>;
  description: Description;
  format: string;
  packs?: Record<string, PackRef>;
  risks?: Record<string, RiskRecord>;
  schema_version: number;
  title: string;
  tolerance?: Record<string, Tolerance>;
  [member: string]: unknown;
}

/** Why a control applies to every system. */
export interface Baseline {
  /** The reason. */
  why: string;
}

/** The most that a factor of impact is for one threat, however much hangs on the system. */
export interface Cap {
  /** The most, 1 to 4. */
  at_most: number;
  /** Why it is never more. */
  why: string;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface CatalogListDocument {
  /** The controls. */
  controls: Entry[];
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The steps of a risk assessment. */
  steps: Step[];
  /** The threats. */
  threats: Entry[];
}

/** Which catalogue a document was made with. */
export interface CatalogRef {
  /** The content hash of the pack. */
  hash: string;
  /** Whose catalogue. */
  id: string;
  /** The version of the knowledge. */
  version: string;
  [member: string]: unknown;
}

/** A verdict that changes. */
export interface ChangeOfControlId {
  /** The verdict before. */
  from: Verdict;
  /** The entry. */
  id: ControlId;
  /** Why, after the change. */
  sentence: string;
  /** The verdict after. */
  to: Verdict;
}

/** A verdict that changes. */
export interface ChangeOfThreatId {
  /** The verdict before. */
  from: Verdict;
  /** The entry. */
  id: ThreatId;
  /** Why, after the change. */
  sentence: string;
  /** The verdict after. */
  to: Verdict;
}

/** A typed part of the system. */
export interface Component {
  /** What kind of part it is. */
  kind: ComponentKindId;
  /** Its name. */
  name: string;
  /** The zone it is in; absent means the owner's own. */
  zone?: ZoneId | null;
  [member: string]: unknown;
}

export type ComponentId = string;

export type ComponentKindId = string;

/** A boolean expression over facts. */
export type Condition = {
  all: Condition[];
} | {
  any: Condition[];
} | {
  not: Condition;
} | {
  fact: FactTest;
};

/** A part of a factor's value, and its reason. */
export interface Contribution {
  /** How much. */
  by: number;
  /** Why. */
  why: string;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface ControlDocument {
  /** The controls of the addendum that it answers. */
  addendum: string[];
  /** Present if it applies to every system. */
  baseline?: Baseline | null;
  /** What it takes. */
  effort: Effort;
  /** What satisfies somebody who was not there. */
  evidence: string[];
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** Stable id. */
  id: ControlId;
  /** The item of the Guidelines that it belongs to. */
  item: string;
  /** What to do. */
  practices: Practice[];
  /** Where it comes from. */
  provenance: Provenance;
  /** What it is for, in Markdown. */
  purpose: string;
  /** The same measure in other lists. */
  references: Reference[];
  /** Whose job it is: ids of `Catalog::roles`. */
  roles: string[];
  /** Its name. */
  title: string;
  /** How to see that it works, in Markdown. */
  verify: string[];
}

export type ControlId = string;

/** What is known of a control on this system. */
export interface ControlRecord {
  /** By when, as `2026-11-23`. */
  due?: string;
  /** What shows that it is in place. */
  evidence?: string;
  /** Anything else, in Markdown. */
  notes?: string;
  /** Who sees to it. */
  owner?: string;
  /** Why, where the status needs a reason. */
  reason?: string;
  /** How far it is. */
  status: ControlStatus;
  [member: string]: unknown;
}

/** Further controls that bring all risks to a level. */
export interface ControlSet {
  /** The controls to implement, by id. */
  controls: ControlId[];
  /** Threats that no control of the catalogue brings to the level. */
  out_of_reach: ThreatId[];
  /** Whether no smaller set does; if not, the search was cut short and this is a good one. */
  smallest: boolean;
}

/** How far a control is. */
export type ControlStatus = "not-started" | "planned" | "partly" | "implemented" | "alternative" | "not-applicable";

/** What in an inventory makes an option of a fact hold. */
export interface Derivation {
  /** The evidence for it. */
  from: Pattern;
  /** The option: `yes` of a yes/no fact, or an option of a *choices* fact. */
  option: OptionId;
}

/** A fact that follows from the inventory. */
export interface DerivedFact {
  /** The fact. */
  fact: FactId;
  /** Whether the option holds. It is said not to only of a complete inventory. */
  holds: boolean;
  /** The option. */
  option: OptionId;
  /** The components that show it, in the order of the flow; empty where nothing does. */
  path: ComponentId[];
}

/** A system as its user describes it. Components are optional: a description with answers alone is complete. */
export interface Description {
  /** The answered facts. Answers that the catalogue has no place for are kept. */
  answers: Record<string, Answer>;
  /** Components by id. */
  components?: Record<string, Component>;
  /** Flows, sorted, each once. */
  flows?: Flow[];
  /** Whether the inventory names everything: then what is not in it does not exist. */
  inventory_complete?: boolean;
  /** Trust zones by id. */
  zones?: Record<string, Zone>;
  [member: string]: unknown;
}

/** One thing that is wrong, where it is, and what to do about it. */
export interface Diagnostic {
  /** Where: a JSON Pointer in a document, or a file and field in a catalogue. Empty for the whole. */
  at: string;
  /** Stable code, such as `unknown-fact`. */
  code: string;
  /** What to do about it. */
  help: string;
  /** What is wrong, in plain words. */
  message: string;
  /** How much it matters. */
  severity: Severity;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface DifferenceDocument {
  /** Controls whose verdict changes, in the order of the catalogue. */
  controls: ChangeOfControlId[];
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** Threats whose verdict changes, in the order of the catalogue. */
  threats: ChangeOfThreatId[];
}

/** What a control takes to put in place. */
export type Effort = "low" | "medium" | "high";

/** A threat or control by name. */
export interface Entry {
  /** Its id. */
  id: string;
  /** Its name. */
  title: string;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface ExplainedDocument {
  /** Why. */
  explanation: Explanation;
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The threat or control. */
  id: string;
  /** For a threat, the controls that answer it; for a control, the threats that it answers. */
  linked: Link[];
  /** What organisations say of it in their packs. */
  notes?: NoteOf[];
  /** For a threat that applies or may apply. */
  risk: Risk | null;
  /** Its name. */
  title: string;
  /** Whether it applies. */
  verdict: Verdict;
  /** The smallest changes of answers that flip the verdict. */
  would_change_it: Flips;
}

/** Why a verdict is what it is. */
export interface Explanation {
  /** For a settled verdict, the answers that force it: without any one of them it no longer follows. */
  because: Reason[];
  /** For an undetermined verdict, the open facts that could settle it. */
  open: OpenFact[];
  /** The verdict and its reason in one sentence. */
  sentence: string;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface FactDocument {
  /** When the question arises at all; absent means always. While it does not arise, no test on this fact holds. */
  asked_when?: Condition | null;
  /** The clause an explanation uses where an option does not hold: `the model is not {}`. */
  denies: string;
  /** What in an inventory of components and flows answers it. */
  derived?: Derivation[];
  /** An example answer, in Markdown. */
  example: string;
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The group of questions it is shown in. */
  group: GroupId;
  /** Help under the question, in Markdown. */
  help: string;
  /** Stable dotted id. */
  id: FactId;
  /** The shape of the answer. */
  kind: FactKind;
  /** The options in the order shown; empty for yes/no. */
  options?: AnswerOption[];
  /** The question, in plain words. */
  question: string;
  /** The clause an explanation uses where an option holds, `{}` standing for the option: `the model is {}`. */
  says: string;
}

export type FactId = string;

/** The shape of a fact's answer. */
export type FactKind = "choice" | "choices" | "yes-no";

/** A test of one fact. It never holds while the fact's question does not arise. */
export interface FactTest {
  /** The test holds if the answer is, or contains, one of these. */
  any_of: OptionId[];
  /** The fact tested. */
  id: FactId;
}

/** What likelihood and impact are made of. */
export type Factor = "discoverability" | "exploitability" | "reproducibility" | "confidentiality" | "integrity" | "availability";

/** How a factor is proposed: where it starts, and which facts raise it. */
export interface FactorRule {
  /** The value to start from, 1 to 5. */
  at: number;
  /** What raises it, up to 5. */
  raise?: Raise[];
  /** Why it starts there. */
  why: string;
}

/** Changes of answers that flip a verdict together. */
export interface Flip {
  /** What must then hold of each fact: of a *choice*, any one of `has`; of *choices*, all of `has` and none of `lacks`. */
  changes: Reason[];
  /** The change in one sentence. */
  sentence: string;
}

/** The smallest changes that flip a settled verdict. No change of fewer answers can, however the open facts turn out. */
export interface Flips {
  /** The changes, each enough by itself; empty if nothing can flip the verdict, or if it is not settled. */
  flips: Flip[];
  /** Whether there are more of this size than are listed. */
  more: boolean;
  /** The verdict that each of them leads to. */
  to: Verdict;
}

/** Data going from one component to another. */
export interface Flow {
  /** Who or what checks everything that passes, such as a person who approves it; absent means nobody. */
  checked_by?: string | null;
  /** Where it comes from. */
  from: ComponentId;
  /** Where it goes. */
  to: ComponentId;
  [member: string]: unknown;
}

/** An entry as the catalogue holds it. */
export type Found = ThreatDocument | ControlDocument | FactDocument;

export type GroupId = string;

/** What a threat harms. */
export type Harm = "confidentiality" | "integrity" | "availability" | "safety";

/** A real incident or a published demonstration of a threat. */
export interface Incident {
  /** Where it is told: the id of an ATLAS case study, or an address that starts with `https://`. */
  source: string;
  /** What happened, when and to whom. */
  what: string;
}

/** An answer that contradicts the components and flows. */
export interface Inconsistency {
  /** What follows from the inventory. */
  derived: DerivedFact;
  /** Both sides in one sentence. */
  sentence: string;
}

/** The level of a risk: CSA's five bands. */
export type Level = "low" | "medium" | "medium-high" | "high" | "very-high";

/** How the likelihood of a threat is proposed. */
export interface LikelihoodRules {
  /** How the weakness is found and reached. */
  discoverability: FactorRule;
  /** What the attack needs. */
  exploitability: FactorRule;
  /** Whether it can be repeated. */
  reproducibility: FactorRule;
}

/** An entry at the other end of a mitigation. */
export interface Link {
  /** The threat or control. */
  id: string;
  /** How much of the threat the control takes away. */
  strength: Strength;
  /** Its name. */
  title: string;
  /** Why the control answers the threat. */
  why: string;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface MigratedDocument {
  /** The document as Kubu saves it. */
  assessment: Assessment;
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The version that it was brought up from, if it was older. */
  migrated_from: number | null;
}

/** The edge from a threat to a control that answers it. */
export interface Mitigation {
  /** The control. */
  control: ControlId;
  /** How much it takes away. */
  strength: Strength;
  /** Why it answers this threat. */
  why: string;
}

/** What an organisation says of an entry that is not its own. */
export interface NoteOf {
  /** The name of the organisation. */
  name: string;
  /** What it says, in Markdown. */
  text: string;
}

/** An open fact, and what each answer to it would do. */
export interface OpenFact {
  /** The answers that make a difference, one by one. */
  answers: AnswerEffect[];
  /** The fact. */
  fact: FactId;
}

export type OptionId = string;

/** A factor that the user sets. */
export interface Overrule {
  /** Why. */
  reason: string;
  /** The value, 1 to 5. */
  value: number;
}

/** Which pack of an organisation something was made with. */
export interface PackRef {
  /** The content hash of the pack. */
  hash: string;
  /** The name of the organisation. */
  name: string;
  /** The version of the pack's content. */
  version: string;
  [member: string]: unknown;
}

/** What is looked for in an inventory. */
export type Pattern = {
  component: ComponentKindId[];
} | {
  flow: {
    /** The kinds it comes from. */
    from: ComponentKindId[];
    /** The kinds it goes to. */
    to: ComponentKindId[];
  };
} | "tainted-action" | "tainted-exit";

/** A concrete action of a control. */
export interface Practice {
  /** The systems it is for; absent means all. */
  applies_when?: Condition | null;
  /** The action, in Markdown. */
  text: string;
}

/** A factor, and how its value was proposed. */
export interface ProposedFactor {
  /** What it is made of: where it starts, then what raises it for certain. Together at most 5 count. */
  because: Contribution[];
  /** What keeps it lower than they would make it, for this threat. */
  cap?: Cap | null;
  /** The factor. */
  factor: Factor;
  /** What raises it if open facts are answered so. */
  perhaps: Contribution[];
  /** Its value, 1 to 5. */
  value: RangeOfuint8;
}

/** Where a statement about a guide comes from. */
export type Provenance = "verified" | "secondary" | "recalled" | "mapped" | "organisation";

/** An open fact whose answer can still change a verdict. */
export interface Question {
  /** The fact. */
  fact: FactId;
  /** Whether the user has seen it and does not know. */
  seen: boolean;
  /** How many undetermined threats its answer could change or help to settle. */
  threats: number;
  /** Whether an earlier open question decides that it arises at all. */
  waits: boolean;
  /** How much an answer is expected to narrow these threats, all answers being equally likely: the mean fall of p × (1 − p), p being the share of the ways to answer everything else in which a threat applies. */
  worth: number;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface QuestionsDocument {
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The open questions that can still change a verdict, best first. */
  questions: Question[];
}

/** What raises a factor. */
export interface Raise {
  /** By how much, 1 to 4. */
  by: number;
  /** When. */
  when: Condition;
  /** Why. */
  why: string;
}

/** The least and the most that something can be, however the open facts are answered. */
export interface RangeOfLevel {
  /** The least. */
  least: Level;
  /** The most. */
  most: Level;
}

/** The least and the most that something can be, however the open facts are answered. */
export interface RangeOfuint8 {
  /** The least. */
  least: number;
  /** The most. */
  most: number;
}

/** What one fact contributes to a verdict. */
export interface Reason {
  /** The fact. */
  fact: FactId;
  /** The options that hold. */
  has: OptionId[];
  /** The options that do not hold; only for *choices*. */
  lacks: OptionId[];
}

/** An entry of a framework. */
export interface Reference {
  /** The framework's id. */
  framework: string;
  /** The entry's id there. */
  id: string;
}

/** A risk in the register. */
export interface RegisterEntry {
  /** The level with what is in place. */
  current: RangeOfLevel;
  /** The controls that answer it and are in place, with how far. */
  existing_measures: string[];
  /** When it was identified; empty if nobody noted it. */
  identified: string;
  /** The level without any control. */
  inherent: RangeOfLevel;
  /** Who keeps what remains within tolerance. */
  owner: string;
  /** How far the plan is. */
  progress: string;
  /** The level once the plan is carried out. */
  residual: RangeOfLevel;
  /** Event, vulnerability, asset and consequence. */
  scenario: string;
  /** The threat. */
  threat: ThreatId;
  /** Whether what remains is acceptable by the stated tolerance; absent if none is stated for that level. */
  tolerable: boolean | null;
  /** The response, and what will be done with dates; the controls that answer it and are planned. */
  treatment_plan: string[];
}

/** An answer in JSON: it says what it is, and in which version. */
export interface ReportDocument {
  /** The catalogue that it was assessed with. */
  catalog: CatalogRef;
  /** Every control, in the order of the catalogue. */
  controls: TitledControlFinding[];
  /** What follows from the components and flows. */
  derived: DerivedFact[];
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** With a target, the smallest set of further controls that brings all risks to that level. */
  further?: ControlSet | null;
  /** Where an answer contradicts the components and flows; the answer counts. */
  inconsistencies: Inconsistency[];
  /** Further controls, those first that take most away from the risks. */
  next: TitledNextControl[];
  /** Facts whose answers could still settle a verdict. */
  open: FactId[];
  /** The packs of organisations that were added to it. The ids of their entries start with theirs and a colon. */
  packs?: Record<string, PackRef>;
  /** The risk register: one entry for each threat that applies or may apply. */
  register: RegisterEntry[];
  /** Every threat, in the order of the catalogue. */
  threats: TitledThreatFinding[];
  /** What the system is called. */
  title: string;
}

/** The four responses to a risk. */
export type Response = "mitigate" | "accept" | "transfer" | "avoid";

/** The risk of a threat on this system, before any control. */
export interface Risk {
  /** How they were proposed. */
  factors: ProposedFactor[];
  /** The impact, 1 to 5. */
  impact: RangeOfuint8;
  /** The level. */
  level: RangeOfLevel;
  /** The likelihood, 1 to 5. */
  likelihood: RangeOfuint8;
}

/** What the user says of a risk. */
export interface RiskRecord {
  /** When it was identified, as `2026-11-23`. */
  identified?: string;
  /** Factors that the user knows better, each with a reason. */
  overruled?: Record<string, Overrule>;
  /** What is done about it; absent while nobody has decided. */
  treatment?: Treatment | null;
  [member: string]: unknown;
}

/** A risk as CSA's guide has it written: four things in one sentence. */
export interface Scenario {
  /** What is hit: `the data and tools within its reach`. */
  asset: string;
  /** What follows: `secrets leave, or actions happen that nobody wanted`. */
  consequence: string;
  /** What happens: `An outsider hides instructions in content that the model reads`. */
  event: string;
  /** What makes it possible: `the model cannot tell content from orders`. */
  vulnerability: string;
}

/** How much a diagnostic matters. */
export type Severity = "error" | "warning";

export type StageId = string;

/** A step of a risk assessment. */
export interface Step {
  /** Stable id. */
  id: string;
  /** Where it comes from. */
  provenance: Provenance;
  /** What to do. */
  text: string;
  /** Its name, in one word. */
  title: string;
}

/** How much of a threat a control takes away. */
export type Strength = "primary" | "supporting";

/** An answer in JSON: it says what it is, and in which version. */
export interface ThreatDocument {
  /** When it applies. */
  applies_when: Condition;
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The kinds of component where it sits. */
  found_at: ComponentKindId[];
  /** What it harms. */
  harms: Harm[];
  /** Stable id. */
  id: ThreatId;
  /** The most that factors of impact are for it, where that is less than what the system makes them. */
  impact?: Record<string, Cap>;
  /** Where it happened or was shown. */
  incident?: Incident | null;
  /** The stages where the weakness comes in. */
  introduced: StageId[];
  /** How its likelihood is proposed. */
  likelihood: LikelihoodRules;
  /** The controls that answer it, strongest first. */
  mitigations: Mitigation[];
  /** Where it comes from. */
  provenance: Provenance;
  /** The same threat in other lists. */
  references: Reference[];
  /** Its risk as a scenario. */
  scenario: Scenario;
  /** The stages where it does harm. */
  strikes: StageId[];
  /** What happens and to whom, in Markdown. */
  summary: string;
  /** Its name. */
  title: string;
}

export type ThreatId = string;

/** A threat that a control answers. */
export interface ThreatLink {
  /** How much of it the control takes away. */
  strength: Strength;
  /** The threat. */
  threat: ThreatId;
  /** Whether the threat applies. */
  verdict: Verdict;
  /** Why the control answers it. */
  why: string;
}

/** A finding with the name of its entry. */
export interface TitledControlFinding {
  /** The threats that it answers and that apply or may apply. */
  answers: ThreatLink[];
  /** Why. */
  explanation: Explanation;
  /** The control. */
  id: ControlId;
  /** The practices that apply or may apply. */
  practices: ApplicablePractice[];
  /** The name. */
  title: string;
  /** Whether it applies. */
  verdict: Verdict;
}

/** A finding with the name of its entry. */
export interface TitledNextControl {
  /** The control. */
  control: ControlId;
  /** The risks whose level, at its most, it lowers by itself. */
  lowers: ThreatId[];
  /** How much it takes away from all risks together, in quarters of a point of likelihood × impact.  Each risk counts at its most, with what is in place; halves and quarters of a likelihood count too, though levels leave them out. So a step that shows in no level yet is not for nothing. */
  takes_away: number;
  /** The name. */
  title: string;
}

/** A finding with the name of its entry. */
export interface TitledThreatFinding {
  /** Why. */
  explanation: Explanation;
  /** The threat. */
  id: ThreatId;
  /** How bad it is; absent if it does not apply. */
  risk: Risk | null;
  /** The name. */
  title: string;
  /** Whether it applies. */
  verdict: Verdict;
}

/** What is done about a level of risk. */
export interface Tolerance {
  /** Whether a risk of this level may remain. */
  acceptable: boolean;
  /** What must be done, and within what time. */
  rule: string;
  [member: string]: unknown;
}

/** What is done about a risk. */
export interface Treatment {
  /** Who keeps what remains within tolerance. */
  owner?: string;
  /** What will be done, with dates. */
  plan?: string;
  /** How far the plan is. */
  progress?: string;
  /** Why. */
  reason: string;
  /** The response. */
  response: Response;
  /** When it is looked at again, as `2026-11-23`. */
  review?: string;
  [member: string]: unknown;
}

/** An answer in JSON: it says what it is, and in which version. */
export interface ValidatedDocument {
  /** How many facts are answered. */
  answers: number;
  /** How many components there are. */
  components: number;
  /** How many flows there are. */
  flows: number;
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The version that the document was brought up from, if it was older. */
  migrated_from: number | null;
}

/** Whether a threat or a control applies, exact over every way the open facts may still be answered. */
export type Verdict = "applies" | "undetermined" | "does-not-apply";

/** An answer in JSON: it says what it is, and in which version. */
export interface VersionDocument {
  /** The catalogue that it answers with. */
  catalog: CatalogRef;
  /** What it is, such as `kubu-report`. */
  format: string;
  /** The version of that format. */
  format_version: number;
  /** The packs of organisations that were added to it. */
  packs?: Record<string, PackRef>;
  /** The version of assessments that it writes. */
  schema_version: number;
  /** The version of Kubu. */
  version: string;
}

/** Where components share one owner and one level of trust. A flow between zones crosses a trust boundary. */
export interface Zone {
  /** Its name. */
  name: string;
  /** Whether others than the owner decide what happens there: content from it is untrusted. */
  outside?: boolean;
  [member: string]: unknown;
}

export type ZoneId = string;
