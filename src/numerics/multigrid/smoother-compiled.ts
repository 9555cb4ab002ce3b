import type { CompiledKernels } from "../compiled/kernels.js";
import { describe, type Workspace } from "../compiled/workspace.js";
import type { CellElimination } from "./cell-elimination.js";
import type { GridLevel, GridTopology } from "./grid-levels.js";
import { createLayeredSmoother, type Smoother } from "./smoother.js";

/** The smoother for levels in a workspace: compiled where that can reach them. */
export function createSmoother(
  topology: GridTopology,
  elimination: CellElimination,
  levels: readonly GridLevel[],
  workspace: Workspace,
): Smoother {
  const { compiled } = workspace;
  const isReached = levels.every((level) => workspace.reaches(...arraysOf(level)));
  return compiled !== undefined && isReached
    ? createCompiled(topology, elimination, levels, workspace, compiled)
    : createLayeredSmoother(topology, elimination);
}

/** In the order of a level's description to the compiled kernels. */
function arraysOf({ alongX, alongY, across, diagonal, inverse, share, r, z }: GridLevel): Float64Array[] {
  return [alongX, alongY, across, diagonal, inverse, share, r, z];
}

function createCompiled(
  topology: GridTopology,
  elimination: CellElimination,
  levels: readonly GridLevel[],
  workspace: Workspace,
  compiled: CompiledKernels,
): Smoother {
  const { layers, tails, heads } = topology;
  const plain = createLayeredSmoother(topology, elimination);
  const { node, first, other, slotOf, meshSlot } = elimination;
  const lists = [node, first, other, slotOf, meshSlot].map((list) => describe(workspace, list));
  const scratch = workspace.float64(layers).byteOffset;
  const cell = describe(workspace, [layers, tails.length, other.length, ...lists, scratch]);
  const [tail, head] = [describe(workspace, tails), describe(workspace, heads)];
  const addresses = new Map(
    levels.map((level) => {
      const { nx, ny, shiftX, shiftY, pad } = level;
      const arrays = arraysOf(level).map(({ byteOffset }) => byteOffset);
      return [level, describe(workspace, [nx, ny, shiftX, shiftY, pad, ...arrays])];
    }),
  );
  const at = (level: GridLevel): number => addresses.get(level) ?? 0;
  return {
    factor: (level) => compiled.layeredFactor(at(level), cell),
    solveFirst: (level) => compiled.layeredFirst(at(level), cell),
    relax: (level, colour) => compiled.layeredRelax(at(level), cell, colour),
    restrict: (fine, coarse) => compiled.layeredRestrict(at(fine), at(coarse), cell),
    prolong: (coarse, fine) => compiled.layeredProlong(at(coarse), at(fine), cell),
    apply(level, p, image) {
      if (!workspace.reaches(p, image)) return plain.apply(level, p, image);
      return compiled.layeredApply(at(level), cell, tail, head, p.byteOffset, image.byteOffset);
    },
  };
}
