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
export const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["add", { value: (u: number, v: number) => u + v, byFirst: () => 1, bySecond: () => 1 }],
  ["subtract", { value: (u: number, v: number) => u - v, byFirst: () => 1, bySecond: () => -1 }],
  ["multiply", { value: (u: number, v: number) => u * v, byFirst: (_, v: number) => v, bySecond: (u: number) => u }],
  [
    "divide",
    {
      value: (u: number, v: number) => u / v,
      byFirst: (_, v: number) => 1 / v,
      // v * v would underflow long before 1 / v overflows.
      bySecond: (_, v: number, value: number) => -value / v,
    },
  ],
  [
    "pow",
    {
      value: (u: number, v: number) => u ** v,
      byFirst: (u: number, v: number) => (v === 0 ? 0 : v * u ** (v - 1)),
      bySecond: (u: number, _, value: number) => (u > 0 ? value * Math.log(u) : 0),
    },
  ],
]);

export const comparisons: ReadonlyMap<string, (u: number, v: number) => boolean> = new Map([
  ["smaller", (u: number, v: number) => u < v],
  ["smallerEq", (u: number, v: number) => u <= v],
  ["larger", (u: number, v: number) => u > v],
  ["largerEq", (u: number, v: number) => u >= v],
  ["equal", (u: number, v: number) => u === v],
  ["unequal", (u: number, v: number) => u !== v],
]);
