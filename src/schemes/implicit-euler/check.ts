import { InputError } from "../../errors.js";
import type { MeshModelSpec } from "../../model/mesh-schema.js";

/** @throws {InputError} on an energy, a cost or a mobility that only minimizing movements have */
export function checkImplicitEuler({ exchange, energy }: MeshModelSpec): void {
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
