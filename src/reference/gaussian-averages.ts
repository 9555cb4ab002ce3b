import { facePosition, type Mesh } from "../model/mesh.js";
import { erfDifference } from "../numerics/erf-difference.js";
import { gaussLegendre } from "../numerics/quadrature.js";
import { averageOverCells } from "./cell-averages.js";
import { type GaussianFlow, isSeparable } from "./gaussian-flow.js";
import type { SolutionTable } from "./types.js";

const nodes = 12;
/** Quadrature panels are at most this many of the smallest standard deviations wide. */
const panelWidth = 0.5;

/**
 * Cell averages of the Gaussian of a flow, not cut off at the walls, and the same in another way.
 *
 * Along one axis, and for uncorrelated axes, they are differences of the error function, the companion Gauss
 * quadrature. For correlated axes the error function of x given y is integrated over y by quadrature; for the companion
 * the other way round.
 */
export function gaussianAverages(flow: GaussianFlow, mesh: Mesh, mass: number): SolutionTable[string] {
  const { axes, mean, covariance } = flow;
  if (mesh.cells.length === 1) return lineAverages(lineOf(flow, 0), mesh, mass);
  if (!isSeparable(flow)) {
    return {
      density: correlated(mean, covariance, mesh, mass, 0),
      companion: correlated(mean, covariance, mesh, mass, 1),
    };
  }
  const lines = mesh.cells.map((count, axis) => {
    const k = axes.indexOf(axis);
    const { domain, widths } = mesh;
    const length = domain[axis][1] - domain[axis][0];
    if (k < 0) {
      const uniform = new Float64Array(count).fill(1 / length);
      return { density: uniform, companion: uniform };
    }
    const width = widths[axis];
    const line = { domain: [domain[axis] as [number, number]], cells: [count], widths: [width] };
    return lineAverages(lineOf(flow, k), { ...line, size: count, cellVolume: width, h: width }, 1);
  });
  return {
    density: tensor(lines[0]?.density, lines[1]?.density, mass),
    companion: tensor(lines[0]?.companion, lines[1]?.companion, mass),
  };
}

interface Line {
  readonly mean: number;
  readonly variance: number;
}

function lineOf({ mean, covariance }: GaussianFlow, k: number): Line {
  return { mean: mean[k], variance: covariance[k]?.[k] };
}

function lineAverages({ mean, variance }: Line, mesh: Mesh, mass: number): SolutionTable[string] {
  const scale = 1 / Math.sqrt(2 * variance);
  const density = Float64Array.from({ length: mesh.size }, (_, cell) => {
    const left = (facePosition(mesh, 0, cell) - mean) * scale;
    const right = (facePosition(mesh, 0, cell + 1) - mean) * scale;
    return (mass * erfDifference(left, right)) / (2 * mesh.cellVolume);
  });
  const peak = (mass * scale) / Math.sqrt(Math.PI);
  const pointwise = ([x]: readonly number[]) => peak * Math.exp(-((x - mean) ** 2) * scale * scale);
  return { density, companion: averageOverCells(mesh, [pointwise], nodes) };
}

function tensor(x: Float64Array, y: Float64Array, factor: number): Float64Array {
  return Float64Array.from(
    { length: x.length * y.length },
    (_, cell) => factor * x[cell % x.length] * y[Math.floor(cell / x.length)],
  );
}

/**
 * Cell averages of a bivariate Gaussian: the exact integral along axis `inner` given the other coordinate, which is
 * integrated by Gauss quadrature over panels that are narrow compared with the distribution.
 */
function correlated(
  mean: readonly number[],
  covariance: GaussianFlow["covariance"],
  mesh: Mesh,
  mass: number,
  inner: 0 | 1,
): Float64Array {
  const outer = 1 - inner;
  const at = (i: number, j: number) => covariance[i]?.[j];
  const slope = at(0, 1) / at(outer, outer);
  const conditional = at(inner, inner) - slope * at(0, 1);
  const scale = 1 / Math.sqrt(2 * conditional);
  const peak = mass / Math.sqrt(2 * Math.PI * at(outer, outer));
  const rule = gaussLegendre(nodes);
  const width = mesh.widths[outer];
  const panels = Math.max(1, Math.ceil(width / (panelWidth * Math.sqrt(Math.min(conditional, at(outer, outer))))));
  const [innerCells, outerCells] = [mesh.cells[inner], mesh.cells[outer]];
  const out = new Float64Array(mesh.size);
  for (let j = 0; j < outerCells; j++) {
    for (let point = 0; point < panels * nodes; point++) {
      const [panel, node] = [Math.floor(point / nodes), point % nodes];
      const y = facePosition(mesh, outer, j) + (width * (panel + rule.nodes[node])) / panels;
      const deviation = y - mean[outer];
      const marginal = peak * Math.exp(-(deviation ** 2) / (2 * at(outer, outer)));
      const factor = (rule.weights[node] * marginal) / (2 * panels * mesh.widths[inner]);
      const centre = mean[inner] + slope * deviation;
      for (let i = 0; i < innerCells; i++) {
        const left = (facePosition(mesh, inner, i) - centre) * scale;
        const right = (facePosition(mesh, inner, i + 1) - centre) * scale;
        const cell = inner === 0 ? j * innerCells + i : i * outerCells + j;
        out[cell] = out[cell] + factor * erfDifference(left, right);
      }
    }
  }
  return out;
}
