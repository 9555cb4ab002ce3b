import type { CompiledKernels } from "../compiled/kernels.js";
import { describe, type Workspace } from "../compiled/workspace.js";
import { type RedBlackKernel, redBlackKernel } from "./red-black-kernel.js";
import { levelArrays, levelNumbers, type RedBlackLevel } from "./red-black-levels.js";

/** The kernel for levels in a workspace: compiled where that can reach them. */
export function createRedBlackKernel(levels: readonly RedBlackLevel[], workspace: Workspace): RedBlackKernel {
  const { compiled } = workspace;
  const isReached = levels.every((level) => workspace.reaches(...levelArrays.map((name) => level[name])));
  return compiled === undefined || !isReached ? redBlackKernel : createCompiled(levels, workspace, compiled);
}

/** Arrays that are not the levels' own may be out of reach: then the kernel in TypeScript does the same. */
function createCompiled(
  levels: readonly RedBlackLevel[],
  workspace: Workspace,
  compiled: CompiledKernels,
): RedBlackKernel {
  const addresses = new Map(levels.map((level) => [level, addressOf(level, workspace)]));
  const at = (level: RedBlackLevel): number => addresses.get(level) ?? 0;
  return {
    split(level, conductances) {
      const { ground, alongX, alongY } = conductances;
      if (!workspace.reaches(ground, alongX, alongY)) redBlackKernel.split(level, conductances);
      else compiled.split(at(level), ground.byteOffset, alongX.byteOffset, alongY.byteOffset);
    },
    coarsen(level, fine, coarse) {
      if (!workspace.reaches(fine.ground, fine.alongX, fine.alongY)) {
        redBlackKernel.coarsen(level, fine, coarse);
        return;
      }
      compiled.coarsenCells(at(level), fine.ground.byteOffset, coarse.ground.byteOffset);
      compiled.coarsenX(at(level), fine.alongX.byteOffset, coarse.alongX.byteOffset);
      compiled.coarsenY(at(level), fine.alongY.byteOffset, coarse.alongY.byteOffset);
    },
    begin(level, source) {
      if (!workspace.reaches(source)) redBlackKernel.begin(level, source);
      else compiled.begin(at(level), source.byteOffset);
    },
    descendFinest: (level, coarse, step) => compiled.descendFinest(at(level), at(coarse), step),
    descend: (level, coarse) => compiled.descend(at(level), at(coarse)),
    ascend: (level, coarse) => compiled.ascend(at(level), at(coarse)),
    ascendFinest: (level, coarse) => compiled.ascendFinest(at(level), at(coarse)),
    direct: (level, beta) => compiled.direct(at(level), beta),
    finish(level, source, step, solution) {
      if (!workspace.reaches(source, solution)) redBlackKernel.finish(level, source, step, solution);
      else compiled.finish(at(level), source.byteOffset, step, solution.byteOffset);
    },
  };
}

/** Address of a level as the compiled kernels read it: its numbers, then the addresses of its arrays, 0 of none. */
function addressOf(level: RedBlackLevel, workspace: Workspace): number {
  return describe(workspace, [
    ...levelNumbers.map((name) => level[name]),
    ...levelArrays.map((name) => (level[name].length > 0 ? level[name].byteOffset : 0)),
  ]);
}
