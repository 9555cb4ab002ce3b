import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { createLadderSolver } from "../../numerics/ladder.js";
import { replaceFile } from "./replace-file.js";

const fileName = "machine-speed.json";

/** Milliseconds of the sample on the machine that paces of schemes and references are of. */
const sampleThere = 0.5;
/** The shortest of so many samples counts: a busy moment lengthens some. */
const samples = 60;
const cells = 1000;

const stored = z.object({ cpu: z.string(), node: z.string(), speed: z.number().positive() });

/**
 * How fast this machine computes, relative to the one that paces are of: as its store remembers, else measured, in
 * about a twentieth of a second.
 *
 * @param folder of the store; the speed is kept there where there is one
 */
export function machineSpeed(folder: string): number {
  const machine = { cpu: cpus()[0]?.model ?? "", node: process.version };
  const known = readSpeed(join(folder, fileName));
  if (known !== undefined && known.cpu === machine.cpu && known.node === machine.node) return known.speed;
  const speed = sampleThere / shortestSample();
  if (existsSync(folder)) keep(join(folder, fileName), { ...machine, speed });
  return speed;
}

function readSpeed(file: string): z.output<typeof stored> | undefined {
  try {
    return stored.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** A store that cannot be written to costs the time of measuring again. */
function keep(file: string, content: z.output<typeof stored>): void {
  try {
    replaceFile(file, `${JSON.stringify(content)}\n`);
  } catch {
    return;
  }
}

/** Milliseconds of what most of the time of a step is: exponentials, and an elimination along the cells. */
function shortestSample(): number {
  const topology = {
    cells,
    layers: 2,
    tails: Int32Array.of(0),
    heads: Int32Array.of(1),
    order: Int32Array.of(0, 1),
    parent: Int32Array.of(-1, 0),
  };
  const solve = createLadderSolver(topology);
  const array = (length: number): Float64Array => new Float64Array(length).fill(1);
  const nodes = 2 * cells;
  const across = array(cells);
  const system = { ground: array(nodes), along: array(nodes), across, source: array(nodes), flow: array(cells) };
  const tree = new Float64Array(nodes);
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < samples; k++) {
    const begin = performance.now();
    for (let turn = 0; turn < 10; turn++) {
      for (let node = 0; node < nodes; node++) system.ground[node] = Math.exp(-1e-3 * node * turn);
      solve(system, tree);
    }
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}
