import { byLayer, type DescribedMeshStudy, isStateStudy, type ReportInput } from "./described.js";
import { expressionMath } from "./expression-math.js";
import { inertialText } from "./inertial-math.js";
import { code, definitions, escapeHtml, section } from "./markup.js";
import { inline, mi, mo, mrow, msub, numberMath, parentheses } from "./mathml.js";
import { hasExchange, isSplit, modelFormulas } from "./model-math.js";
import { stateModelSection } from "./state-model-section.js";

const schemes: Readonly<Record<string, string>> = {
  jko: "The minimizing-movement (JKO) scheme takes steps of size <math><mi>τ</mi></math>, each the solution of",
  inertial: "The inertial scheme for the second-order dynamics takes steps of size <math><mi>τ</mi></math>,",
  "implicit-euler": "Backward Euler for the limit system takes steps of size <math><mi>τ</mi></math>,",
};

/** What is computed: unknowns, energy, step and limit in formulas, then what the study puts into them. */
export function modelSection({ study }: ReportInput): string {
  return isStateStudy(study) ? stateModelSection(study) : meshModelSection(study);
}

function meshModelSection(study: DescribedMeshStudy): string {
  const { energy, step, cost, limit, mobility } = modelFormulas(study);
  const layered = hasExchange(study);
  const where = layered
    ? "Densities <math><msub><mi>f</mi><mi>g</mi></msub><mo>≥</mo><mn>0</mn></math> live on the layers <math><mi>g</mi></math>, <math><mi>k</mi></math>, … of a graph, each on the same domain <math><mi>Ω</mi></math> without flux through its walls."
    : "A density <math><mi>f</mi><mo>≥</mo><mn>0</mn></math> lives on a domain <math><mi>Ω</mi></math> without flux through its walls.";
  return section(
    "model",
    "Model",
    [
      `<p>${where} Their energy, and the chemical potential that goes with it, are</p>`,
      energy,
      `<p>${schemes[study.scheme.name] ?? `The scheme is ${code(study.scheme.name)}:`}</p>`,
      step,
      costText(study, cost),
      `<p>As <math><mi>τ</mi><mo>→</mo><mn>0</mn></math> it tends to</p>`,
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

const along =
  "The cost is the squared distance on <math><mi>Ω</mi><mo>×</mo><mi>G</mi></math> itself: mass is transported and exchanged at once, along a path of densities with the mobility of the densities on the path:";
const coshCost =
  "with <math><mi>e</mi><mo>(</mo><mi>z</mi><mo>)</mo><mo>=</mo><mn>2</mn><mi>z</mi><mi>arsinh</mi><mo>(</mo><mi>z</mi><mo>/</mo><mn>2</mn><mo>)</mo><mo>−</mo><mn>2</mn><msqrt><mrow><msup><mi>z</mi><mn>2</mn></msup><mo>+</mo><mn>4</mn></mrow></msqrt><mo>+</mo><mn>4</mn></math>, the conjugate of <math><mn>4</mn><mo>(</mo><mi>cosh</mi><mo>(</mo><mi>ξ</mi><mo>/</mo><mn>2</mn><mo>)</mo><mo>−</mo><mn>1</mn><mo>)</mo></math>.";
const distance =
  "<math><msub><mi>W</mi><mn>2</mn></msub></math> is the 2-Wasserstein distance between densities of equal mass.";
const splitDistance =
  "<math><msubsup><mi>W</mi><mi>s</mi><mn>2</mn></msubsup></math> is the directionally split Wasserstein cost (<code>swept</code> transport): mass moves along grid lines, and the costs of the two directions add up. It has the metric tensor of the squared 2-Wasserstein distance <math><msubsup><mi>W</mi><mn>2</mn><mn>2</mn></msubsup></math> and the same limit as <math><mi>τ</mi><mo>→</mo><mn>0</mn></math>, but at fixed <math><mi>τ</mi></math> it is not that distance.";

/** Temperature, or exponent and regularization. */
function energySettings(energy: DescribedMeshStudy["model"]["energy"]): (readonly [string, string])[] {
  if (energy.kind === "porous-medium") {
    return [
      ["Exponent", inline(mi("m"), mo("="), real(energy.exponent))],
      ["Regularization", inline(mi("ε"), mo("="), real(energy.regularization))],
    ];
  }
  const { temperature } = energy;
  if (typeof temperature === "number") return [["Temperature", inline(mi("T"), mo("="), real(temperature))]];
  const values = Object.entries(temperature).map(([layer, value]) =>
    inline(msub(mi("T"), `<mtext>${escapeHtml(layer)}</mtext>`), mo("="), real(value)),
  );
  return [["Temperatures", values.join(", ")]];
}

function settings(study: DescribedMeshStudy): (readonly [string, string])[] {
  const { domain, energy, finalTime, normalize } = study.model;
  const place = domain.length === 1 ? [mi("x")] : [mi("x"), mi("y")];
  const box = domain.map(([low, high]) => mrow(mo("["), real(low), mo(","), real(high), mo("]"))).join(mo("×"));
  return [
    ["Domain", inline(mi("Ω"), mo("="), box)],
    ["Layers", graphText(study)],
    ...energySettings(energy),
    ["Potential", expressions("V", place, study.model.potential)],
    [
      normalize ? "Initial density, up to a factor" : "Initial density",
      expressions("f", place, study.model.initial, mi("0")),
    ],
    ...inertialSettings(study, place),
    ...constantSettings(study),
    ["Time", inline(real(0), mo("≤"), mi("t"), mo("≤"), real(finalTime))],
  ];
}

/** Damping, and the potential of the initial velocity. */
function inertialSettings({ scheme }: DescribedMeshStudy, place: readonly string[]): (readonly [string, string])[] {
  const { damping, initialPotential } = scheme;
  if (damping === undefined || initialPotential === undefined) return [];
  return [
    ["Damping", inline(mi("γ"), mo("="), real(damping))],
    ["Initial velocity, the gradient of", expressions("φ", place, initialPotential, mi("0"))],
  ];
}

/** Numbers that formulas name. */
function constantSettings({ model: { constants = {} } }: DescribedMeshStudy): (readonly [string, string])[] {
  const values = Object.entries(constants).map(([name, value]) => `${code(name)} = ${inline(real(value))}`);
  return values.length === 0 ? [] : [["Constants", values.join(", ")]];
}

function real(value: number): string {
  return numberMath(String(value));
}

/** Layers and weights: `a –3– b`. */
function graphText({ model: { graph } }: DescribedMeshStudy): string {
  if ("family" in graph) {
    const seed = graph.family === "random" ? `, seed ${graph.seed}` : "";
    return escapeHtml(`${graph.family} graph of ${graph.nodes} layers, weight ${graph.weight}${seed}`);
  }
  const names = graph.nodes.map(code).join(", ");
  if (graph.edges.length === 0) return "one";
  const edges = graph.edges.map(([a, b, weight]) => {
    return `${inline(mi("K"), mo("("), `<mtext>${escapeHtml(a)}</mtext>`, mo(","), `<mtext>${escapeHtml(b)}</mtext>`, mo(")"), mo("="), real(weight))}`;
  });
  return `${names}; ${edges.join(", ")}`;
}

/** `V(x) = ...`, or `V_a(x) = ...` per layer; `place` names the axes. */
function expressions(
  symbol: string,
  place: readonly string[],
  given: DescribedMeshStudy["model"]["potential"],
  time?: string,
): string {
  const at = parentheses(
    ...[...place, ...(time === undefined ? [] : [time])].flatMap((name, k) => (k === 0 ? [name] : [mo(","), name])),
  );
  return byLayer(given)
    .map(([layer, expression]) => {
      const base = layer === undefined ? mi(symbol) : msub(mi(symbol), `<mtext>${escapeHtml(layer)}</mtext>`);
      return `<span class="line">${inline(base, at)} = ${expressionMath(expression)}</span>`;
    })
    .join("\n");
}
