import { inconsistencyFailures, uncheckedBudget } from "./budget-closure.js";
import type { Expectation, Finding } from "./expectation.js";
import { judgeExpectation } from "./judge-expectation.js";
import type { MeasuredLevel, ReferenceTraits, SweepAxis } from "./level.js";
import { levelText } from "./lines.js";
import type { InitialExchange } from "./stiff-exchange.js";
import { findTraps } from "./traps.js";

export interface VerdictInput {
  readonly levels: readonly MeasuredLevel[];
  readonly sweep: SweepAxis;
  readonly expect: readonly Expectation[];
  /** Names of the study's errors; those expected where absent. */
  readonly errors?: readonly string[];
  /** Total mass of the initial density: the unit of mass drifts. */
  readonly mass: number;
  readonly reference: ReferenceTraits;
  /** Why there is no reference, if it could not be computed. */
  readonly referenceFailure?: string | undefined;
  /** Why nothing can be judged, if runs have been left out that the verdict needs. */
  readonly obstacle?: string | undefined;
  /** What the levels leave unknown since runs were not wanted. */
  readonly caveat?: string | undefined;
  /** Of layers that exchange mass. */
  readonly exchange?: InitialExchange | undefined;
}

export interface Verdict {
  readonly pass: boolean;
  /** 0, 3 (a rate is missed) or 4 (a level failed, or too few levels can be judged). */
  readonly exitCode: 0 | 3 | 4;
  /** One sentence per expectation or failure, with bound, value and the pair that decided. */
  readonly reasons: readonly string[];
  /** Sentences that do not fail the study. */
  readonly warnings: readonly string[];
}

/** A verdict with what it rests on. */
export interface Judgement extends Verdict {
  /** One per reason, in the same order: what failed, then the expectations. */
  readonly findings: readonly Finding[];
}

/** Mass drift of a run beyond which the scheme is not conservative, relative to the mass. */
export const maxMassDrift = 1e-12;

/** The verdict on a sweep. A numerical failure outranks a missed rate: the rate may only follow from it. */
export function judge(input: VerdictInput): Judgement {
  const { levels, sweep, expect, mass, reference, referenceFailure, obstacle, caveat, exchange } = input;
  const errors = input.errors ?? [...new Set(expect.map(({ error }) => error))];
  const traps = findTraps({ levels, sweep, expect, errors, reference, exchange });
  const failures = [
    ...(referenceFailure === undefined ? [] : [`the reference failed: ${referenceFailure}`]),
    ...(obstacle === undefined ? [] : [`unjudged: ${obstacle}`]),
    ...levels.flatMap((level) => levelFailures(level, mass)),
    ...inconsistencyFailures(traps, levels),
  ];
  const findings = expect.flatMap((expectation) => judgeExpectation(levels, expectation, sweep));
  const failed = failures.length > 0 || findings.some(({ outcome }) => outcome === "unjudged");
  const missed = findings.some(({ outcome }) => outcome === "missed");
  const exitCode = failed ? 4 : missed ? 3 : 0;
  const warnings = traps.map(({ sentence }) => sentence);
  const unchecked = caveat ?? uncheckedBudget(levels, sweep, reference);
  if (unchecked !== undefined) warnings.push(unchecked);
  if (reference.caveat !== null && findings.length > 0) warnings.push(reference.caveat);
  return {
    pass: exitCode === 0,
    exitCode,
    reasons: [...failures, ...findings.map(({ sentence }) => sentence)],
    warnings: [...new Set(warnings)],
    findings: [...failures.map(failureFinding), ...findings],
  };
}

/** Name of the findings that are no expectations. */
const ofLevels = "levels and reference";

function failureFinding(sentence: string): Finding {
  return { outcome: "failed", name: ofLevels, sentence };
}

function levelFailures(level: MeasuredLevel, mass: number): string[] {
  const { status, reason, massDrift, energyMonotone } = level;
  const name = `level ${levelText(level)}`;
  if (status === "missing") return [`${name} has not been computed`];
  if (status !== "ok") return [`${name} ended with status ${status}${reason === undefined ? "" : `: ${reason}`}`];
  const drift =
    massDrift <= maxMassDrift * mass ? [] : [`${name} loses mass: drift ${massDrift} > ${maxMassDrift * mass}`];
  return energyMonotone ? drift : [...drift, `${name} violates the energy inequality of the step`];
}
