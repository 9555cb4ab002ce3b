import { InputError } from "../errors.js";
import { entropy } from "./energies/entropy.js";
import { kindOfEnergy } from "./energies/kinds.js";
import type { Exchange } from "./exchange.js";
import type { Energy } from "./problem.js";

/** The choices of a model that a scheme may have no variant for. */
export type ModelChoices = Pick<Exchange, "cost" | "mobilityAt"> & { readonly energy: string };

const plain: ModelChoices = { energy: entropy.name, cost: "quadratic", mobilityAt: "previous" };
const paths = { energy: "energy.kind", cost: "exchange.cost", mobilityAt: "exchange.mobilityAt" } as const;

/** What is wrong with any other choice, and what helps, in the order in which they are refused; or `any` is right. */
export type PlainModel = Readonly<Record<keyof ModelChoices, Refusal | "any">>;

type Refusal = readonly [reason: string, remedy: string];

/**
 * @throws {InputError} unless the energy is an entropy, the cost quadratic, and the mobility that at the previous
 * density; where any other is right, it may be that
 */
export function requirePlain(choices: ModelChoices, refusals: PlainModel): void {
  for (const [key, refusal] of Object.entries(refusals) as [keyof ModelChoices, Refusal | "any"][]) {
    if (refusal === "any" || choices[key] === plain[key]) continue;
    const [reason, remedy] = refusal;
    throw new InputError(reason, { path: `model.${paths[key]}`, value: choices[key], remedy });
  }
}

/** The choices of a problem, or of the model of a study. */
export function choicesOf({ exchange, energy }: ModelOrProblem): ModelChoices {
  return { ...exchange, energy: "kind" in energy ? energy.kind : kindOfEnergy(energy).name };
}

interface ModelOrProblem {
  readonly exchange: Exchange;
  readonly energy: Energy | { readonly kind: string };
}
