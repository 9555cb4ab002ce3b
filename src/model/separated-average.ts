import { InputError } from "../errors.js";
import type { AdaptiveAverages } from "./adaptive-average.js";
import { type Separated, substituted } from "./expression/separate.js";
import type { Tree } from "./expression/tree.js";
import { createMesh, type Mesh } from "./mesh.js";

/** Averages of a formula of one variable over the cells of a line. */
export type LineAverages = (line: Mesh, tree: Tree) => AdaptiveAverages;

/** Averages of the factors of a product over the cells of both axes. */
interface Factors {
  readonly x: AdaptiveAverages;
  readonly y: AdaptiveAverages;
}

/** Sums whose terms cancel to less than this part of them are averaged as a whole: they would be round-off of terms. */
const LEAST_LEFT = 1e-3;
/** Smaller factors may have lost digits, or all of them, to the least number there is. */
const LEAST_FACTOR = 1e-250;

/**
 * Averages over the cells of a mesh of two axes of a sum of products u(x) v(y): those of u times those of v, which are
 * averages over cells of one axis.
 *
 * @returns undefined where that would be less accurate than the average of the whole, or u or v cannot be averaged,
 *   which is for the whole to tell
 */
export function separatedAverages(
  mesh: Mesh,
  products: readonly Separated[],
  averagesOf: LineAverages,
): AdaptiveAverages | undefined {
  const factors = unlessRefused(() => factorsOf(mesh, products, averagesOf));
  if (factors === undefined || !factors.every(isSafe)) return undefined;
  const columns = mesh.cells[0];
  const averages = new Float64Array(mesh.size);
  const errors = new Float64Array(mesh.size);
  for (let cell = 0; cell < mesh.size; cell++) {
    const [i, j] = [cell % columns, Math.floor(cell / columns)];
    let [sum, terms, open] = [0, 0, 0];
    for (const { x, y } of factors) {
      const term = x.averages[i] * y.averages[j];
      sum += term;
      terms += Math.abs(term);
      if (term !== 0) open += Math.abs(term) * (x.errors[i] + y.errors[j]);
    }
    if (!(Math.abs(sum) >= LEAST_LEFT * terms && terms < Number.POSITIVE_INFINITY)) return undefined;
    averages[cell] = sum;
    errors[cell] = open === 0 ? 0 : open / Math.abs(sum);
  }
  return { averages, errors };
}

/** The same of exp(a(x) + b(y)), in logarithms. */
export function separatedLogAverages(
  mesh: Mesh,
  terms: Separated,
  averagesOf: LineAverages,
): AdaptiveAverages | undefined {
  const [factors] = unlessRefused(() => factorsOf(mesh, [terms], averagesOf)) ?? [];
  if (factors === undefined) return undefined;
  const { x, y } = factors;
  const columns = mesh.cells[0];
  const combined = (a: Float64Array, b: Float64Array): Float64Array => {
    return Float64Array.from({ length: mesh.size }, (_, cell) => a[cell % columns] + b[Math.floor(cell / columns)]);
  };
  const averages = combined(x.averages, y.averages);
  return averages.every(Number.isFinite) ? { averages, errors: combined(x.errors, y.errors) } : undefined;
}

function factorsOf(mesh: Mesh, products: readonly Separated[], averagesOf: LineAverages): Factors[] {
  const [alongX, alongY] = mesh.domain.map((interval, axis) => createMesh([interval], [mesh.cells[axis]]));
  // The variable of a line is x.
  const onLine = (tree: Tree): Tree => substituted(tree, { y: { kind: "variable", name: "x" } });
  return products.map(({ x, y }) => ({ x: averagesOf(alongX as Mesh, x), y: averagesOf(alongY as Mesh, onLine(y)) }));
}

function isSafe({ x, y }: Factors): boolean {
  const isSmall = (value: number): boolean => Math.abs(value) < LEAST_FACTOR;
  const isLarge = (value: number): boolean => !(Math.abs(value) <= 1);
  const isLost = (a: AdaptiveAverages, b: AdaptiveAverages): boolean =>
    a.averages.some(isSmall) && b.averages.some(isLarge);
  return !isLost(x, y) && !isLost(y, x);
}

function unlessRefused<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
