import { type NumberArray, writeNpy } from "../../fields/npy.js";
import { pvdText, vtiText } from "../../fields/vti.js";
import type { FlowResult, FlowSnapshot } from "../../study/run/options.js";
import { tableCsv } from "../../tables/csv.js";
import { snapshotTable } from "./flow-columns.js";
import { toldStates } from "./flow-states.js";

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A format for other programs: the files of a trajectory's snapshots. */
export interface FieldFormat {
  readonly name: string;
  /** Whether it is one of densities on a mesh only. */
  readonly needsMesh?: boolean;
  write(flow: FlowResult): Files;
}

/** All values of `--field`. */
export const fieldFormats: readonly FieldFormat[] = [
  { name: "csv", write: (flow) => ({ [`${nameOf(flow)}.csv`]: tableCsv(snapshotTable(flow)) }) },
  { name: "npy", write: npyFiles },
  { name: "vti", needsMesh: true, write: vtiFiles },
];

/** What files are called: by what is in them. */
function nameOf({ layout }: FlowResult): string {
  return toldStates(layout)?.layout.kind ?? "density";
}

/** One array, of several snapshots with the first axis for them and their times in another. */
function npyFiles(flow: FlowResult): Files {
  const { snapshots } = flow;
  const parts = snapshots.map((snapshot) => arrayOf(flow, snapshot));
  const [{ shape }] = parts;
  const name = nameOf(flow);
  if (parts.length === 1) return { [`${name}.npy`]: writeNpy(parts[0]) };
  const size = parts[0].values.length;
  const values = new Float64Array(parts.length * size);
  for (const [k, part] of parts.entries()) values.set(part.values, k * size);
  const times = Float64Array.from(snapshots, ({ t }) => t);
  return {
    [`${name}.npy`]: writeNpy({ shape: [parts.length, ...shape], values }),
    "times.npy": writeNpy({ shape: [times.length], values: times }),
  };
}

/**
 * A snapshot as an array: densities by (x, layer) or (x, y, layer); of particles and nodes (particle, axis); of a
 * Gaussian the mean and the rows of the covariance, one below the other.
 */
function arrayOf({ cells, layers, layout }: FlowResult, { density }: FlowSnapshot): NumberArray {
  const told = toldStates(layout);
  if (told !== undefined) {
    const { dimension, kind } = told.layout;
    const rows = kind === "particles" ? told.layout.count : kind === "nodes" ? told.layout.nodes.length : 1 + dimension;
    return { shape: [rows, dimension], values: density.slice(0, rows * dimension) };
  }
  const [nx = 1, ny = 1] = cells;
  const values = new Float64Array(density.length);
  for (let k = 0; k < values.length; k++) {
    const [layer, cell] = [k % layers.length, Math.floor(k / layers.length)];
    const [i, j] = [cell % nx, Math.floor(cell / nx)];
    values[(i * ny + j) * layers.length + layer] = density[k];
  }
  return { shape: [...cells, layers.length], values };
}

/** A file per snapshot, and of several a list of them with their times. */
function vtiFiles({ domain, cells, layers, snapshots }: FlowResult): Files {
  const written = snapshots.map(({ t: time, density }, k) => {
    const arrays = layers.map((name, layer) => ({
      name,
      values: density.filter((_, index) => index % layers.length === layer),
    }));
    const file = snapshots.length === 1 ? "density.vti" : `density-${String(k).padStart(4, "0")}.vti`;
    return { file, time, text: vtiText({ domain, cells, time, arrays }) };
  });
  const fields = Object.fromEntries(written.map(({ file, text }) => [file, text]));
  return written.length === 1 ? fields : { ...fields, "density.pvd": pvdText(written) };
}
