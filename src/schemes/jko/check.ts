import { InputError } from "../../errors.js";
import type { MeshModelSpec } from "../../model/mesh-schema.js";

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
  checkDynamic(model);
}

/** The simultaneous metric has a mobility along the path, and the quadratic cost. */
function checkDynamic({ exchange, energy }: MeshModelSpec): void {
  if (exchange.mobilityAt !== "previous") {
    throw new InputError("with dynamic transport the mobility is that along the path", {
      path: "model.exchange.mobilityAt",
      value: exchange.mobilityAt,
      remedy: "Remove it.",
    });
  }
  if (exchange.cost !== "quadratic") {
    throw new InputError("the metric has the quadratic cost", {
      path: "model.exchange.cost",
      value: exchange.cost,
      remedy: "Use quadratic, or another transport.",
    });
  }
  if (energy.kind !== "entropy") {
    throw new InputError("dynamic transport is available for entropies only", {
      path: "model.energy.kind",
      value: energy.kind,
      remedy: "Use transport: exact.",
    });
  }
}
