import type { StateProblem } from "../../../../src/model/evolution.js";
import { createGraph } from "../../../../src/model/graph.js";
import { createNodeDynamics, type NodeSchemeSpec } from "../../../../src/model/states/node-dynamics.js";
import { type NodeLayout, nodeParts } from "../../../../src/model/states/state.js";
import { createStateModel, initialState, type StateModelSpec } from "../../../../src/model/states/state-model.js";
import { evolve, stateAccounts } from "../../../../src/schemes/evolve.js";
import { createSearch } from "../../../../src/schemes/search/search.js";

/** Three nodes in a row. */
export const chain = {
  nodes: ["a", "b", "c"],
  edges: [
    ["a", "b", 1],
    ["b", "c", 2],
  ],
} as const;

/** The chain, and what a mover of weights on it is given. */
export const graph = createGraph(chain.nodes, chain.edges);
export const settings = { graph, entropy: 1, order: 1, damping: 0.5, tau: 0.1, steps: 10, tolerance: 1e-12 } as const;
export const start = [0.2, 0.3, 0.5];

export interface NodeSettings {
  readonly model?: Partial<StateModelSpec>;
  readonly scheme?: Partial<NodeSchemeSpec>;
}

/** Nodes of the chain with an objective. */
export function nodeProblem({ model, scheme }: NodeSettings = {}): StateProblem {
  const spec: StateModelSpec = {
    dimension: 1,
    graph: chain,
    state: { kind: "nodes", positions: 1, weights: { a: 1, b: 2, c: 3 } },
    functional: { entropy: 1 },
    finalTime: 1,
    ...model,
  };
  const checked = createStateModel(spec);
  const dynamics = createNodeDynamics(spec, checked, { order: 1, damping: 1, objective: "x1^2/2 + g", ...scheme });
  return { functional: checked.functional, initial: initialState(checked), finalTime: spec.finalTime, dynamics };
}

/** The evolution of a problem, with positions and weights at its end. */
export function run(problem: StateProblem, steps: number) {
  const stepper = createSearch(problem, { tau: problem.finalTime / steps, steps, tolerance: 1e-12 });
  const { summary, state } = evolve(stateAccounts(problem, stepper), stepper, steps);
  return { summary, ...nodeParts(problem.initial.layout as NodeLayout, state) };
}

/** sum |a - b|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0);
}

/** exp(t Q) f, by its series: Q of rates[g][h] from g to h. */
export function flowOf(rates: readonly (readonly number[])[], t: number, f: ArrayLike<number>): number[] {
  const scaled = Math.ceil(t * 64);
  let state = Array.from(f);
  for (let n = 0; n < scaled; n++) {
    let term = state;
    const next = [...state];
    for (let k = 1; k < 20; k++) {
      term = applied(rates, term).map((value) => (value * t) / scaled / k);
      term.forEach((value, g) => {
        next[g] = next[g] + value;
      });
    }
    state = next;
  }
  return state;
}

function applied(rates: readonly (readonly number[])[], f: readonly number[]): number[] {
  return f.map((own, g) =>
    f.reduce((sum, other, h) => sum + other * (rates[h]?.[g] ?? 0) - own * (rates[g]?.[h] ?? 0), 0),
  );
}
