import { InputError } from "../../errors.js";
import type { MeshModelSpec } from "../../model/mesh-schema.js";
import { choicesOf, type PlainModel, requirePlain } from "../../model/plain-model.js";

interface JkoChoice {
  readonly transport: "exact" | "swept" | "dynamic";
  readonly innerSteps?: number | undefined;
  readonly order: 1 | 2;
}

/** @throws {InputError} on an order or inner steps that the transport does not have, or a model without a path */
export function checkJko({ transport, innerSteps, order }: JkoChoice, model: MeshModelSpec): void {
  if (transport !== "dynamic") {
    if (innerSteps === undefined) return;
    throw new InputError("innerSteps belong to dynamic transport", {
      path: "scheme.innerSteps",
      value: innerSteps,
      remedy: "Remove them, or set transport: dynamic.",
    });
  }
  if (order !== 1) {
    throw new InputError("a step with dynamic transport is of first order", {
      path: "scheme.order",
      value: order,
      remedy: "Use order: 1, or another transport.",
    });
  }
  requirePlain(choicesOf(model), simultaneous);
}

/** The simultaneous metric has a mobility along the path, and the quadratic cost. */
const simultaneous: PlainModel = {
  mobilityAt: ["with dynamic transport the mobility is that along the path", "Remove it."],
  cost: ["the metric has the quadratic cost", "Use quadratic, or another transport."],
  energy: ["dynamic transport is available for entropies only", "Use transport: exact."],
};
