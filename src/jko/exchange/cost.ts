import { soleTemperature } from "../../model/energy.js";
import type { Exchange } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import { hyperbolicSine } from "../../numerics/exponential.js";

/**
 * Cost of exchange per unit of conductance (docs/method.md, "Other costs"). For a flux H along an edge of conductance c
 * = K theta the cost is c e(H/c), convex in (c, H). In the dual problem it is c psi(xi), with psi the conjugate of e
 * and xi the difference of the potentials. The flux is c psi'(xi).
 */
export interface ExchangeCost {
  /** Whether the flux is linear in xi, so that psi'' = 1 everywhere. */
  readonly isLinear: boolean;
  /** psi(xi), even, 0 at 0, with psi''(0) = 1. */
  dual(xi: number): number;
  /** psi'(xi): flux per conductance. */
  flux(xi: number): number;
  /** psi''(xi). */
  stiffness(xi: number): number;
  /** psi and psi'' where psi' is z. */
  dualAt(z: number): number;
  stiffnessAt(z: number): number;
  /** e'(z), the inverse of `flux`. */
  drive(z: number): number;
  /** e(z). */
  primal(z: number): number;
  /** What Young's inequality leaves, e(z) + psi(xi) - z xi >= 0, without cancellation. */
  defect(z: number, xi: number): number;
}

/** xi²/2 and z²/2: the cost of the formal Riemannian structure. */
const quadratic: ExchangeCost = {
  isLinear: true,
  dual: (xi) => 0.5 * xi * xi,
  flux: (xi) => xi,
  stiffness: () => 1,
  dualAt: (z) => 0.5 * z * z,
  stiffnessAt: () => 1,
  drive: (z) => z,
  primal: (z) => 0.5 * z * z,
  defect: (z, xi) => 0.5 * (z - xi) ** 2,
};

/** Differences in units of the temperature below which a convex function is its parabola. */
const PARABOLIC = 1e-4;
/** From here on 1 + y² is y². */
const LARGE = 1e9;

/**
 * The generalized gradient structure of a jump process: psi = 4 T² (cosh(xi/(2T)) - 1), and
 * e = T² (2 y asinh(y/2) - 2 sqrt(y² + 4) + 4) with y = z/T.
 *
 * @see Mielke, Peletier & Renger, Potential Anal. 41 (2014) 1293
 */
function createCosh(temperature: number): ExchangeCost {
  const half = 2 * temperature;
  const dual = (xi: number): number => 2 * (half * Math.sinh(xi / (2 * half))) ** 2;
  const flux = (xi: number): number => half * hyperbolicSine(xi / half);
  const stiffness = (xi: number): number => Math.cosh(xi / half);
  const stiffnessAt = (z: number): number => {
    const y = Math.abs(z / half);
    return y < LARGE ? Math.sqrt(1 + y * y) : y;
  };
  const drive = (z: number): number => half * Math.asinh(z / half);
  return {
    isLinear: false,
    dual,
    flux,
    stiffness,
    // cosh² = 1 + sinh², and cosh - 1 = sinh²/(1 + cosh).
    dualAt: (z) => z * (z / (1 + stiffnessAt(z))),
    stiffnessAt,
    drive,
    primal: (z) => z * drive(z) - dual(drive(z)),
    defect(z, xi) {
      const eta = drive(z);
      const d = xi - eta;
      if (Math.abs(d) < PARABOLIC * half) return d * d * (0.5 * stiffness(eta) + (flux(eta) * d) / (6 * half * half));
      return Math.max(0, dual(xi) - dual(eta) - z * d);
    },
  };
}

const costs: Readonly<Record<Exchange["cost"], (temperature: number) => ExchangeCost>> = {
  quadratic: () => quadratic,
  cosh: createCosh,
};

/** The cost that a problem asks for. */
export function exchangeCostOf({ exchange, energy }: Pick<Problem, "exchange" | "energy">): ExchangeCost {
  return createExchangeCost(exchange.cost, soleTemperature(energy) ?? Number.NaN);
}

/** @param temperature of all layers; NaN where they differ, which `quadratic` does not mind */
export function createExchangeCost(name: Exchange["cost"], temperature: number): ExchangeCost {
  return costs[name](temperature);
}
