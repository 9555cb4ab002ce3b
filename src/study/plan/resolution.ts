import { InputError } from "../../errors.js";
import { isAboutPole } from "../../model/adaptive-average.js";
import { discreteInitial } from "../../model/initial.js";
import { createMesh, type Mesh } from "../../model/mesh.js";
import { type Model, potentialOn } from "../../model/model.js";
import type { ReferenceSource } from "../../reference/types.js";
import { meshSize } from "../file/cells.js";
import type { MeshStudy } from "../file/schema.js";
import { modelOf } from "./models.js";
import { sampledIntegrals } from "./samples.js";

/** Mass per layer of an initial density on a mesh, before it is rescaled. */
interface MassesOn {
  readonly cells: readonly number[];
  readonly masses: readonly number[];
}

/** Cells per axis of a mesh that looks for what the study's meshes overlook, on one axis and on two. */
const probeCells: Readonly<Record<number, number>> = { 1: 16_384, 2: 160 };
/** Most unknowns of a mesh that is compared: the work stays that of an instant. */
const mostUnknowns = 200_000;
/** Share of the mass that may differ: ten times what the averages may leave unresolved, on one axis and on two. */
const tolerances: Readonly<Record<number, number>> = { 1: 1e-4, 2: 1e-2 };
/** Part of it within which a plain sum over points, which knows no bound of its error, leaves no doubt. */
const noDoubt = 0.1;

/**
 * Checks that all meshes have the same initial density: its mass, layer by layer and before any rescaling.
 *
 * Averages are adaptive, but a peak between all nodes of a cell is not seen at all. Rescaling to mass 1 hides that:
 * levels and reference then start from different densities, and their distance shows no order, or one of its own.
 *
 * @param meshes cells per axis of levels and reference
 * @throws {InputError} naming both meshes and both masses
 */
export function checkInitialResolution({ model: spec }: MeshStudy, meshes: readonly (readonly number[])[]): void {
  const model = modelOf(spec);
  const axes = model.domain.length;
  const massesOf = (cells: readonly number[]) => massesOn(model, cells) ?? [];
  const own = comparedMeshes(model, meshes).flatMap(massesOf);
  if (own.length > 0) {
    const masses = sampledIntegrals(model, model.initial, (value) => value) ?? [];
    const near = noDoubt * tolerances[axes] * total({ masses });
    if (own.every((one) => distance(one.masses, masses) <= near)) return;
  }
  const found = [...own, ...comparedMeshes(model, [probeOf(model)]).flatMap(massesOf)];
  const most = found.reduce(
    (best, one) => (total(one) > total(best) ? one : best),
    found[0] ?? { cells: [], masses: [] },
  );
  const bound = tolerances[axes] * total(most);
  for (const one of found) {
    if (distance(one.masses, most.masses) <= bound) continue;
    throw new InputError(
      `the initial density is not resolved: its mass is ${digits(total(one))} on ${text(one)}, ${digits(total(most))} on ${text(most)}`,
      {
        path: "model.initial",
        remedy: "Use meshes whose cells are no larger than its narrowest part, or make that wider.",
      },
    );
  }
}

/**
 * Checks that all meshes see the same potential: the mass of exp(-V/T), layer by layer, which averages keep on every
 * mesh.
 *
 * Where that is infinite, behind a pole inside the domain, there is no equilibrium, and energies depend on the mesh.
 *
 * @param meshes cells per axis of levels and reference
 * @param source of the study's discretizations
 * @throws {InputError} naming both meshes and the layer
 */
export function checkPotentialResolution(
  { model: spec }: MeshStudy,
  meshes: readonly (readonly number[])[],
  source: ReferenceSource,
): void {
  const model = modelOf(spec);
  // A porous medium has another equilibrium, and another average of the potential.
  if (model.energy.exponent !== undefined) return;
  const bound = tolerances[model.domain.length];
  // Only the study's own meshes are needed with all that is on them.
  const known = (cells: readonly number[], mesh: Mesh): Float64Array =>
    meshes.includes(cells) ? source.discretize(cells).potential : potentialOn(model, mesh);
  const logsOf = (cells: readonly number[]) => {
    const logs = logMassesOn(model, cells, known);
    return logs === undefined ? [] : [{ cells, logs }];
  };
  const own = comparedMeshes(model, meshes).flatMap(logsOf);
  if (own.length > 0) {
    const { temperatures } = model.energy;
    const [{ logs: first }] = own;
    const relative =
      sampledIntegrals(model, model.potential, (v, k) => Math.exp(-v / temperatures[k] - first[k])) ?? [];
    const near = noDoubt * bound;
    const isNear = (logs: readonly number[]): boolean =>
      logs.every((log, k) => Math.abs(log - first[k] - Math.log(relative[k])) <= near);
    if (own.every(({ logs }) => isNear(logs))) return;
  }
  const found = [...own, ...comparedMeshes(model, [probeOf(model)]).flatMap(logsOf)];
  const finest = found.reduce((best, one) => (meshSize(one.cells) > meshSize(best.cells) ? one : best), found[0]);
  for (const one of found) {
    const layer = one.logs.findIndex((value, k) => !(Math.abs(value - finest.logs[k]) <= bound));
    if (layer < 0) continue;
    const name = model.graph.layers.length > 1 ? ` of layer ${model.graph.layers[layer]}` : "";
    const change = digits(Math.exp(finest.logs[layer] - one.logs[layer]));
    throw new InputError(
      `the potential is not resolved: the mass of exp(-V/T)${name} changes by a factor ${change} from ${text(one)} to ${text(finest)}`,
      {
        path: "model.potential",
        remedy: "Use more cells, or a potential without poles where exp(-V/T) is not integrable.",
      },
    );
  }
}

/** Logarithm of the mass of exp(-V/T), by layer; undefined where the mesh is too fine for a potential of that kind. */
function logMassesOn(
  { domain, energy: { temperatures }, graph }: Model,
  cells: readonly number[],
  potentialOf: (cells: readonly number[], mesh: Mesh) => Float64Array,
): number[] | undefined {
  try {
    const mesh = createMesh(domain, cells);
    const potential = potentialOf(cells, mesh);
    const layers = graph.layers.length;
    const largest = new Array<number>(layers).fill(Number.NEGATIVE_INFINITY);
    potential.forEach((v, k) => {
      largest[k % layers] = Math.max(largest[k % layers], -v / temperatures[k % layers]);
    });
    const sums = new Array<number>(layers).fill(0);
    potential.forEach((v, k) => {
      sums[k % layers] += mesh.cellVolume * Math.exp(-v / temperatures[k % layers] - largest[k % layers]);
    });
    return sums.map((sum, k) => Math.log(sum) + largest[k]);
  } catch (error) {
    if (error instanceof InputError && !isAboutPole(error)) return undefined;
    throw error;
  }
}

/** The mesh that looks for what the others overlook. */
function probeOf({ domain }: Model): readonly number[] {
  return domain.map(() => probeCells[domain.length]);
}

/** The meshes that can be compared at little cost. */
function comparedMeshes({ graph }: Model, meshes: readonly (readonly number[])[]): (readonly number[])[] {
  const distinct = new Map(meshes.map((cells) => [cells.join("x"), cells]));
  return [...distinct.values()].filter((cells) => meshSize(cells) * graph.layers.length <= mostUnknowns);
}

/**
 * Undefined where the mesh is too fine for a density of that kind: the levels' own meshes are checked where they are
 * used.
 */
function massesOn({ domain, graph, initial }: Model, cells: readonly number[]): MassesOn | undefined {
  const { layers } = graph;
  const mesh = createMesh(domain, cells);
  try {
    const formulas = { layers, expressions: initial, path: "model.initial" };
    const density = discreteInitial(mesh, formulas, { normalize: false, refuseEmptyLayers: false });
    const masses = new Array<number>(layers.length).fill(0);
    density.forEach((value, k) => {
      masses[k % layers.length] = masses[k % layers.length] + mesh.cellVolume * value;
    });
    return { cells, masses };
  } catch (error) {
    if (error instanceof InputError && !isAboutPole(error)) return undefined;
    throw error;
  }
}

/** NaN where one of them is not known. */
function distance(masses: readonly number[], others: readonly number[]): number {
  return masses.reduce((sum, mass, k) => sum + Math.abs(mass - others[k]), 0);
}

function total({ masses }: Pick<MassesOn, "masses">): number {
  return masses.reduce((sum, mass) => sum + mass, 0);
}

function text({ cells }: { readonly cells: readonly number[] }): string {
  return `${cells.join("x")} cells`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
