import { numberTex } from "../../model/expression/tex.js";
import { byLayer, type DescribedMeshStudy, isStateStudy, type ReportInput } from "./described.js";
import { expressionMath } from "./expression-math.js";
import { boxTex, inline, words } from "./formula.js";
import { inertialText } from "./inertial-math.js";
import { code, definitions, escapeHtml, section } from "./markup.js";
import { hasExchange, isSplit, modelFormulas } from "./model-math.js";
import { stateModelSection } from "./state-model-section.js";

const schemes: Readonly<Record<string, string>> = {
  jko: `The minimizing-movement (JKO) scheme takes steps of size ${inline("\\tau")}, each the solution of`,
  inertial: `The inertial scheme for the second-order dynamics takes steps of size ${inline("\\tau")},`,
  "implicit-euler": `Backward Euler for the limit system takes steps of size ${inline("\\tau")},`,
};

/** What is computed: unknowns, energy, step and limit in formulas, then what the study puts into them. */
export function modelSection({ study }: ReportInput): string {
  return isStateStudy(study) ? stateModelSection(study) : meshModelSection(study);
}

function meshModelSection(study: DescribedMeshStudy): string {
  const { energy, step, cost, limit, mobility } = modelFormulas(study);
  const layered = hasExchange(study);
  const where = layered
    ? `Densities ${inline("f_g \\ge 0")} live on the layers ${inline("g")}, ${inline("k")}, … of a graph, each on the same domain ${inline("\\Omega")} without flux through its walls.`
    : `A density ${inline("f \\ge 0")} lives on a domain ${inline("\\Omega")} without flux through its walls.`;
  return section(
    "model",
    "Model",
    [
      `<p>${where} Their energy, and the chemical potential that goes with it, are</p>`,
      energy,
      `<p>${schemes[study.scheme.name] ?? `The scheme is ${code(study.scheme.name)}:`}</p>`,
      step,
      costText(study, cost),
      `<p>As ${inline("\\tau \\to 0")} it tends to</p>`,
      limit,
      mobility === undefined
        ? ""
        : `<p>with the exchange mobility ${code(study.model.exchange.mobility)},</p>${mobility}`,
      definitions(settings(study)),
    ]
      .filter((part) => part !== "")
      .join("\n"),
  );
}

function costText(study: DescribedMeshStudy, cost: string | undefined): string {
  if (study.scheme.name === "inertial")
    return `<p>${inertialText(hasExchange(study), study.model.exchange.mobility)}</p>`;
  if (cost === undefined) {
    return `<p>on cells, with ${escapeHtml(study.scheme.flux ?? "")} fluxes between them.</p>`;
  }
  if (study.scheme.transport === "dynamic") return `<p>${along}</p>\n${cost}`;
  const { mobilityAt, cost: kind } = study.model.exchange;
  const when = { next: "new", midpoint: "mean of the previous and the new" }[mobilityAt] ?? "previous";
  const both = hasExchange(study)
    ? `Mass is first transported inside the layers, then exchanged between them at the mobility of the ${when} densities:`
    : "Mass is transported at the cost";
  const jumps = hasExchange(study) && kind === "cosh" ? `<p>${coshCost}</p>` : "";
  return `<p>${both}</p>\n${cost}\n${jumps}<p>${isSplit(study) ? splitDistance : distance}</p>`;
}

const along = `The cost is the squared distance on ${inline("\\Omega \\times G")} itself: mass is transported and exchanged at once, along a path of densities with the mobility of the densities on the path:`;
const coshCost = `with ${inline("e(z) = 2 z \\operatorname{arsinh}(z/2) - 2 \\sqrt{z^2 + 4} + 4")}, the conjugate of ${inline("4 (\\cosh(\\xi/2) - 1)")}.`;
const distance = `${inline("W_2")} is the 2-Wasserstein distance between densities of equal mass.`;
const splitDistance = `${inline("W_s^2")} is the directionally split Wasserstein cost (<code>swept</code> transport): mass moves along grid lines, and the costs of the two directions add up. It has the metric tensor of the squared 2-Wasserstein distance ${inline("W_2^2")} and the same limit as ${inline("\\tau \\to 0")}, but at fixed ${inline("\\tau")} it is not that distance.`;

/** Temperature, or exponent and regularization. */
function energySettings(energy: DescribedMeshStudy["model"]["energy"]): (readonly [string, string])[] {
  if (energy.kind === "porous-medium") {
    return [
      ["Exponent", inline(`m = ${numberTex(energy.exponent)}`)],
      ["Regularization", inline(`\\varepsilon = ${numberTex(energy.regularization)}`)],
    ];
  }
  const { temperature } = energy;
  if (typeof temperature === "number") return [["Temperature", inline(`T = ${numberTex(temperature)}`)]];
  const values = Object.entries(temperature).map(([layer, value]) =>
    inline(`T_{${words(layer)}} = ${numberTex(value)}`),
  );
  return [["Temperatures", values.join(", ")]];
}

function settings(study: DescribedMeshStudy): (readonly [string, string])[] {
  const { domain, energy, finalTime, normalize } = study.model;
  const place = domain.length === 1 ? "x" : "x, y";
  return [
    ["Domain", inline(`\\Omega = ${boxTex(domain)}`)],
    ["Layers", graphText(study)],
    ...energySettings(energy),
    ["Potential", expressions("V", place, study.model.potential)],
    [
      normalize ? "Initial density, up to a factor" : "Initial density",
      expressions("f", `${place}, 0`, study.model.initial),
    ],
    ...inertialSettings(study, place),
    ...constantSettings(study),
    ["Time", inline(`0 \\le t \\le ${numberTex(finalTime)}`)],
  ];
}

/** Damping, and the potential of the initial velocity. */
function inertialSettings({ scheme }: DescribedMeshStudy, place: string): (readonly [string, string])[] {
  const { damping, initialPotential } = scheme;
  if (damping === undefined || initialPotential === undefined) return [];
  return [
    ["Damping", inline(`\\gamma = ${numberTex(damping)}`)],
    ["Initial velocity, the gradient of", expressions("\\varphi", `${place}, 0`, initialPotential)],
  ];
}

/** Numbers that formulas name. */
function constantSettings({ model: { constants = {} } }: DescribedMeshStudy): (readonly [string, string])[] {
  const values = Object.entries(constants).map(([name, value]) => `${code(name)} = ${inline(numberTex(value))}`);
  return values.length === 0 ? [] : [["Constants", values.join(", ")]];
}

/** Layers and weights: `a –3– b`. */
function graphText({ model: { graph } }: DescribedMeshStudy): string {
  if ("family" in graph) {
    const seed = graph.family === "random" ? `, seed ${graph.seed}` : "";
    return escapeHtml(`${graph.family} graph of ${graph.nodes} layers, weight ${graph.weight}${seed}`);
  }
  const names = graph.nodes.map(code).join(", ");
  if (graph.edges.length === 0) return "one";
  const edges = graph.edges.map(([a, b, weight]) => inline(`K(${words(a)}, ${words(b)}) = ${numberTex(weight)}`));
  return `${names}; ${edges.join(", ")}`;
}

/** `V(x) = ...`, or `V_a(x) = ...` per layer; `place` names the axes. */
function expressions(symbol: string, place: string, given: DescribedMeshStudy["model"]["potential"]): string {
  return byLayer(given)
    .map(([layer, expression]) => {
      const base = layer === undefined ? symbol : `${symbol}_{${words(layer)}}`;
      return `<span class="line">${inline(`${base}(${place})`)} = ${expressionMath(expression)}</span>`;
    })
    .join("\n");
}
