import type { Jacobian } from "./jacobian.js";
import type { LimitSystem } from "./limit-system.js";

/**
 * Rate of exchange times dt above which the round-off of its fluxes is bounded term by term, and eliminated without
 * differences: the linear solve loses that many times 1e-16.
 */
const stiffExchange = 1e3;

/** Buffers of an implicit step for one system. */
export interface ImplicitWorkspace {
  readonly matrix: Jacobian;
  readonly rate: Float64Array;
  readonly residual: Float64Array;
  readonly next: Float64Array;
  readonly explicit: Float64Array;
  readonly other: Float64Array;
  readonly trial: Float64Array;
}

export function createImplicitWorkspace(system: LimitSystem): ImplicitWorkspace {
  const { size } = system;
  return {
    matrix: system.createJacobian(),
    rate: new Float64Array(size),
    residual: new Float64Array(size),
    next: new Float64Array(size),
    explicit: new Float64Array(size),
    other: new Float64Array(size),
    trial: new Float64Array(size),
  };
}

/** f - dt G(f) = base for a positive f, given a positive base. */
export interface ImplicitEquation {
  readonly system: LimitSystem;
  readonly base: Float64Array;
  readonly dt: number;
  readonly work: ImplicitWorkspace;
}

export function isStiff({ system, dt }: Pick<ImplicitEquation, "system" | "dt">): boolean {
  return dt * system.stiffness > stiffExchange;
}

/** residual = density - base - dt G(density), and its L1 sum. */
export function evaluateResidual({ system, base, dt, work }: ImplicitEquation, density: Float64Array): number {
  const { rate, residual } = work;
  system.evaluate(density, rate);
  let norm = 0;
  for (let k = 0; k < system.size; k++) {
    const value = density[k] - base[k] - dt * rate[k];
    residual[k] = value;
    norm += Math.abs(value);
  }
  return norm;
}
