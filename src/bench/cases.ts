import { InputError } from "../errors.js";
import { createModel } from "../model/model.js";
import { meshScheme } from "../schemes/schemes.js";
import { checkMeshStudy } from "../study/file/check.js";
import { requireMeshStudy } from "../study/file/kinds.js";
import type { MeshSchemeSpec, MeshStudy, Study } from "../study/file/schema.js";
import { planLevels } from "../study/plan/levels.js";
import { availableMemory, formatBytes, levelMemory } from "../study/plan/memory.js";
import { movementBeside, yardstickBeside } from "./beside.js";

/** What is measured: a model and a step size, on meshes, with the schemes that are compared. */
export interface PlannedCase {
  readonly study: MeshStudy;
  readonly steps: number;
  readonly meshes: readonly (readonly number[])[];
  /** The last is what the others are compared with. */
  readonly schemes: readonly MeshSchemeSpec[];
  readonly layers: number;
}

export interface CaseOptions {
  /** Cells per axis of every mesh, one number for all axes; those of the sweep when absent. */
  readonly cells?: readonly (readonly number[])[] | undefined;
  /** Steps to the final time; those of the sweep's finest level when absent. */
  readonly steps?: number | undefined;
}

const defaultSteps = 64;

/** Both have smooth solutions: the work of a step depends on the mesh and hardly on the time. */
const builtIn: readonly object[] = [
  {
    id: "box-modes",
    title: "Heat flow with exchange between two layers",
    model: {
      domain: [[0, 1]],
      graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
      potential: 0,
      exchange: { mobility: "logarithmic" },
      initial: {
        a: "0.5*(1 + 0.5*cos(pi*x) + 0.3 + 0.15*cos(2*pi*x))",
        b: "0.5*(1 + 0.5*cos(pi*x) - 0.3 - 0.15*cos(2*pi*x))",
      },
      finalTime: 0.1,
    },
    sweep: { axis: "h", steps: defaultSteps, cells: [250, 500, 1000, 2000, 4000, 8000, 16000] },
  },
  {
    id: "fokker-planck-2d",
    title: "Drift and diffusion in a square",
    model: {
      domain: [
        [0, 1],
        [0, 1],
      ],
      potential: "-x",
      initial: "exp(x/2)*(pi*cos(pi*x) + 0.5*sin(pi*x)) + pi*exp(x - 0.5)",
      normalize: false,
      finalTime: 0.25,
    },
    sweep: { axis: "h", steps: defaultSteps, cells: [32, 64, 128, 256] },
  },
];

/** The studies that are measured when none is named: one on each number of axes. */
export function builtInCases(): readonly MeshStudy[] {
  return builtIn.map(checkMeshStudy);
}

/**
 * The meshes and the schemes of a study: its own and implicit Euler, or the minimizing movement where it is that
 * itself.
 *
 * @throws {InputError} on a model that is wrong, or meshes that are missing, do not fit it, or do not fit in memory
 */
export function planCase(given: Study, options: CaseOptions): PlannedCase {
  const study = requireMeshStudy(given, "a benchmark");
  const { domain, graph } = createModel(study.model);
  const layers = graph.layers.length;
  const levels = study.sweep === undefined ? [] : planLevels({ ...study, sweep: study.sweep });
  const meshes = options.cells?.map((cells) => onAxes(cells, domain.length)) ?? distinct(levels);
  if (meshes.length === 0) {
    throw new InputError("missing", { path: "--cells", remedy: "The study has no sweep: give --cells 100,200,400." });
  }
  for (const cells of meshes) checkMemory(cells, layers);
  const steps = options.steps ?? levels.at(-1)?.steps ?? defaultSteps;
  return { study, steps, meshes, schemes: schemesOf(study), layers };
}

function schemesOf(study: MeshStudy): readonly MeshSchemeSpec[] {
  const { scheme } = study;
  return meshScheme(scheme).isMovement ? [scheme, yardstickBeside(study)] : [movementBeside(study, 1), scheme];
}

function onAxes(cells: readonly number[], axes: number): readonly number[] {
  if (cells.length === axes) return cells;
  if (cells.length === 1) return Array.from({ length: axes }, () => cells[0]);
  throw new InputError("a mesh with more axes than the model", { path: "--cells", value: cells.join("x") });
}

/** Meshes of the levels, each once. */
function distinct(levels: readonly { readonly cells: readonly number[] }[]): (readonly number[])[] {
  return [...new Map(levels.map(({ cells }) => [cells.join("x"), cells])).values()];
}

function checkMemory(cells: readonly number[], layers: number): void {
  const [needed, available] = [levelMemory(cells, layers, 1), availableMemory()];
  if (needed <= available) return;
  throw new InputError(`this mesh needs about ${formatBytes(needed)}, ${formatBytes(available)} are available`, {
    path: "--cells",
    value: cells.join("x"),
    remedy: "Use fewer cells.",
  });
}
