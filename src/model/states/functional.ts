import { z } from "zod";
import { InputError } from "../../errors.js";
import { cholesky, logDeterminant, solveCholesky } from "../../numerics/cholesky.js";
import { type Field, parseField } from "../expression/field.js";
import type { ExpressionSpec } from "../formulas.js";
import { anyMatrix, anyVector, expression, finite, type Given, key } from "../schema-parts.js";

/** A number stands for every component, or for that multiple of the identity matrix. */
export type VectorSpec = number | readonly number[];
export type MatrixSpec = number | readonly (readonly number[])[];

export const functionalSchema = z.strictObject({
  potential: key(
    z
      .union([
        expression,
        z.strictObject({
          matrix: key(
            anyMatrix,
            "A of the potential (x - c)·A(x - c)/2: a symmetric matrix, or a multiple of the identity. Unit: energy per mass and length².",
            2,
          ),
          centre: key(anyVector.optional(), "c of that potential; 0 by default. Unit: length.", [0.7, -0.4]),
        }),
      ])
      .optional(),
    "Potential V: a formula in x1, x2, … and r = |x|, or a quadratic form; 0 by default. Unit: energy per mass.",
    "r^4/4",
    {
      matrix: [
        [1.2, 0.5],
        [0.5, 0.6],
      ],
      centre: [0.7, -0.4],
    },
  ),
  entropy: key(
    z.number().nonnegative().optional(),
    "Factor s of the entropy ∫ ρ log ρ; 0 by default, of nodes 1. Unit: energy per mass.",
    1,
  ),
  internal: key(
    z
      .strictObject({
        exponent: key(finite, "m of the internal energy ∫ ρ^m/(m - 1), above 1 and at most 10. Unit: none.", 2),
      })
      .optional(),
    "Internal energy of a porous medium; none by default.",
    { exponent: 2 },
  ),
  interaction: key(
    expression.optional(),
    "Kernel W in r of the interaction ½∬ W(|x - y|) ρρ; 0 by default. Unit: energy per mass.",
    "r^4/4 - r^2/2",
  ),
  kl: key(
    z
      .strictObject({
        mean: key(anyVector, "Mean of the target. Unit: length.", 0),
        covariance: key(anyMatrix, "Covariance of the target. Unit: length².", 2),
      })
      .optional(),
    "Relative entropy to a normal target, instead of potential and entropy; none by default.",
    { mean: 0, covariance: 2 },
  ),
});
/** The functional as a study writes it; whatever is absent is zero. */
export type FunctionalSpec = Given<typeof functionalSchema>;

/** (x - centre)' matrix (x - centre) / 2 + constant. */
export interface QuadraticPotential {
  /** Symmetric, row-major. */
  readonly matrix: Float64Array;
  readonly centre: Float64Array;
  readonly constant: number;
}

/**
 * F(rho) = ∫ V rho + s ∫ rho log rho + ∫ rho^m / (m - 1) + ½ ∬ W(|x - y|) rho rho.
 *
 * The interaction of particles leaves the diagonal out. At most one of `quadratic` and `potential` is present.
 */
export interface Functional {
  readonly dimension: number;
  readonly quadratic: QuadraticPotential | undefined;
  /** V in x1 ... xd, r; see {@link potentialAt}. */
  readonly potential: Field | undefined;
  /** s >= 0. */
  readonly entropy: number;
  /** m > 1, or absent. */
  readonly exponent: number | undefined;
  /** W in r. */
  readonly interaction: Field | undefined;
}

/**
 * Checks a functional and parses its formulas.
 *
 * @throws {InputError} with the path inside the study file
 */
export function createFunctional(spec: FunctionalSpec, dimension: number): Functional {
  const path = "model.functional";
  const { potential, entropy = 0, internal, interaction, kl } = spec;
  if (kl !== undefined && potential !== undefined) {
    throw new InputError("kl brings a potential of its own", {
      path: `${path}.potential`,
      remedy: "Give one of them.",
    });
  }
  checkEntropyFactor(entropy);
  if (internal !== undefined && !(internal.exponent > 1 && internal.exponent <= 10)) {
    throw new InputError("the exponent is above 1 and at most 10", {
      path: `${path}.internal.exponent`,
      value: internal.exponent,
      remedy: "For an exponent of 1 use entropy: 1.",
    });
  }
  const isForm = typeof potential === "object";
  const formula =
    isForm || potential === undefined
      ? undefined
      : parseAt(potential, potentialVariables(dimension), `${path}.potential`);
  const functional: Functional = {
    dimension,
    quadratic:
      kl !== undefined
        ? relativeTo(kl, dimension, `${path}.kl`)
        : isForm
          ? quadraticForm(potential, dimension, `${path}.potential`)
          : undefined,
    potential: formula === undefined || isZero(formula) ? undefined : formula,
    entropy: entropy + (kl === undefined ? 0 : 1),
    exponent: internal?.exponent,
    interaction: interaction === undefined ? undefined : parseAt(interaction, ["r"], `${path}.interaction`),
  };
  const isNothing =
    functional.quadratic === undefined &&
    functional.potential === undefined &&
    functional.entropy === 0 &&
    functional.exponent === undefined &&
    functional.interaction === undefined;
  if (isNothing) {
    throw new InputError("the functional is zero: nothing would move", {
      path,
      remedy: "Give potential, entropy, internal, interaction or kl.",
    });
  }
  return functional;
}

/** @throws {InputError} unless the factor of an entropy is finite and at least 0 */
export function checkEntropyFactor(entropy: number): void {
  if (entropy >= 0 && entropy < Number.POSITIVE_INFINITY) return;
  const remedy = "Give a factor that is 0 or positive, and finite.";
  throw new InputError("the factor of the entropy is at least 0", {
    path: "model.functional.entropy",
    value: entropy,
    remedy,
  });
}

/** x1 ... xd and r. */
function potentialVariables(dimension: number): string[] {
  return [...Array.from({ length: dimension }, (_, k) => `x${k + 1}`), "r"];
}

function isZero({ variablesUsed, value }: Field): boolean {
  return variablesUsed.length === 0 && value(new Float64Array(0)) === 0;
}

function parseAt(text: ExpressionSpec, names: readonly string[], path: string): Field {
  try {
    return parseField(text, names);
  } catch (error) {
    throw error instanceof InputError ? error.within({ path }) : error;
  }
}

function quadraticForm(
  { matrix, centre = 0 }: { readonly matrix: MatrixSpec; readonly centre?: VectorSpec | undefined },
  dimension: number,
  path: string,
): QuadraticPotential {
  return {
    matrix: symmetricMatrix(matrix, dimension, `${path}.matrix`),
    centre: vectorOf(centre, dimension, `${path}.centre`),
    constant: 0,
  };
}

/** -log of the Gaussian density. */
function relativeTo(
  { mean, covariance }: { readonly mean: VectorSpec; readonly covariance: MatrixSpec },
  dimension: number,
  path: string,
): QuadraticPotential {
  const target = positiveDefinite(covariance, dimension, `${path}.covariance`);
  const factor = cholesky(target, dimension) as Float64Array;
  const matrix = new Float64Array(dimension * dimension);
  for (let j = 0; j < dimension; j++) {
    const column = new Float64Array(dimension);
    column[j] = 1;
    solveCholesky(factor, column);
    // Of the two solutions for an entry, one is taken: they differ by round-off.
    for (let i = j; i < dimension; i++) {
      matrix[i * dimension + j] = column[i];
      matrix[j * dimension + i] = column[i];
    }
  }
  const constant = 0.5 * (dimension * Math.log(2 * Math.PI) + logDeterminant(factor, dimension));
  return { matrix, centre: vectorOf(mean, dimension, `${path}.mean`), constant };
}

/** @throws {InputError} unless there is one finite number per component */
export function vectorOf(value: VectorSpec, dimension: number, path: string): Float64Array {
  const vector = typeof value === "number" ? Array.from({ length: dimension }, () => value) : value;
  if (vector.length !== dimension || !vector.every(Number.isFinite)) {
    const remedy = `Give ${dimension} finite numbers, or one for all of them.`;
    throw new InputError(`a vector of ${dimension} numbers is needed`, { path, value, remedy });
  }
  return Float64Array.from(vector);
}

/** @throws {InputError} unless the matrix is square, of the right size and symmetric */
export function symmetricMatrix(value: MatrixSpec, dimension: number, path: string): Float64Array {
  const rows =
    typeof value === "number"
      ? Array.from({ length: dimension }, (_, i) => Array.from({ length: dimension }, (__, j) => (i === j ? value : 0)))
      : value;
  const result = Float64Array.from(rows.flat());
  if (rows.length !== dimension || rows.some((row) => row.length !== dimension) || !result.every(Number.isFinite)) {
    const remedy = `Give ${dimension} rows of ${dimension} finite numbers, or one for that multiple of the identity.`;
    throw new InputError(`a matrix of ${dimension} by ${dimension} numbers is needed`, { path, value, remedy });
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) {
      if (result[i * dimension + j] === result[j * dimension + i]) continue;
      const remedy = "Give the same number on both sides of the diagonal.";
      throw new InputError("the matrix is not symmetric", { path, value, remedy });
    }
  }
  return result;
}

/** @throws {InputError} unless the matrix is symmetric positive definite */
export function positiveDefinite(value: MatrixSpec, dimension: number, path: string): Float64Array {
  const matrix = symmetricMatrix(value, dimension, path);
  if (cholesky(matrix, dimension) !== undefined) return matrix;
  const remedy = "Give a symmetric matrix whose eigenvalues are all positive.";
  throw new InputError("a covariance must be positive definite", { path, value, remedy });
}
