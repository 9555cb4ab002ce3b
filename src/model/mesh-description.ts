import { type Description, displayed, formulaLines, type Setting } from "./description.js";
import { energyKind } from "./energies/kinds.js";
import { numberTex } from "./expression/tex.js";
import { graphText } from "./graph-text.js";
import type { MeshModelSpec } from "./mesh-schema.js";
import { energyFormulas, hasExchange, mobilityFormula } from "./mesh-tex.js";
import { boxTex } from "./tex.js";

/** What a scheme adds to the description of a model. */
export interface StepDescription {
  /** The sentence that introduces a step, its formulas, and what they mean. */
  readonly step: readonly string[];
  /** What steps tend to. */
  readonly limit: readonly string[];
  readonly settings: readonly Setting[];
}

/** A model and a scheme: unknowns and energy, the step, what it tends to, the mobility, and all settings. */
export function describeOnMesh(model: MeshModelSpec, { step, limit, settings }: StepDescription): Description {
  const layered = hasExchange(model);
  const where = layered
    ? "Densities $f_g \\ge 0$ live on the layers $g$, $k$, … of a graph, each on the same domain $\\Omega$ without flux through its walls."
    : "A density $f \\ge 0$ lives on a domain $\\Omega$ without flux through its walls.";
  const theta = [`with the exchange mobility \`${model.exchange.mobility}\`,`, displayed(mobilityFormula(model))];
  const paragraphs = [
    `${where} Their energy, and the chemical potential that goes with it, are`,
    ...energyFormulas(model),
    ...step,
    "As $\\tau \\to 0$ it tends to",
    ...limit,
    ...(layered ? theta : []),
  ];
  return { paragraphs, settings: settingsOf(model, settings) };
}

function settingsOf(model: MeshModelSpec, ofScheme: readonly Setting[]): readonly Setting[] {
  const { domain, energy, finalTime, normalize, constants = {}, potential, initial } = model;
  const place = domain.length === 1 ? "x" : "x, y";
  const named = Object.entries(constants).map(([name, value]) => `\`${name}\` = $${numberTex(value)}$`);
  return [
    ["Domain", `$\\Omega = ${boxTex(domain)}$`],
    ["Layers", graphText(model.graph, "layers")],
    ...energyKind(energy).settings(energy),
    ["Potential", formulaLines("V", `(${place})`, potential)],
    [normalize ? "Initial density, up to a factor" : "Initial density", formulaLines("f", `(${place}, 0)`, initial)],
    ...ofScheme,
    ...(named.length === 0 ? [] : [["Constants", named.join(", ")] as const]),
    ["Time", `$0 \\le t \\le ${numberTex(finalTime)}$`],
  ];
}
