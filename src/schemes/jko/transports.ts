import { InputError } from "../../errors.js";
import { createDynamicJko, createJko } from "../../jko/index.js";
import type { Stepper, StepperOptions } from "../../model/evolution.js";
import type { MeshModelSpec } from "../../model/mesh-schema.js";
import { choicesOf, type PlainModel, requirePlain } from "../../model/plain-model.js";
import type { Problem } from "../../model/problem.js";
import { dynamicCost, layerwiseCost } from "./formulas.js";

interface Choice {
  readonly order: 1 | 2;
  /** Of transport along a path. */
  readonly innerSteps?: number | undefined;
}

/** What a transport of the scheme answers. */
interface JkoTransport {
  /** Unless given; undefined where there is no path. */
  readonly innerSteps: number | undefined;
  /** @throws {InputError} on an order or inner steps that it does not have, or a model without a path */
  check(choice: Choice, model: MeshModelSpec): void;
  bind(choice: Choice, problem: Problem, options: StepperOptions): Stepper;
  /** See Scheme.pace. */
  readonly pace: number;
  /** Work of a step in units of a minimization on the same mesh. */
  work(choice: Choice, layers: number): number;
  /** The cost of a step in words and formulas. */
  describe(model: MeshModelSpec): readonly string[];
}

/** Inside the layers, before an exchange between them. */
const layerwise: JkoTransport = {
  innerSteps: undefined,
  check({ innerSteps }) {
    if (innerSteps === undefined) return;
    throw new InputError("innerSteps belong to dynamic transport", {
      path: "scheme.innerSteps",
      value: innerSteps,
      remedy: "Remove them, or set transport: dynamic.",
    });
  },
  bind: ({ order }, problem, options) => createJko(problem, { ...options, order }),
  pace: 0.5,
  work: ({ order }) => order,
  describe: layerwiseCost,
};

/** The simultaneous metric has a mobility along the path, and the quadratic cost. */
const simultaneous: PlainModel = {
  mobilityAt: ["with dynamic transport the mobility is that along the path", "Remove it."],
  cost: ["the metric has the quadratic cost", "Use quadratic, or another transport."],
  energy: ["dynamic transport is available for entropies only", "Use transport: exact."],
};

/** Together with exchange, along a path of densities. */
const dynamic: JkoTransport = {
  innerSteps: 8,
  check({ order }, model) {
    if (order !== 1) {
      throw new InputError("a step with dynamic transport is of first order", {
        path: "scheme.order",
        value: order,
        remedy: "Use order: 1, or another transport.",
      });
    }
    requirePlain(choicesOf(model), simultaneous);
  },
  bind: ({ innerSteps = 1 }, problem, options) => createDynamicJko(problem, { ...options, innerSteps }),
  pace: 0.5,
  // A path takes dense blocks of all its intervals and layers.
  work: ({ innerSteps = 1 }, layers) => 10 * innerSteps ** 2 * layers,
  describe: () => dynamicCost,
};

/**
 * How mass is transported in the cost of a step; `exact` and `swept` differ in the number of axes they are made for.
 */
export const transports = { exact: layerwise, swept: layerwise, dynamic };
export type TransportName = keyof typeof transports;
export const transportNames = Object.keys(transports) as readonly TransportName[];
