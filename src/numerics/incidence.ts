/** The edges at the nodes of a graph: those of node l are edges[starts[l]] ... edges[starts[l + 1] - 1], ascending. */
export interface Incidence {
  readonly starts: Int32Array;
  readonly edges: Int32Array;
}

export function incidenceOf(nodes: number, tails: Int32Array, heads: Int32Array): Incidence {
  const starts = new Int32Array(nodes + 1);
  const ends = [tails, heads];
  for (const end of ends) for (const node of end) starts[node + 1] = starts[node + 1] + 1;
  for (let node = 0; node < nodes; node++) starts[node + 1] = starts[node + 1] + starts[node];
  const next = starts.slice();
  const edges = new Int32Array(2 * tails.length);
  for (let edge = 0; edge < tails.length; edge++) {
    for (const end of ends) {
      const node = end[edge];
      edges[next[node]] = edge;
      next[node] = next[node] + 1;
    }
  }
  return { starts, edges };
}
