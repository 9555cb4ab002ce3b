import { type Description, displayed, formulaLines, type Setting } from "../../model/description.js";
import { numberTex } from "../../model/expression/tex.js";
import { graphText } from "../../model/graph-text.js";
import { nodeMobility } from "../../model/states/node-model.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import type { SearchSpec } from "./schema.js";

/**
 * Particle search on a graph.
 *
 * @param orders of the dynamics that are told; none where points are drawn otherwise
 * @param others settings beside those of model and scheme
 */
export function describeSearch(
  scheme: Pick<SearchSpec, "objective" | "module" | "damping">,
  model: StateModelSpec,
  orders: readonly (1 | 2)[],
  others: readonly Setting[],
): Description {
  const dynamics = orders.flatMap((order) => [
    ...(orders.length === 1 ? [] : [`Order ${order}:`]),
    ...(order === 1 ? descent : inertial),
  ]);
  const paragraphs = orders.length === 0 ? [] : [introduction(model), ...dynamics, stepText];
  return { paragraphs, settings: [...settings(scheme, model, orders), ...others] };
}

function introduction(model: StateModelSpec): string {
  const space = `$\\mathbb{R}^{${model.dimension ?? 1}}$`;
  const nodes = `Nodes $g$, $k$, … of a graph have positions $x_g$ in ${space} and weights $f_g$ with sum 1.`;
  return `${nodes} With the objective $V$ and $\\mu_g = ${potential(model)}$ they follow`;
}

const stepText =
  "Steps of size $\\tau$ move positions explicitly and weights implicitly, with the objective and its slopes at the positions before the step. As $\\tau \\to 0$ they tend to these equations.";

/** T log f + V. */
function potential({ functional: { entropy = 1 } }: StateModelSpec): string {
  if (entropy === 0) return "V(x_g, g)";
  return `${entropy === 1 ? "" : `${numberTex(entropy)}\\,`}\\log f_g + V(x_g, g)`;
}

const descent = [
  displayed("\\frac{d}{dt} x_g = -\\nabla V(x_g, g),"),
  displayed("\\frac{d}{dt} f_g = \\sum_k K(g, k)\\, \\theta\\,(\\mu_k - \\mu_g)."),
];

const curved = "\\frac{1}{2} \\sum_k K(g, k)\\, \\partial_1 \\theta\\,(\\varphi_g - \\varphi_k)^2";
const inertial = [
  displayed("\\frac{d}{dt} x_g = v_g,"),
  displayed("\\frac{d}{dt} v_g = -\\gamma v_g - \\nabla V(x_g, g),"),
  displayed("\\frac{d}{dt} f_g = \\sum_k K(g, k)\\, \\theta\\,(\\varphi_g - \\varphi_k),"),
  displayed(`\\frac{d}{dt} \\varphi_g = -${curved} - \\gamma \\varphi_g - \\mu_g.`),
];

function settings(
  { objective = 0, module, damping }: Pick<SearchSpec, "objective" | "module" | "damping">,
  { graph, exchange, functional: { entropy = 1 } }: StateModelSpec,
  orders: readonly (1 | 2)[],
): readonly Setting[] {
  return [
    ["Graph", graph === undefined ? "that of the module" : graphText(graph, "nodes")],
    ["Objective", module === undefined ? formulaLines("V", "", objective) : ["the module ", { code: module }]],
    ["Mobility", [{ code: nodeMobility(exchange, { entropy }) }]],
    ...(orders.includes(2) ? [["Damping", `$\\gamma = ${numberTex(damping)}$`] as const] : []),
  ];
}
