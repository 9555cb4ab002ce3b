import { createBlockTridiagonal, solveBlockTridiagonal } from "../../src/numerics/block-tridiagonal.js";

/** Microseconds of one factor-and-solve with full 2 x 2 blocks: the yardstick of steps on one axis. */
export function measureBlocks(cells: number, repeats = Math.max(3, Math.ceil(4e4 / cells))): number {
  const system = createBlockTridiagonal(cells, 2);
  const right = new Float64Array(2 * cells);
  const fill = (): void => {
    system.diagonal.fill(0.3);
    for (let k = 0; k < 4 * cells; k += 4) {
      system.diagonal[k] = 4 + k / cells;
      system.diagonal[k + 3] = 5;
    }
    system.upper.fill(-0.2);
    system.lower.fill(-0.2);
    right.fill(1);
  };
  let time = 0;
  for (let k = 0; k < repeats; k++) {
    fill();
    const begin = performance.now();
    solveBlockTridiagonal(system, right);
    time += performance.now() - begin;
  }
  return (1e3 * time) / repeats;
}
