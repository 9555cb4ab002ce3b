import { numberTex } from "../../model/expression/tex.js";
import { byLayer, type DescribedStateStudy } from "./described.js";
import { expressionMath } from "./expression-math.js";
import { display, inline, words } from "./formula.js";
import { code, definitions, escapeHtml, section } from "./markup.js";

type Setting = readonly [name: string, value: string];

/** Particle search on a graph: its equations, then what the study puts into them, for times up to the final one. */
export function nodeModelSection(study: DescribedStateStudy): string {
  const time = inline(`0 \\le t \\le ${numberTex(study.model.finalTime)}`);
  return searchedModelSection(study, [study.scheme.order ?? 1], [["Time", time]]);
}

/**
 * The same for dynamics of several orders, or of none.
 *
 * @param others settings beside those of the model, as markup
 */
export function searchedModelSection(
  study: DescribedStateStudy,
  orders: readonly (1 | 2)[],
  others: readonly Setting[],
): string {
  const dynamics = orders.length === 0 ? [] : [dynamicsText(study), ...equations(orders), stepText];
  return section("model", "Model", [...dynamics, definitions([...settings(study, orders), ...others])].join("\n"));
}

function dynamicsText(study: DescribedStateStudy): string {
  const space = inline(`\\mathbb{R}^{${study.model.dimension ?? 1}}`);
  const nodes = `Nodes ${inline("g")}, ${inline("k")}, … of a graph have positions ${inline("x_g")} in ${space} and weights ${inline("f_g")} with sum 1.`;
  return `<p>${nodes} With the objective ${inline("V")} and ${inline(`\\mu_g = ${potential(study)}`)} they follow</p>`;
}

const stepText = `<p>Steps of size ${inline("\\tau")} move positions explicitly and weights implicitly, with the objective and its slopes at the positions before the step. As ${inline("\\tau \\to 0")} they tend to these equations.</p>`;

function equations(orders: readonly (1 | 2)[]): string[] {
  return orders.flatMap((order) => [
    ...(orders.length === 1 ? [] : [`<p>Order ${order}:</p>`]),
    ...(order === 1 ? descent() : inertial()),
  ]);
}

/** T log f + V. */
function potential({ model }: DescribedStateStudy): string {
  const entropy = model.functional.entropy ?? 1;
  if (entropy === 0) return "V(x_g, g)";
  return `${entropy === 1 ? "" : `${numberTex(entropy)}\\,`}\\log f_g + V(x_g, g)`;
}

function descent(): string[] {
  return [
    display("\\frac{d}{dt} x_g = -\\nabla V(x_g, g),"),
    display("\\frac{d}{dt} f_g = \\sum_k K(g, k)\\, \\theta\\,(\\mu_k - \\mu_g)."),
  ];
}

function inertial(): string[] {
  const curved = "\\frac{1}{2} \\sum_k K(g, k)\\, \\partial_1 \\theta\\,(\\varphi_g - \\varphi_k)^2";
  return [
    display("\\frac{d}{dt} x_g = v_g,"),
    display("\\frac{d}{dt} v_g = -\\gamma v_g - \\nabla V(x_g, g),"),
    display("\\frac{d}{dt} f_g = \\sum_k K(g, k)\\, \\theta\\,(\\varphi_g - \\varphi_k),"),
    display(`\\frac{d}{dt} \\varphi_g = -${curved} - \\gamma \\varphi_g - \\mu_g.`),
  ];
}

function settings({ model, scheme }: DescribedStateStudy, orders: readonly (1 | 2)[]): Setting[] {
  const mobility = model.exchange?.mobility ?? ((model.functional.entropy ?? 1) > 0 ? "logarithmic" : "upwind");
  const objective = byLayer(scheme.objective ?? 0).map(([node, expression]) => {
    const symbol = node === undefined ? "V" : `V_{${words(node)}}`;
    return `<span class="line">${inline(symbol)} = ${expressionMath(expression)}</span>`;
  });
  return [
    ["Graph", graphText(model.graph)],
    ["Objective", scheme.module === undefined ? objective.join("\n") : `the module ${code(scheme.module)}`],
    ["Mobility", code(mobility)],
    ...(orders.includes(2) ? [["Damping", inline(`\\gamma = ${numberTex(scheme.damping ?? 1)}`)] as const] : []),
  ];
}

function graphText(graph: DescribedStateStudy["model"]["graph"]): string {
  if (graph === undefined) return "that of the module";
  if ("lattice" in graph) {
    const coordinates = Object.entries(graph.lattice).map(([name, [low, high]]) => {
      const bounds = [low === null ? [] : [`from ${low}`], high === null ? [] : [`to ${high}`]].flat();
      return escapeHtml([name, ...bounds].join(" "));
    });
    return `integers ${coordinates.join(", ")}; edges between those that differ by one in one coordinate, weight ${graph.weight ?? 1}`;
  }
  if ("family" in graph) return escapeHtml(`${graph.family} graph of ${graph.nodes} nodes, weight ${graph.weight}`);
  const edges = graph.edges.map(([a, b, own]) => escapeHtml(`${a} – ${b}: ${own}`));
  return `${graph.nodes.map(code).join(", ")}; ${edges.join(", ")}`;
}
