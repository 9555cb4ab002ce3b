import { z } from "zod";
import { InputError } from "../../errors.js";
import { constantTree, substituted } from "../../model/expression/separate.js";
import { parseLayers, spatialVariables } from "../../model/formulas.js";
import type { Model } from "../../model/model.js";
import type { Problem } from "../../model/problem.js";
import { key, layerExpressions } from "../../model/schema-parts.js";
import { judgesLimit } from "../admissibility.js";
import { averageOverCells, distanceL1 } from "../cell-averages.js";
import { averageFormula, averagesByLayer } from "../formula-averages.js";
import { type Violation, violationOf } from "../formula-residual.js";
import type { PreparedReference } from "../kind.js";
import { distinctMeshes, tabulate } from "../tabulate.js";
import { solutionKey } from "../times.js";
import type { DensityFormula, ReferenceDemand, ReferenceSource } from "../types.js";
import { meshless } from "./meshless.js";

const nodes = 10;
const companionNodes = 7;
/** L1 distance between formula and initial density at t = 0 that is still taken for quadrature error. */
const tolInitial = 1e-6;

const schema = z.strictObject({
  kind: key(z.literal("formula"), "A solution of the limit in closed form."),
  density: key(
    layerExpressions,
    "The density in x, y and t: one formula, or one per layer. It is not rescaled: at t = 0 it is the initial density. Unit: that of model.initial.",
    "1 + 0.5*exp(-pi^2*t)*cos(pi*x)",
  ),
});
type FormulaSpec = z.output<typeof schema>;

/** The formula as functions, one per layer. */
export interface BoundFormula {
  readonly kind: "formula";
  readonly density: readonly DensityFormula[];
}

/** Expressions in x, y and t for the limit. */
export const formula = {
  ...meshless,
  name: "formula",
  schema,
  rank: 1,
  isGiven: true,
  measures: { time: true, mesh: true },
  inertial: "formula",
  isTried: true,
  automatic: null,
  estimates: [
    {
      of: "`formula`",
      from: "7 Gauss nodes per cell instead of 10",
      sees: "quadrature",
      misses: "a formula that is wrong (see below)",
    },
  ],
  judges: () => judgesLimit,
  // Inertial dynamics have a second unknown, which no formula tells.
  warnings: (spec, model, hasInertia) => (hasInertia ? [] : doubts(spec, model)),
  bind: (spec, { model }) => ({ kind: "formula", density: densitiesOf(spec, model) }),
  prepare: ({ density }, source, demand) => prepareFormula(density, source, demand),
  keyOf: solutionKey,
} satisfies PreparedReference<FormulaSpec, BoundFormula>;

function densitiesOf({ density }: FormulaSpec, { graph, domain, constants }: Model): DensityFormula[] {
  const expressions = parseLayers(density, {
    layers: graph.layers,
    constants,
    variables: spatialVariables(domain, ["t", "g"]),
    path: "reference.density",
  });
  return expressions.map(({ evaluate, tree }, layer) => {
    const own = ([x = 0, y = 0]: readonly number[], t: number): number => evaluate(x, y, t, layer);
    return Object.assign(own, tree && { tree: substituted(tree, { g: constantTree(layer) }) });
  });
}

/**
 * A warning for a formula that does not solve the equation of the model, as far as residuals at a few points show it.
 *
 * It is no refusal: a formula may be meant for another problem, whose limit the study is to show.
 */
function doubts(spec: FormulaSpec, model: Model): string[] {
  // Between the cells of a file there are no slopes to compare with.
  if (model.potential.some(({ field }) => field !== undefined)) return [];
  const potential = model.potential.map(
    ({ evaluate }, layer) =>
      ([x = 0, y = 0]: readonly number[]) =>
        evaluate(x, y, 0, layer),
  );
  const violation = violationOf(densitiesOf(spec, model), { ...model, potential });
  return violation === null ? [] : [describe(violation, model.graph.layers)];
}

function describe({ part, t, position, layer }: Violation, layers: readonly string[]): string {
  const place = ["x", "y"].slice(0, position.length).map((axis, k) => `${axis} = ${short(position[k])}`);
  const where = [`t = ${short(t)}`, ...place, ...(layers.length > 1 ? [`layer ${layers[layer]}`] : [])].join(", ");
  return `the formula does not solve the equation of the model: at ${where} it is off by ${short(100 * part)} % of the largest term; correct reference.density, or the model`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/**
 * The user's formula for the limit, as cell averages by Gauss quadrature; never rescaled.
 *
 * The companion uses fewer nodes, so that the estimated error is that of the quadrature.
 *
 * @throws {InputError} if the number of layers differs, a value is negative or not finite, or the formula at t = 0 is
 *   not the initial density of the problem
 */
function prepareFormula(density: readonly DensityFormula[], source: ReferenceSource, demand: ReferenceDemand) {
  const meshes = distinctMeshes(demand);
  const finest = source.discretize(meshes[meshes.length - 1]);
  checkInitial(density, finest);
  return {
    description: "closed form given in the study, cell averages by Gauss quadrature",
    companionFactor: 1,
    solutions: tabulate(demand, (cells, { n, steps }) => {
      const problem = source.discretize(cells);
      const t = (problem.finalTime * n) / steps;
      return {
        density: averages(density, problem, t, nodes),
        companion: averages(density, problem, t, companionNodes),
      };
    }),
  };
}

function averages(density: readonly DensityFormula[], problem: Problem, t: number, points: number): Float64Array {
  const values = averagesByLayer(problem.mesh, density.length, (layer) =>
    averagesAt(density[layer], problem, t, points),
  );
  const bad = values.findIndex((value) => !(value >= 0) || !Number.isFinite(value));
  if (bad < 0) return values;
  const layer = problem.graph.layers[bad % density.length];
  throw new InputError(`the density of layer ${layer} at t = ${t} is negative or not finite`, {
    path: `reference.density.${layer}`,
    value: values[bad],
    remedy: "A reference density needs non-negative cell averages at all times that are compared",
  });
}

function averagesAt(own: DensityFormula, { mesh }: Problem, t: number, points: number): Float64Array {
  if (own.tree === undefined) return averageOverCells(mesh, [(position) => own(position, t)], points);
  return averageFormula(mesh, substituted(own.tree, { t: constantTree(t) }), points);
}

function checkInitial(density: readonly DensityFormula[], problem: Problem): void {
  const { layers } = problem.graph;
  if (density.length !== layers.length) {
    throw new InputError("the reference needs one density per layer", {
      path: "reference.density",
      value: density.length,
      remedy: `Give a density for each of ${layers.join(", ")}`,
    });
  }
  const difference = distanceL1(averages(density, problem, 0, nodes), problem.initial, problem.mesh.cellVolume);
  if (difference <= tolInitial) return;
  throw new InputError(
    `at t = 0 the formula differs from the initial density by ${difference.toExponential(3)} in L1`,
    {
      path: "reference.density",
      remedy:
        "A formula is not rescaled: correct it, or set model.normalize: false if the initial density is meant as it is written",
    },
  );
}
