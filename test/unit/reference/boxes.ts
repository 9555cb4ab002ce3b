import type { MobilityName } from "../../../src/model/exchange.js";
import { createMesh } from "../../../src/model/mesh.js";
import type { Problem } from "../../../src/model/problem.js";
import type { ReferenceSource } from "../../../src/reference/types.js";
import { cellAverages, discretize, fp2d, fp2dDensity, gaussian, type Sketch } from "./problems.js";

type Interval = readonly [number, number];

/** A continuous problem on a rectangle, by closures of position and layer. */
export interface BoxSketch {
  readonly domain: readonly [Interval, Interval];
  readonly layers: number;
  readonly edges?: readonly (readonly [number, number, number])[];
  readonly mobility?: MobilityName;
  readonly potential: (x: number, y: number, layer: number) => number;
  readonly initial: (x: number, y: number, layer: number) => number;
  readonly temperature?: number;
  readonly finalTime: number;
}

/** Cell averages by a tensor Gauss rule, index (iy * nx + ix) * layers + layer. */
export function boxAverages(
  [ofX, ofY]: readonly [Interval, Interval],
  [nx, ny]: readonly [number, number],
  layers: number,
  value: (x: number, y: number, layer: number) => number,
): Float64Array {
  const out = new Float64Array(nx * ny * layers);
  for (let layer = 0; layer < layers; layer++) {
    for (let ix = 0; ix < nx; ix++) {
      const width = (ofX[1] - ofX[0]) / nx;
      const column: Interval = [ofX[0] + ix * width, ofX[0] + (ix + 1) * width];
      const alongY = cellAverages(ofY, ny, 1, (y) => cellAverages(column, 1, 1, (x) => value(x, y, layer))[0]);
      for (let iy = 0; iy < ny; iy++) out[(iy * nx + ix) * layers + layer] = alongY[iy];
    }
  }
  return out;
}

/** The problem of a sketch on one mesh; the initial density is taken as it is. */
export function discretizeBox(sketch: BoxSketch, cells: readonly [number, number]): Problem {
  const { domain, layers, temperature = 1 } = sketch;
  const mesh = createMesh(domain, cells);
  const initial = boxAverages(domain, cells, layers, sketch.initial);
  const boltzmann = boxAverages(domain, cells, layers, (x, y, layer) =>
    Math.exp(-sketch.potential(x, y, layer) / temperature),
  );
  const line: Sketch = { ...sketch, domain: [0, 1], potential: () => 0, initial: () => 1 };
  return {
    ...discretize(line, 1),
    mesh,
    potential: boltzmann.map((value) => -temperature * Math.log(value)),
    initial,
    mass: initial.reduce((sum, value) => sum + value, 0) * mesh.cellVolume,
  };
}

export function boxSource(sketch: BoxSketch): ReferenceSource {
  return { discretize: (cells) => discretizeBox(sketch, cells as unknown as [number, number]) };
}

/** A sketch on an interval, constant along the other axis. */
export function extruded(sketch: Sketch, along: "x" | "y" = "x", other: Interval = [0, 1]): BoxSketch {
  const { domain, potential, initial } = sketch;
  const pick = (x: number, y: number): number => (along === "x" ? x : y);
  return {
    ...sketch,
    domain: along === "x" ? [domain, other] : [other, domain],
    potential: (x, y, layer) => potential(pick(x, y), layer),
    initial: (x, y, layer) => initial(pick(x, y), layer),
  };
}

/** The same with the axes exchanged. */
export function transposed(sketch: BoxSketch): BoxSketch {
  const { domain, potential, initial } = sketch;
  return {
    ...sketch,
    domain: [domain[1], domain[0]],
    potential: (x, y, layer) => potential(y, x, layer),
    initial: (x, y, layer) => initial(y, x, layer),
  };
}

/** Values on nx x ny cells with the axes exchanged. */
export function transposeCells(
  values: Float64Array,
  [nx, ny]: readonly [number, number],
  layers: number,
): Float64Array {
  return values.map((_, k) => {
    const cell = Math.floor(k / layers);
    const [iy, ix] = [cell % ny, Math.floor(cell / ny)];
    return values[(iy * nx + ix) * layers + (k % layers)];
  });
}

export const fokkerPlanck: BoxSketch = extruded(fp2d);
export const fokkerPlanckDensity = (x: number, t: number): number => fp2dDensity(x, t);

/** Modes of the unit square on two layers, V = 0, logarithmic mobility: exact for weight K. */
export const squareWeight = 3;
export function squareModesDensity(x: number, y: number, layer: number, t: number): number {
  const sign = layer === 0 ? 1 : -1;
  const mode = (k: number, l: number, rate: number): number =>
    Math.exp(-((k * k + l * l) * Math.PI ** 2 + rate) * t) * Math.cos(k * Math.PI * x) * Math.cos(l * Math.PI * y);
  const antisymmetric = 0.3 * mode(0, 0, 2 * squareWeight) + 0.2 * mode(1, 2, 2 * squareWeight);
  return 0.5 * (1 + 0.3 * mode(1, 1, 0) + 0.2 * mode(2, 0, 0) + sign * antisymmetric);
}
export const squareModes: BoxSketch = {
  domain: [
    [0, 1],
    [0, 1],
  ],
  layers: 2,
  edges: [[0, 1, squareWeight]],
  potential: () => 0,
  initial: (x, y, layer) => squareModesDensity(x, y, layer, 0),
  finalTime: 0.05,
};

/** Three layers with different potentials that do not separate, on cells that are not square. */
export const coupledWells: BoxSketch = {
  domain: [
    [-2, 2],
    [-1, 2],
  ],
  layers: 3,
  edges: [
    [0, 1, 2],
    [1, 2, 0.7],
  ],
  potential: (x, y, layer) => (1 + layer) * (x * x - 1) ** 2 + x * y + 0.5 * y * y,
  initial: (x, y, layer) => [0.6, 0.3, 0.1][layer] * gaussian(x, 0.3, 0.4) * gaussian(y, 0.5, 0.3),
  temperature: 0.8,
  finalTime: 0.2,
};

/** Density only in a corner, nothing elsewhere. */
export const corner: BoxSketch = {
  ...squareModes,
  mobility: "unit",
  initial: (x, y, layer) => (x < 0.25 && y < 0.25 && layer === 0 ? 16 : 0),
};

/** Two layers with Gaussian tails down to e^{-64}, unit mobility. */
export const tails: BoxSketch = {
  domain: [
    [-8, 8],
    [-8, 8],
  ],
  layers: 2,
  edges: [[0, 1, 1]],
  mobility: "unit",
  potential: (x, y, layer) => ((x - layer) ** 2 + y * y) / 2,
  initial: (x, y, layer) => (layer === 0 ? 0.7 : 0.3) * gaussian(x, 1.5, 0.5) * gaussian(y, -1, 0.5),
  finalTime: 0.5,
};
