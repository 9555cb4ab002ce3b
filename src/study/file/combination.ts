import { InputError } from "../../errors.js";
import { checkInertialModel } from "../../model/inertia.js";
import type { MeshSchemeSpec, MeshStudy } from "./schema.js";

/**
 * Refuses schemes that do not have what the model asks for.
 *
 * @throws {InputError} with path, value and remedy
 */
export function checkCombination({ model, scheme }: MeshStudy): void {
  if (scheme.name === "implicit-euler") checkImplicitEuler(model);
  else if (scheme.name === "inertial") checkInertialModel(model.exchange, model.energy.kind);
  else checkJko(model, scheme);
}

function checkJko(
  model: MeshStudy["model"],
  { transport, innerSteps, order }: Extract<MeshSchemeSpec, { name: "jko" }>,
): void {
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
function checkDynamic({ exchange, energy }: MeshStudy["model"]): void {
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

function checkImplicitEuler({ exchange, energy }: MeshStudy["model"]): void {
  if (energy.kind !== "entropy") {
    throw new InputError("implicit-euler is available for entropies only", {
      path: "model.energy.kind",
      value: energy.kind,
      remedy: "Use scheme: {name: jko}.",
    });
  }
  if (exchange.cost !== "quadratic") {
    throw new InputError("implicit-euler has the flux of the quadratic cost", {
      path: "model.exchange.cost",
      value: exchange.cost,
      remedy: "Use quadratic, or scheme: {name: jko}.",
    });
  }
  if (exchange.mobilityAt !== "previous") {
    throw new InputError("implicit-euler takes the mobility at the new density, as its flux", {
      path: "model.exchange.mobilityAt",
      value: exchange.mobilityAt,
      remedy: "Remove it: it is a choice of minimizing movements.",
    });
  }
}
