import { massOf } from "../energy.js";
import { type GaussianLayout, gaussianParts, nodeParts, particleParts, type StateLayout } from "./state.js";

/** What a layout of states answers, beside how its numbers are read. */
export interface LayoutKind<L> {
  /** As a part of a sentence. */
  readonly noun: string;
  /** What work and memory grow with: particles, or cells. */
  points(layout: L): number;
  mass(layout: L, values: Float64Array): number;
  /** Densities or weights, which are not negative; undefined where a state has none. */
  masses(layout: L, values: Float64Array): Float64Array | undefined;
  /** How snapshots are told; undefined where they are densities on a mesh. */
  readonly told: ToldStates<L> | undefined;
}

/** States without a mesh, in words, tables and JSON. */
export interface ToldStates<L> {
  /** How many there are of what. */
  text(layout: L): string;
  /** Names of the columns of a table, after the time. */
  columns(layout: L): readonly string[];
  /** A row per particle, or a single one. */
  rows(layout: L, values: Float64Array): readonly (readonly (string | number)[])[];
  /** The numbers of a state by their names. */
  named(layout: L, values: Float64Array): object;
  /** What a layout says beside kind and dimension. */
  details(layout: L): object;
}

const layouts: { readonly [K in StateLayout["kind"]]: LayoutKind<Extract<StateLayout, { kind: K }>> } = {
  gaussian: {
    noun: "a Gaussian",
    points: () => 1,
    mass: () => 1,
    masses: () => undefined,
    told: {
      text: () => "Gaussian",
      columns: (layout) => [
        ...axes(layout).map((k) => `mean_${k}`),
        ...upperTriangle(layout).map(([a, b]) => `covariance_${a + 1}_${b + 1}`),
      ],
      rows(layout, values) {
        const { mean, covariance } = gaussianParts(layout, values);
        return [[...mean, ...upperTriangle(layout).map(([a, b]) => covariance[a * layout.dimension + b])]];
      },
      named(layout, values) {
        const { mean, covariance } = gaussianParts(layout, values);
        return { mean: [...mean], covariance: rowsOf(layout, covariance) };
      },
      details: () => ({}),
    },
  },
  particles: {
    noun: "particles",
    points: ({ count }) => count,
    mass: () => 1,
    masses: () => undefined,
    told: {
      text: ({ count }) => `${count} particles`,
      columns: pointColumns,
      rows(layout, values) {
        const { positions } = particleParts(layout, values);
        return rowsOf(layout, positions).map((place, k) => [k, "0", ...place, layout.weights[k]]);
      },
      named(layout, values) {
        const { positions, logDensity } = particleParts(layout, values);
        const own = { positions: rowsOf(layout, positions) };
        return layout.tracksDensity ? { ...own, logDensity: [...logDensity] } : own;
      },
      details: ({ count, weights }) => ({ count, weights: [...weights] }),
    },
  },
  nodes: {
    noun: "nodes",
    points: () => 1,
    mass: (layout, values) => nodeParts(layout, values).weights.reduce((total, value) => total + value, 0),
    masses: (layout, values) => nodeParts(layout, values).weights,
    told: {
      text: ({ nodes }) => `${nodes.length} nodes`,
      columns: pointColumns,
      rows(layout, values) {
        const { positions, weights } = nodeParts(layout, values);
        return rowsOf(layout, positions).map((place, k) => [k, layout.nodes[k], ...place, weights[k]]);
      },
      named(layout, values) {
        const { positions, weights } = nodeParts(layout, values);
        return { positions: rowsOf(layout, positions), weights: [...weights] };
      },
      details: ({ nodes }) => ({ nodes }),
    },
  },
  grid: {
    noun: "a density on a mesh",
    points: ({ mesh, layers = 1 }) => mesh.size * layers,
    mass: massOf,
    masses: (_, values) => values,
    told: undefined,
  },
};

/** What depends on how a state is laid out; it takes the layout as first argument. */
export function layoutKind<L extends StateLayout>({ kind }: L): LayoutKind<L> {
  return layouts[kind] as LayoutKind<StateLayout>;
}

function axes({ dimension }: StateLayout): readonly number[] {
  return Array.from({ length: dimension }, (_, k) => k + 1);
}

function pointColumns(layout: StateLayout): readonly string[] {
  return ["particle", "layer", ...axes(layout).map((k) => `x${k}`), "weight"];
}

/** Vectors one by one. */
function rowsOf({ dimension }: StateLayout, values: Float64Array): number[][] {
  return Array.from({ length: values.length / dimension }, (_, k) => [
    ...values.subarray(k * dimension, (k + 1) * dimension),
  ]);
}

/** Rows and columns on and above the diagonal, row by row. */
function upperTriangle({ dimension }: GaussianLayout): (readonly [row: number, column: number])[] {
  return Array.from({ length: dimension }, (_, a) =>
    Array.from({ length: dimension - a }, (_, k) => [a, a + k] as const),
  ).flat();
}
