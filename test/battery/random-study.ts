import { costKinds, type Exchange, mobilityNames, mobilityTimes } from "../../src/model/exchange.js";
import type { ModelSpec } from "../../src/model/model.js";
import { seededRandom } from "../../src/numerics/random.js";

/** How a random density looks. */
export const shapes = ["mild", "front", "tails", "vacuum"] as const;
export type Shape = (typeof shapes)[number];

/** A convex problem for a few steps of one size, drawn from a seed. */
export interface RandomStudy {
  readonly seed: number;
  readonly shape: Shape;
  readonly model: ModelSpec;
  readonly cells: readonly number[];
  readonly order: 1 | 2;
}

/** Steps that a random study takes: its final time is so many times its step. */
export const batterySteps = 5;

export interface Limits {
  readonly axes: 1 | 2;
  /** Most layers, and most cells of an axis; small studies have fewer. */
  readonly layers?: number;
  readonly cells?: number;
}

/** Draws from a seed, always in the same order. */
interface Dice {
  uniform(low: number, high: number): number;
  /** 10 to a power between the two. */
  scale(low: number, high: number): number;
  integer(low: number, high: number): number;
  pick<T>(values: readonly T[], weights?: readonly number[]): T;
}

function createDice(seed: number): Dice {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1));
  const uniform = (low: number, high: number): number => low + (high - low) * random();
  return {
    uniform,
    scale: (low, high) => 10 ** uniform(low, high),
    integer: (low, high) => low + Math.floor((high - low) * random()),
    pick(values, weights = values.map(() => 1)) {
      let rest = random() * weights.reduce((sum, weight) => sum + weight, 0);
      const found = values.find((_, k) => {
        rest -= weights[k];
        return rest < 0;
      });
      return found ?? values[values.length - 1];
    },
  };
}

/**
 * A random study: graphs of 1 to 12 layers (3 on two axes), smooth potentials, densities that are mild, have fronts,
 * thin tails or vacuum, tau/h² from 0.01 to 1e6, and any mobility, cost, time of the mobility and order.
 */
export function randomStudy(seed: number, { axes, layers: mostLayers, cells: mostCells }: Limits): RandomStudy {
  const dice = createDice(seed);
  const domain = Array.from({ length: axes }, () => {
    const left = dice.uniform(-3, 3);
    return [left, left + dice.uniform(0.5, 8)] as [number, number];
  });
  const [fewest, most] = axes === 1 ? [50, mostCells ?? 800] : [16, mostCells ?? 64];
  const cells = Math.round(fewest * (most / fewest) ** dice.uniform(0, 1));
  const width = (domain[0][1] - domain[0][0]) / cells;
  const tau = dice.scale(-2, 6) * width ** 2;
  const names = Array.from({ length: dice.integer(1, (mostLayers ?? (axes === 1 ? 12 : 3)) + 1) }, (_, k) => `n${k}`);
  const shape = dice.pick(shapes, [3, 3, 3, 1]);
  const range = dice.scale(-0.5, Math.log10(30));
  return {
    seed,
    shape,
    cells: domain.map(() => cells),
    order: dice.pick([1, 2] as const, [7, 3]),
    model: {
      domain,
      graph: { nodes: names, edges: randomEdges(dice, names) },
      potential: perLayer(names, () => waves(dice, domain, range)),
      energy: { kind: "entropy", temperature: dice.pick([1, dice.scale(-0.7, 0.7)], [6, 4]) },
      exchange: randomExchange(dice),
      initial: perLayer(names, () => `${number(dice.scale(-1.5, 0))}*(${density(dice, domain, shape)})`),
      finalTime: batterySteps * tau,
    },
  };
}

function randomExchange(dice: Dice): Exchange {
  return {
    mobility: dice.pick(mobilityNames),
    cost: dice.pick(Object.keys(costKinds) as Exchange["cost"][], [65, 35]),
    mobilityAt: dice.pick(mobilityTimes, [2, 1, 1]),
  };
}

const perLayer = (names: readonly string[], formula: () => string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, formula()]));

/** A tree, and some edges more; weights between 0.01 and 100. */
function randomEdges(dice: Dice, names: readonly string[]): [string, string, number][] {
  const edges = new Map<string, [string, string, number]>();
  const add = (a: number, b: number): void => {
    const [j, k] = [Math.min(a, b), Math.max(a, b)];
    if (j !== k && !edges.has(`${j} ${k}`)) edges.set(`${j} ${k}`, [names[j], names[k], dice.scale(-2, 2)]);
  };
  for (let k = 1; k < names.length; k++) add(dice.integer(0, k), k);
  const more = names.length > 2 ? dice.integer(0, names.length + 1) : 0;
  for (let n = 0; n < more; n++) add(dice.integer(0, names.length), dice.integer(0, names.length));
  return [...edges.values()];
}

const number = (value: number): string => `(${Number(value.toPrecision(6))})`;

/** Three waves along every axis, from trough to crest about `range` in all. */
function waves(dice: Dice, domain: readonly (readonly [number, number])[], range: number): string {
  const terms = domain.flatMap(([left, right], axis) => {
    const sizes = [0, 1, 2].map(() => dice.uniform(-1, 1));
    const unit = range / (2 * domain.length * sizes.reduce((sum, size) => sum + Math.abs(size), 0));
    return sizes.map((size) => {
      const frequency = (2 * Math.PI * dice.uniform(0.5, 3)) / (right - left);
      return `${number(unit * size)}*sin(${number(frequency)}*${"xy"[axis]}+${number(dice.uniform(0, 2 * Math.PI))})`;
    });
  });
  return terms.join(" + ");
}

function density(dice: Dice, domain: readonly (readonly [number, number])[], shape: Shape): string {
  const [left, right] = domain[0];
  const length = right - left;
  const across = domain.length === 1 ? "" : `*(1.2+sin(${number((2 * Math.PI) / (domain[1][1] - domain[1][0]))}*y+1))`;
  const centre = number(left + length * dice.uniform(0.2, 0.8));
  switch (shape) {
    case "mild": {
      const wave = `sin(${number((2 * Math.PI * dice.uniform(0.5, 3)) / length)}*x+${number(dice.uniform(0, 6))})`;
      return `(1+${number(dice.uniform(0.2, 0.9))}*${wave})${across}`;
    }
    case "front": {
      const height = dice.pick([0.9, 0.99, 0.9999]);
      return `(1+${height}*tanh((x-${centre})/${number(length * dice.scale(-2.3, -1))}))${across}`;
    }
    case "tails":
      return `exp(${waves(dice, domain, dice.uniform(3, 25))})`;
    case "vacuum":
      return `max(0, 1-((x-${centre})/${number(length * dice.uniform(0.1, 0.4))})^2)${across}`;
  }
}
