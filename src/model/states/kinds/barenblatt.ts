import { z } from "zod";
import { InputError } from "../../../errors.js";
import { gaussGegenbauer } from "../../../numerics/gauss-gegenbauer.js";
import { gaussLegendre } from "../../../numerics/quadrature.js";
import { seededRandom } from "../../../numerics/random.js";
import { numberTex } from "../../expression/tex.js";
import { finite, key, positive } from "../../schema-parts.js";
import { checkNodeCount, type NodeSpec } from "../nodes.js";
import { particleState, type State } from "../state.js";
import type { StateKind } from "./kind.js";

const schema = z.strictObject({
  kind: key(z.literal("barenblatt"), "A Barenblatt profile of mass 1 on one axis, for an internal energy."),
  scale: key(positive, "Radius of the support. Unit: length.", 1.5),
  centre: key(finite.optional(), "Centre of the support; 0 by default. Unit: length.", 0.2),
});

/** One axis: the profile (1 - ((x - centre)/scale)²)_+^{1/(m-1)} of mass 1, m that of the functional. */
export const barenblatt: StateKind<z.output<typeof schema>, typeof schema> = {
  name: "barenblatt",
  schema,
  place: "space",
  create: (spec, { dimension, functional }, { nodes }) => barenblattNodes(spec, dimension, functional.exponent, nodes),
  text: ({ scale, centre = 0 }) =>
    `Barenblatt profile of mass 1 and support radius $${numberTex(scale)}$ around $${numberTex(centre)}$`,
  whatMoves: (_, measure) => `${measure} consists of particles of equal weight.`,
  pointsText: ({ rule, count, seed }) =>
    rule === "random" ? `${count} at random, seed ${seed}` : `${count} of the Gauss rule of the profile`,
  parametrization: "positions of the particles",
};

/** Points of a profile for which no rule is asked. */
const quantileCount = 64;

/**
 * The Barenblatt profile height/scale (1 - y²)_+^{1/(m-1)}, y = (x - centre)/scale, of mass 1, on nodes that carry its
 * log density: those of its own Gauss rule, a seeded sample, or, without a rule, the midpoints of 64 equal masses.
 *
 * With the Gauss rule moments and internal energy are exact, for ρ^{m-1} is a parabola.
 *
 * @param exponent m > 1 of the internal energy
 * @throws {InputError} on another dimension than 1, or a scale that is not positive
 */
export function barenblattNodes(
  { scale, centre = 0 }: Omit<z.output<typeof schema>, "kind">,
  dimension: number,
  exponent: number | undefined,
  nodes: NodeSpec | undefined,
): State {
  if (dimension !== 1) {
    throw new InputError("a barenblatt state has one dimension", { path: "model.dimension", value: dimension });
  }
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    throw new InputError("the scale must be positive", { path: "model.state.scale", value: scale });
  }
  if (exponent === undefined) {
    const remedy = "Give functional: {internal: {exponent: 2}}.";
    throw new InputError("a barenblatt profile belongs to an internal energy", { path: "model.functional", remedy });
  }
  if (nodes !== undefined) checkNodeCount(nodes);
  const power = 1 / (exponent - 1);
  const { height } = unitBarenblatt(power);
  const { points, weights } = unitPoints(power, nodes);
  const logDensity = points.map((y) => Math.log(height / scale) + power * Math.log1p(-y * y));
  const positions = points.map((y) => centre + scale * y);
  return particleState(positions, 1, weights, logDensity);
}

function unitPoints(power: number, nodes: NodeSpec | undefined): { points: Float64Array; weights?: Float64Array } {
  if (nodes?.rule === "gauss-hermite") {
    const { nodes: points, weights } = gaussGegenbauer(nodes.count, power);
    return { points, weights };
  }
  const { quantile } = unitBarenblatt(power);
  if (nodes === undefined) {
    return { points: Float64Array.from({ length: quantileCount }, (_, k) => quantile((k + 0.5) / quantileCount)) };
  }
  const random = seededRandom(nodes.seed);
  // Shares of 0 would be points of density 0.
  return { points: Float64Array.from({ length: nodes.count }, () => quantile(random() + 2 ** -33)) };
}

/**
 * The probability density height (1 - y²)^power on (-1, 1): its height, and its quantiles.
 *
 * With y = tanh(u) the integrand is sech(u)^{2 power + 2}, analytic and decaying: the trapezoidal rule gives the mass,
 * and Gauss rules on short panels the distribution function, to round-off.
 */
export function unitBarenblatt(power: number): { readonly height: number; quantile(share: number): number } {
  const density = (u: number): number => Math.cosh(u) ** (-2 * power - 2);
  const far = 40 / (2 * power + 2) + 1;
  const width = 0.1;
  let mass = width * density(0);
  for (let u = width; u < far; u += width) mass += 2 * width * density(u);
  const { nodes, weights } = gaussLegendre(16);
  const integral = (to: number): number => {
    const panels = Math.ceil(2 * to) || 1;
    const length = to / panels;
    let sum = 0;
    for (let k = 0; k < panels; k++) {
      for (let q = 0; q < nodes.length; q++) {
        sum += weights[q] * density((k + nodes[q]) * length);
      }
    }
    return sum * length;
  };
  const quantile = (share: number): number => {
    const target = Math.abs(share - 0.5) * mass;
    let [low, high] = [0, far];
    let u = 0;
    // Newton's method within a bracket that bisection keeps.
    for (let k = 0; k < 200 && high - low > 1e-16 * high; k++) {
      const excess = integral(u) - target;
      if (excess > 0) high = u;
      else low = u;
      const next = u - excess / density(u);
      const isInside = next > low && next < high;
      const change = (isInside ? next : (low + high) / 2) - u;
      u += change;
      if (Math.abs(change) <= 2e-16 * (1 + u)) break;
    }
    return Math.sign(share - 0.5) * Math.tanh(u);
  };
  return { height: 1 / mass, quantile };
}
