import { z } from "zod";
import type { Energy } from "../problem.js";
import { schemasOf } from "../schema-parts.js";
import { entropy } from "./entropy.js";
import type { EnergyKind } from "./kind.js";
import { porousMedium } from "./porous-medium.js";

/** Kinds of energies; the first is that of a study which names none. */
export const energyKinds = [entropy, porousMedium] as const;

/** The `energy` of a study. */
export const energySchema = z.discriminatedUnion("kind", schemasOf(energyKinds));
/** The energy as a study writes it; an entropy of temperature 1 unless given. */
export type EnergySpec = z.input<typeof energySchema>;

/** The kind of a study's energy, which answers what depends on it; it takes what the study says as first argument. */
export function energyKind<S extends EnergySpec>(spec: S): EnergyKind<S> {
  const { kind = entropy.name } = spec;
  const found = energyKinds.find((own) => own.name === kind);
  if (found === undefined) throw new RangeError(`no energy ${kind}`);
  return found as unknown as EnergyKind<S>;
}

/** The kind of an energy that is known by its numbers. */
export function kindOfEnergy({ exponent }: Pick<Energy, "exponent">): (typeof energyKinds)[number] {
  return exponent === undefined ? entropy : porousMedium;
}
