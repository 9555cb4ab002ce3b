import type { z } from "zod";
import type { Setting } from "../description.js";
import type { Energy } from "../problem.js";

/**
 * What a kind of energy answers: the rest of the program asks here, and knows no energy by its name.
 *
 * @typeParam Spec the `energy` of a study as it is written
 */
export interface EnergyKind<Spec, Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** The keys of a study's `energy`, with what they mean. */
  readonly schema: Schema;
  /**
   * The numbers of the energy.
   *
   * @throws {InputError} with the path inside the study file
   */
  create(spec: Spec, layers: readonly string[]): Energy;
  /** The factor T of f (log f - 1), nothing where it is 1. */
  temperatureTex(spec: Spec): string;
  /** What the energy has besides, s^m/(m - 1), and its derivative. */
  powersTex(spec: Spec): readonly [density: string, slope: string] | undefined;
  /** The T of exp(V/T), where all layers have the same. */
  weightTemperature(spec: Spec): number;
  settings(spec: Spec): readonly Setting[];
  /** The energy with twice the regularization, whose distance is about the error that it makes. */
  twiceRegularized(spec: Spec): Spec | undefined;
  /** Whether vacuum ends in a front, which integrators of the limit do not get across. */
  readonly hasFronts: boolean;
}
