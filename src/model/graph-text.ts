import { codeList, type Span } from "./description.js";
import { numberTex } from "./expression/tex.js";
import { isLattice, type LatticeSpec } from "./lattice.js";
import type { GraphSpec } from "./schema-parts.js";
import { words } from "./tex.js";

/**
 * Nodes, edges and their weights.
 *
 * @param nouns what the nodes are called
 */
export function graphText(graph: GraphSpec | LatticeSpec, nouns: string): readonly Span[] {
  if (isLattice(graph)) return latticeText(graph);
  if ("family" in graph) {
    const seed = graph.family === "random" ? `, seed ${graph.seed}` : "";
    return [`${graph.family} graph of ${graph.nodes} ${nouns}, weight ${graph.weight}${seed}`];
  }
  if (graph.edges.length === 0) return ["one"];
  const edges = graph.edges.map(
    ([a, b, weight]) => `$K(${words(String(a))}, ${words(String(b))}) = ${numberTex(weight)}$`,
  );
  return [...codeList(graph.nodes), `; ${edges.join(", ")}`];
}

function latticeText({ lattice, weight = 1 }: LatticeSpec): readonly Span[] {
  const coordinates = Object.entries(lattice).map(([name, [low, high]]) =>
    [name, ...(low === null ? [] : [`from ${low}`]), ...(high === null ? [] : [`to ${high}`])].join(" "),
  );
  const edges = `; edges between those that differ by one in one coordinate, weight ${weight}`;
  return ["integers ", { plain: coordinates.join(", ") }, edges];
}
