import { displayed } from "./description.js";
import { energyKind } from "./energies/kinds.js";
import { costKinds, mobilityKind } from "./exchange.js";
import { numberTex } from "./expression/tex.js";
import type { MeshModelSpec } from "./mesh-schema.js";

/**
 * The formulas of a model on a mesh, with what a study sets written in: a temperature of 1, potentials of 0 and the
 * exchange of a single layer leave no trace in them.
 *
 * @see docs/method.md, equations (0) to (2)
 */

export function hasExchange({ graph }: MeshModelSpec): boolean {
  return "family" in graph ? graph.nodes > 1 : graph.edges.length > 0;
}

/** The element of length, or of area. */
export function differential({ domain }: MeshModelSpec): string {
  return domain.length === 1 ? "\\,dx" : "\\,dx\\,dy";
}

function hasPotential({ potential }: MeshModelSpec): boolean {
  const values = typeof potential === "object" ? Object.values(potential) : [potential];
  return values.some((value) => Number(value) !== 0);
}

/** The factor of f (log f - 1), nothing where it is 1. */
export function temperatureTex({ energy }: MeshModelSpec): string {
  return energyKind(energy).temperatureTex(energy);
}

/** E(f), and the chemical potential. */
export function energyFormulas(model: MeshModelSpec): readonly string[] {
  const factor = temperatureTex(model);
  const power = energyKind(model.energy).powersTex(model.energy);
  const entropy = `${factor}f_g (\\log f_g - 1)`;
  const inner = power === undefined ? entropy : `${power[0]} + ${entropy}`;
  const slope = power === undefined ? `${factor}\\log f_g` : `${power[1]} + ${factor}\\log f_g`;
  const [potential, force] = hasPotential(model) ? [" + V_g f_g", " + V_g"] : ["", ""];
  return [
    displayed(`E(f) = \\sum_g \\int_{\\Omega} ${inner}${potential}${differential(model)},`),
    displayed(`\\mu_g = ${slope}${force}.`),
  ];
}

/** Transport and exchange of the gradient flow, at a time level if one is given. */
export function gradientFlowTex(model: MeshModelSpec, level?: string): string {
  const at = (symbol: string): string => (level === undefined ? symbol : `${symbol}^{${level}}`);
  const [own, foreign, mu, muForeign] = ["f_g", "f_k", "\\mu_g", "\\mu_k"].map(at) as [string, string, string, string];
  const plane = model.domain.length > 1;
  const transport = plane ? `\\operatorname{div}(${own} \\nabla ${mu})` : `\\partial_x (${own}\\, \\partial_x ${mu})`;
  if (!hasExchange(model)) return transport;
  const { mobility, cost } = model.exchange;
  const difference = costKinds[cost].fluxTex(`${muForeign} - ${mu}`, temperatureTex(model));
  const theta = mobilityKind(mobility).takes === "nothing" ? "" : `\\theta(${own}, ${foreign})\\,`;
  return `${transport} + \\sum_k K(g, k)\\, ${theta}${difference}`;
}

/** The system that schemes without inertia tend to. */
export function gradientFlow(model: MeshModelSpec): readonly string[] {
  return [displayed(`\\partial_t f_g = ${gradientFlowTex(model)}.`)];
}

/** theta(s, t) for densities s, t of the layers g and k. */
export function mobilityFormula({ energy, exchange }: MeshModelSpec): string {
  const temperature = energyKind(energy).weightTemperature(energy);
  const over = temperature === 1 ? "" : `/${numberTex(temperature)}`;
  const formula = mobilityKind(exchange.mobility).tex([`s\\, e^{V_g${over}}`, `t\\, e^{V_k${over}}`]);
  return `\\theta(s, t) = ${formula}.`;
}
