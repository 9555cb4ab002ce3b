import { dissect, type Front } from "./dissection.js";
import type { FlowSystem } from "./flow-system.js";

/** Which unknowns of a system on a box are eliminated together, and where their factors lie. */
export interface DissectedPattern {
  readonly size: number;
  /** Unknowns in the order of their elimination. */
  readonly order: Int32Array;
  readonly fronts: readonly FrontPattern[];
  /** Most unknowns in a front. */
  readonly widest: number;
  /** Numbers of the lower factor, and of the upper. */
  readonly factorSize: number;
  /** Multiplications that factoring takes. */
  readonly work: number;
  /** Most numbers that fronts leave to others at a time. */
  readonly stackSize: number;
}

/** Unknowns that are eliminated together, `first … first + count - 1` in the order of elimination. */
export interface FrontPattern {
  readonly first: number;
  readonly count: number;
  /** Those that this joins, ascending. */
  readonly joined: Int32Array;
  /** Where their rows begin in the lower factor; in the upper one fronts lie the other way round. */
  readonly start: number;
  /** For each of its parts, the places in this front of what that joins. */
  readonly parts: readonly Int32Array[];
  /** Flows of the system between its unknowns: number (edges after faces), places of where it leaves and enters. */
  readonly flows: Int32Array;
}

/** How large factors may be, and the multiplications that making them may take. */
export interface Affordable {
  readonly numbers: number;
  readonly work: number;
}

/** The pattern of a system on two axes; undefined where its factors are not affordable. */
export function dissectedPattern(system: FlowSystem, most: Affordable): DissectedPattern | undefined {
  const { layers, counts } = system;
  const { order: cells, fronts: cellFronts } = dissect(counts[0], counts[1]);
  let numbers = 0;
  let work = 0;
  for (const { count, neighbours } of cellFronts) {
    const [own, joined] = [count * layers, neighbours.length * layers];
    numbers += 2 * frontNumbers(own, joined);
    work += own * (joined * (joined + own) + own ** 2 / 3);
  }
  if (numbers > most.numbers || work > most.work) return undefined;
  const size = cells.length * layers;
  const order = Int32Array.from({ length: size }, (_, k) => cells[Math.floor(k / layers)] * layers + (k % layers));
  const position = new Int32Array(size);
  for (let k = 0; k < size; k++) position[order[k]] = k;
  const flows = flowsByFront(system, position, frontOfUnknown(cellFronts, layers, size), cellFronts.length);
  return { size, order, work, ...layOut(cellFronts, layers, size, flows) };
}

/** Places of the fronts' unknowns and factors. */
function layOut(
  cellFronts: readonly Front[],
  layers: number,
  size: number,
  flows: readonly number[][],
): Omit<DissectedPattern, "size" | "order" | "work"> {
  const place = new Int32Array(size);
  const fronts: FrontPattern[] = [];
  let [start, widest, stack, stackSize] = [0, 0, 0, 0];
  for (const [f, { neighbours, parts, ...cells }] of cellFronts.entries()) {
    const [first, count] = [cells.first * layers, cells.count * layers];
    const joined = withLayers(neighbours, layers);
    const width = count + joined.length;
    for (let k = 0; k < count; k++) place[first + k] = k;
    for (let k = 0; k < joined.length; k++) place[joined[k]] = count + k;
    const placed = flows[f].map((value, k) => (k % 3 === 0 ? value : place[value]));
    fronts.push({
      ...{ first, count, joined, start },
      parts: parts.map((part) => fronts[part].joined.map((k) => place[k])),
      flows: Int32Array.from(placed),
    });
    start += frontNumbers(count, joined.length);
    widest = Math.max(widest, width);
    for (const part of parts) stack -= leftBy(fronts[part].joined.length);
    stack += leftBy(joined.length);
    stackSize = Math.max(stackSize, stack);
  }
  return { fronts, widest, factorSize: start, stackSize };
}

/** Numbers of a front in the lower factor. */
export function frontNumbers(count: number, joined: number): number {
  return (count * (count - 1)) / 2 + count * joined;
}

/** Numbers that a front leaves: a column sum and a row of amounts for each unknown that it joins. */
function leftBy(joined: number): number {
  return joined * (joined + 1);
}

function withLayers(cells: Int32Array, layers: number): Int32Array {
  return Int32Array.from(
    { length: cells.length * layers },
    (_, k) => cells[Math.floor(k / layers)] * layers + (k % layers),
  );
}

/** Which front eliminates an unknown, by its position in the order. */
function frontOfUnknown(fronts: readonly Front[], layers: number, size: number): Int32Array {
  const owner = new Int32Array(size);
  for (const [f, { first, count }] of fronts.entries()) owner.fill(f, first * layers, (first + count) * layers);
  return owner;
}

/** The flows that each front holds: those of the unknown that is eliminated first, with positions in the order. */
function flowsByFront(system: FlowSystem, position: Int32Array, owner: Int32Array, fronts: number): number[][] {
  const { layers, runs, forward, tails, heads, byTail } = system;
  const lists = Array.from({ length: fronts }, (): number[] => []);
  const add = (flow: number, from: number, to: number): void => {
    const [a, b] = [position[from], position[to]];
    lists[owner[Math.min(a, b)]].push(flow, a, b);
  };
  for (const { face, count, start, stride } of runs) {
    for (let k = 0; k < count; k++) add(face + k, start + k, start + k + stride);
  }
  for (let k = 0; k < byTail.length; k++) {
    const [first, e] = [Math.floor(k / tails.length) * layers, k % tails.length];
    add(forward.length + k, first + tails[e], first + heads[e]);
  }
  return lists;
}
