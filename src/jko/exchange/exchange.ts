import type { Problem } from "../../model/problem.js";
import type { DualEnergy } from "../energy.js";
import { createFrozenExchange } from "./frozen.js";
import { createImplicitExchange } from "./implicit.js";
import { type ExchangeTerm, isFrozen } from "./term.js";

export function createExchange(problem: Problem, energy: DualEnergy, tau: number): ExchangeTerm {
  return isFrozen(problem) ? createFrozenExchange(problem, energy, tau) : createImplicitExchange(problem, energy, tau);
}
