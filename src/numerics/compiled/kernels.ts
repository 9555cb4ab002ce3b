import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../../errors.js";

/** What numbers on two axes are computed with: WebAssembly, or the same in TypeScript, bit for bit. */
export type KernelName = "wasm" | "typescript";

/** Grid lines and the potential on them. */
type Lines = [cells: number, inner: number, outer: number, toCells: number, mass: number, slope: number, mu: number];

/** The compiled kernels (assembly/), for arrays in one memory: addresses are in bytes. */
export interface CompiledKernels {
  /** Where free memory begins. */
  freeFrom(): number;
  /** Takes the address of the table of the exponential function. */
  takeTable(address: number): void;
  move(count: number, from: number, length: number, direction: number, to: number): void;
  dot(count: number, a: number, b: number): number;
  scale(count: number, factor: number, from: number, to: number): void;
  balance(
    ...numbers: [
      ...[count: number, volume: number, beta: number, carrying: number],
      ...[mu: number, potential: number, arriving: number, direction: number],
      ...[equilibrium: number, source: number, size: number],
    ]
  ): void;
  ground(count: number, beta: number, least: number, equilibrium: number, residual: number, to: number): void;
  survey(
    ...numbers: [
      ...[count: number, scale: number, carrying: number],
      ...[direction: number, equilibrium: number, source: number, figures: number],
    ]
  ): void;
  sweepLines(...lines: [...Lines, arriving: number, tangent: number, swept: number]): void;
  secantsOfLines(...lines: [...Lines, atRest: number, tangent: number, secant: number]): void;
  momentOfLines(...lines: Lines): number;
  workOfLines(...lines: Lines): number;
  layeredFirst(level: number, elimination: number): void;
  layeredRelax(level: number, elimination: number, colour: number): void;
  layeredRestrict(fine: number, coarse: number, elimination: number): void;
  layeredProlong(coarse: number, fine: number, elimination: number): void;
  layeredFactor(level: number, elimination: number): void;
  layeredApply(
    ...numbers: [level: number, elimination: number, tails: number, heads: number, p: number, image: number]
  ): number;
  split(level: number, ground: number, alongX: number, alongY: number): void;
  coarsenCells(level: number, fine: number, coarse: number): void;
  coarsenX(level: number, fine: number, coarse: number): void;
  coarsenY(level: number, fine: number, coarse: number): void;
  begin(level: number, source: number): void;
  descendFinest(level: number, coarse: number, step: number): void;
  descend(level: number, coarse: number): void;
  ascend(level: number, coarse: number): void;
  ascendFinest(level: number, coarse: number): number;
  direct(level: number, beta: number): number;
  finish(level: number, source: number, step: number, solution: number): void;
}

/** What of WebAssembly is used; the library of types has it for browsers only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: object);
    readonly exports: object;
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }
}

export type KernelMemory = WebAssembly.Memory;

const variable = "JKO_KERNEL";
const file = new URL("kernels.wasm", import.meta.url);

/** All that 32 bits can address, in pages. It grows to what is needed. */
const MOST_PAGES = 65536;

let compiled: WebAssembly.Module | undefined;

/** The kernel in use: WebAssembly where it has been built, unless the variable says otherwise. */
export function kernelInUse(): KernelName {
  const asked = process.env[variable] ?? "";
  if (asked === "typescript") return asked;
  if (asked !== "" && asked !== "wasm") {
    throw new InputError(`${variable} is '${asked}': it has to be 'wasm' or 'typescript', or not set`);
  }
  if (existsSync(file)) return "wasm";
  if (asked === "") return "typescript";
  throw new InputError(`${variable} is 'wasm', but there is no ${file.pathname}: run npm run build`);
}

/** The compiled kernels with a memory of their own; undefined where they are not in use, or no memory is left. */
export function createKernels(): { readonly kernels: CompiledKernels; readonly memory: KernelMemory } | undefined {
  if (kernelInUse() === "typescript") return undefined;
  const memory = createMemory();
  if (memory === undefined) return undefined;
  compiled ??= new WebAssembly.Module(readFileSync(file));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory, exp: Math.exp, log1p: Math.log1p } });
  return { kernels: exports as CompiledKernels, memory };
}

function createMemory(): KernelMemory | undefined {
  try {
    // A shared memory grows without taking away the arrays that are in it. Nobody shares it.
    return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
