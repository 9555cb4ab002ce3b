/*
 * What is not a number is never a solution: callbacks of every solver give NaN or ±∞ from a random call on, and the
 * input of a step of every scheme holds one. A new solver or scheme is a line in a list.
 */
import test from "ava";
import { createBicgstabWorkspace, solveBicgstab } from "../../src/numerics/bicgstab.js";
import { minimizeLbfgs, type Objective } from "../../src/numerics/lbfgs.js";
import { integrateNonStiff } from "../../src/numerics/numeric-library.js";
import { seededRandom } from "../../src/numerics/random.js";
import { minimizeTrustRegion } from "../../src/numerics/trust-region.js";
import { integrateDormandPrince } from "../../src/reference/inertial/dormand-prince.js";
import { integrateLimit } from "../../src/reference/integrate.js";
import { createLimitSystem } from "../../src/reference/limit-system.js";
import { integrateTwice } from "../../src/reference/states/integrate.js";
import { minimizeNewton } from "../../src/reference/states/newton.js";
import { evolve } from "../../src/schemes/evolve.js";
import { type BoundScheme, meshModel, schemes } from "../support/bound-schemes.js";
import { rosenbrock } from "../support/objectives.js";
import { problemOf } from "../support/runs.js";

const wrongNumbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const draws = 8;

/** Hands a number on, or a wrong one instead. */
type Poison = (value: number) => number;

/** A solver on a problem it solves without poison: the status it ends with; what it throws is no convergence either. */
interface PoisonedSolver {
  readonly name: string;
  run(poison: Poison): string;
}

const start = (): Float64Array => Float64Array.of(-1.2, 1, 0.5);
const settings = { tolerance: 1e-9, maxIterations: 500, reach: 1 };
const region = { ...settings, radius: 0.1, mostRadius: 10, difference: 1e-5 };

const poisonedValue =
  (poison: Poison): Objective =>
  (x, gradient) =>
    poison(rosenbrock(x, gradient));

const poisonedGradient =
  (poison: Poison): Objective =>
  (x, gradient) => {
    const value = rosenbrock(x, gradient);
    gradient[1] = poison(gradient[1]);
    return value;
  };

const decay = (poison: Poison) => (y: readonly number[]) =>
  y.map((value, k) => (k === 0 ? poison(-value) : -2 * value));

/** 3 x_k - x_{k-1} - x_{k+1} = k. */
function solveTridiagonal(parts: { apply?: Poison; precondition?: Poison; rhs?: Poison }): string {
  const size = 40;
  const same: Poison = (value) => value;
  const { apply = same, precondition = same, rhs = same } = parts;
  const at = (x: Float64Array, k: number): number => x[k] ?? 0;
  const system = {
    size,
    apply(x: Float64Array, out: Float64Array): void {
      for (let k = 0; k < size; k++) out[k] = 3 * at(x, k) - at(x, k - 1) - at(x, k + 1);
      out[7] = apply(at(out, 7));
    },
    precondition(r: Float64Array, out: Float64Array): void {
      for (let k = 0; k < size; k++) out[k] = at(r, k) / 3;
      out[5] = precondition(at(out, 5));
    },
  };
  const right = Float64Array.from({ length: size }, (_, k) => rhs(k));
  const work = createBicgstabWorkspace(size);
  return solveBicgstab(
    system,
    right,
    new Float64Array(size),
    right.map(() => 1),
    1e-10,
    200,
    work,
  ).status;
}

function newton(parts: { value?: Poison; slope?: Poison; bend?: Poison }): string {
  const same: Poison = (value) => value;
  const { value: ofValue = same, slope = same, bend = same } = parts;
  const f = {
    evaluate(x: Float64Array, gradient: Float64Array): number {
      const value = x.reduce((sum, own) => sum + Math.cosh(own), 0);
      for (let k = 0; k < x.length; k++) gradient[k] = Math.sinh(x[k]);
      gradient[0] = slope(gradient[0]);
      return ofValue(value);
    },
    hessian(x: Float64Array, out: Float64Array): void {
      out.fill(0);
      for (let k = 0; k < x.length; k++) out[k * x.length + k] = Math.cosh(x[k]);
      out[0] = bend(out[0]);
    },
  };
  minimizeNewton(f, start(), 1);
  return "converged";
}

function limit(parts: { rate?: Poison; affine?: Poison }): string {
  const problem = problemOf(meshModel, 8);
  const system = createLimitSystem(problem, "scharfetter-gummel");
  const same: Poison = (value) => value;
  const { rate: ofRate = same, affine: ofAffine = same } = parts;
  const spoilt = {
    ...system,
    evaluate(density: Float64Array, rate: Float64Array): void {
      system.evaluate(density, rate);
      rate[2] = ofRate(rate[2]);
    },
    linearize: ((density, dt, matrix, affine) => {
      system.linearize(density, dt, matrix, affine);
      affine[2] = ofAffine(affine[2]);
    }) as typeof system.linearize,
  };
  return integrateLimit(spoilt, problem.initial, problem.finalTime, [{ n: 1, steps: 1 }], 4).status;
}

function dormandPrince({ rate: ofRate }: { readonly rate: Poison }): string {
  const system = {
    size: 2,
    rate(y: Float64Array, out: Float64Array): void {
      for (let k = 0; k < 2; k++) out[k] = -(k + 1) * y[k];
      out[1] = ofRate(out[1]);
    },
    scale: () => 1,
    isLegal: () => true,
  };
  const { status } = integrateDormandPrince(system, Float64Array.of(1, 2), [1], { tolerance: 1e-8, maxSteps: 2000 });
  return status === "done" ? "converged" : status;
}

function integrated(run: () => unknown): string {
  run();
  return "converged";
}

const solvers: readonly PoisonedSolver[] = [
  { name: "L-BFGS, value", run: (p) => minimizeLbfgs(poisonedValue(p), start(), settings).status },
  { name: "L-BFGS, gradient", run: (p) => minimizeLbfgs(poisonedGradient(p), start(), settings).status },
  {
    name: "L-BFGS, tolerance",
    run: (p) => minimizeLbfgs(rosenbrock, start(), { ...settings, tolerance: p(1e-9) }).status,
  },
  { name: "trust region, value", run: (p) => minimizeTrustRegion(poisonedValue(p), start(), region).status },
  { name: "trust region, gradient", run: (p) => minimizeTrustRegion(poisonedGradient(p), start(), region).status },
  {
    name: "trust region, tolerance",
    run: (p) => minimizeTrustRegion(rosenbrock, start(), { ...region, tolerance: p(1e-9) }).status,
  },
  { name: "BiCGStab, matrix", run: (apply) => solveTridiagonal({ apply }) },
  { name: "BiCGStab, preconditioner", run: (precondition) => solveTridiagonal({ precondition }) },
  { name: "BiCGStab, right-hand side", run: (rhs) => solveTridiagonal({ rhs }) },
  { name: "Newton of references, value", run: (value) => newton({ value }) },
  { name: "Newton of references, gradient", run: (slope) => newton({ slope }) },
  { name: "Newton of references, Hessian", run: (bend) => newton({ bend }) },
  { name: "implicit Euler of references, rate", run: (rate) => limit({ rate }) },
  { name: "implicit Euler of references, linearization", run: (affine) => limit({ affine }) },
  { name: "Dormand-Prince, rate", run: (rate) => dormandPrince({ rate }) },
  {
    name: "library integrator",
    run: (p) => integrated(() => integrateNonStiff(decay(p), [1, 2], [1], { tolerance: 1e-8, maxIterations: 1000 })),
  },
  { name: "integration of states", run: (p) => integrated(() => integrateTwice(decay(p), [1, 2], [1])) },
];

/** The status of a solver, `threw` where it throws. */
function statusOf(solver: PoisonedSolver, poison: Poison): string {
  try {
    return solver.run(poison);
  } catch {
    return "threw";
  }
}

for (const [index, solver] of solvers.entries()) {
  test(`${solver.name}: from a call on that gives no finite number, nothing has converged`, (t) => {
    let calls = 0;
    const status = statusOf(solver, (value) => {
      calls++;
      return value;
    });
    t.is(status, "converged");
    const random = seededRandom(index + 1);
    for (let draw = 0; draw < draws; draw++) {
      // The first and the last call are always among them.
      const first = draw === 0 ? 0 : draw === 1 ? calls - 1 : Math.floor(random() * calls);
      for (const wrong of wrongNumbers) {
        let call = 0;
        const ending = statusOf(solver, (value) => (call++ >= first ? wrong : value));
        t.not(ending, "converged", `${wrong} from call ${first} of ${calls}`);
      }
    }
  });
}

/** The ending of three steps, undefined where they are refused; of the first step alone where `alone`. */
function endingOf(scheme: BoundScheme, wrong: number | undefined, where: number, alone: boolean) {
  try {
    const { accounts, stepper } = scheme.bind({ wrong, where });
    if (!alone) return evolve(accounts, stepper, 3).summary;
    return stepper.step(Float64Array.from(accounts.initial));
  } catch {
    return undefined;
  }
}

for (const [index, scheme] of schemes.entries()) {
  test(`${scheme.name}: an evolution with a number that is not finite is not ok, nor its first step solved, and why is said`, (t) => {
    t.is(endingOf(scheme, undefined, 0, false)?.status, "ok");
    t.is(endingOf(scheme, undefined, 0, true)?.status, "converged");
    const random = seededRandom(100 + index);
    for (let draw = 0; draw < 8; draw++) {
      const where = random();
      for (const wrong of wrongNumbers) {
        for (const alone of [false, true]) {
          const ending = endingOf(scheme, wrong, where, alone);
          t.false(ending?.status === "ok" || ending?.status === "converged", `${wrong} at ${where}`);
          if (ending !== undefined) t.regex(ending.reason ?? "", /\S/, `${ending.status}, ${wrong} at ${where}`);
        }
      }
    }
  });
}
