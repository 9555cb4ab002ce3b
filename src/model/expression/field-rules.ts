/** A function of one variable with its derivative. */
export const unary: ReadonlyMap<string, readonly [f: (v: number) => number, slope: (v: number) => number]> = new Map([
  ["exp", [Math.exp, Math.exp]],
  ["log", [Math.log, (v: number) => 1 / v]],
  ["sqrt", [Math.sqrt, (v: number) => 0.5 / Math.sqrt(v)]],
  ["abs", [Math.abs, Math.sign]],
  ["sin", [Math.sin, Math.cos]],
  ["cos", [Math.cos, (v: number) => -Math.sin(v)]],
  ["tan", [Math.tan, (v: number) => 1 / Math.cos(v) ** 2]],
  ["sinh", [Math.sinh, Math.cosh]],
  ["cosh", [Math.cosh, Math.sinh]],
  ["tanh", [Math.tanh, (v: number) => 1 / Math.cosh(v) ** 2]],
]);

/** f(u, v) and its two slopes, which are told the value as well. */
export interface Rule {
  readonly value: (u: number, v: number) => number;
  readonly byFirst: (u: number, v: number, value: number) => number;
  readonly bySecond: (u: number, v: number, value: number) => number;
}

/** The operators with two sides. */
export const rules: Readonly<Record<"+" | "-" | "*" | "/" | "^", Rule>> = {
  "+": { value: (u: number, v: number) => u + v, byFirst: () => 1, bySecond: () => 1 },
  "-": { value: (u: number, v: number) => u - v, byFirst: () => 1, bySecond: () => -1 },
  "*": { value: (u: number, v: number) => u * v, byFirst: (_, v: number) => v, bySecond: (u: number) => u },
  "/": {
    value: (u: number, v: number) => u / v,
    byFirst: (_, v: number) => 1 / v,
    // v * v would underflow long before 1 / v overflows.
    bySecond: (_, v: number, value: number) => -value / v,
  },
  "^": {
    value: (u: number, v: number) => u ** v,
    byFirst: (u: number, v: number) => (v === 0 ? 0 : v * u ** (v - 1)),
    bySecond: (u: number, _, value: number) => (u > 0 ? value * Math.log(u) : 0),
  },
};
