import { byLayer, type DescribedStateStudy } from "./described.js";
import { expressionMath } from "./expression-math.js";
import { code, definitions, escapeHtml, section } from "./markup.js";
import { display, inline, mfrac, mi, mn, mo, mrow, msub, msup, numberMath, parentheses, sum } from "./mathml.js";

type Setting = readonly [name: string, value: string];

const [f, g, k, x, v] = [mi("f"), mi("g"), mi("k"), mi("x"), mi("v")];
const [tau, phi, theta, gamma] = [mi("τ"), mi("φ"), mi("θ"), mi("γ")];
const at = msub;
const dot = (symbol: string): string => mrow(mfrac(mi("d"), mrow(mi("d"), mi("t"))), symbol);
const weight = mrow(mi("K"), parentheses(g, mo(","), k));

/** Particle search on a graph: its equations, then what the study puts into them, for times up to the final one. */
export function nodeModelSection(study: DescribedStateStudy): string {
  const time = inline(mn(0), mo("≤"), mi("t"), mo("≤"), numberMath(String(study.model.finalTime)));
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
  const space = inline(msup(mi("ℝ"), mn(study.model.dimension ?? 1)));
  const nodes = `Nodes ${inline(g)}, ${inline(k)}, … of a graph have positions ${inline(at(x, g))} in ${space} and weights ${inline(at(f, g))} with sum 1.`;
  return `<p>${nodes} With the objective ${inline(mi("V"))} and ${inline(at(mi("μ"), g), mo("="), potential(study))} they follow</p>`;
}

const stepText = `<p>Steps of size ${inline(tau)} move positions explicitly and weights implicitly, with the objective and its slopes at the positions before the step. As ${inline(tau, mo("→"), mn(0))} they tend to these equations.</p>`;

function equations(orders: readonly (1 | 2)[]): string[] {
  return orders.flatMap((order) => [
    ...(orders.length === 1 ? [] : [`<p>Order ${order}:</p>`]),
    ...(order === 1 ? descent() : inertial()),
  ]);
}

/** T log f + V. */
function potential({ model }: DescribedStateStudy): string {
  const entropy = model.functional.entropy ?? 1;
  const value = mrow(mi("V"), parentheses(at(x, g), mo(","), g));
  if (entropy === 0) return value;
  const factor = entropy === 1 ? "" : mrow(numberMath(String(entropy)), mo("\u2062"));
  return mrow(factor, mi("log"), mo("\u2061"), at(f, g), mo("+"), value);
}

function exchanged(first: string, second: string, symbol: string): string {
  return mrow(sum(k), weight, mo("\u2062"), theta, parentheses(at(symbol, first), mo("−"), at(symbol, second)));
}

function descent(): string[] {
  const gradient = mrow(mo("−"), mo("∇"), mi("V"), parentheses(at(x, g), mo(","), g));
  return [
    display(dot(at(x, g)), mo("="), gradient, mo(",")),
    display(dot(at(f, g)), mo("="), exchanged(k, g, mi("μ")), mo(".")),
  ];
}

function inertial(): string[] {
  const slope = mrow(mo("∇"), mi("V"), parentheses(at(x, g), mo(","), g));
  const square = msup(parentheses(at(phi, g), mo("−"), at(phi, k)), mn(2));
  const half = mfrac(mn(1), mn(2));
  const curved = mrow(half, sum(k), weight, mo("\u2062"), msub(mo("∂"), mn(1)), theta, square);
  return [
    display(dot(at(x, g)), mo("="), at(v, g), mo(",")),
    display(dot(at(v, g)), mo("="), mo("−"), gamma, at(v, g), mo("−"), slope, mo(",")),
    display(dot(at(f, g)), mo("="), exchanged(g, k, phi), mo(",")),
    display(dot(at(phi, g)), mo("="), mo("−"), curved, mo("−"), gamma, at(phi, g), mo("−"), at(mi("μ"), g), mo(".")),
  ];
}

function settings({ model, scheme }: DescribedStateStudy, orders: readonly (1 | 2)[]): Setting[] {
  const mobility = model.exchange?.mobility ?? ((model.functional.entropy ?? 1) > 0 ? "logarithmic" : "upwind");
  const objective = byLayer(scheme.objective ?? 0).map(([node, expression]) => {
    const symbol = node === undefined ? mi("V") : msub(mi("V"), `<mtext>${escapeHtml(node)}</mtext>`);
    return `<span class="line">${inline(symbol)} = ${expressionMath(expression)}</span>`;
  });
  return [
    ["Graph", graphText(model.graph)],
    ["Objective", scheme.module === undefined ? objective.join("\n") : `the module ${code(scheme.module)}`],
    ["Mobility", code(mobility)],
    ...(orders.includes(2)
      ? [["Damping", inline(gamma, mo("="), numberMath(String(scheme.damping ?? 1)))] as const]
      : []),
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
