import { seededRandom } from "../../src/numerics/random.js";

/** Draws numbers below a bound, the same for the same seed. */
export type Draw = (below: number) => number;

export function createDraw(seed: number): Draw {
  const random = seededRandom(seed);
  return (below) => Math.floor(random() * below);
}

const extremes: readonly unknown[] = [
  ...[0, -1, 1, 2, 0.5, 1e-300, 5e-324, 1e308, -1e308, 1e15, 2 ** 53, 1e-12, 1000, Number.NaN, Infinity],
  ...[
    "",
    "x",
    "1/x",
    "exp(800*x)",
    "sqrt(x-2)",
    "x**2",
    "__proto__",
    "\n::add-mask::x",
    "\u001b[31m",
    "a".repeat(3000),
  ],
  ...[null, true, [], {}, [[0, 1]], [1, 2], { a: 1 }, { ["__proto__"]: 1 }, [[[[]]]]],
];

/** A study with one to three places changed: a value, a number, a key, or the nesting. */
export function mutate(study: unknown, draw: Draw): unknown {
  const mutant: unknown = structuredClone(study);
  for (let changes = 1 + draw(3); changes > 0; changes--) change(mutant, draw);
  return mutant;
}

type Container = Record<string, unknown>;

function change(root: unknown, draw: Draw): void {
  const places = placesOf(root);
  const place = places[draw(places.length)];
  if (place === undefined) return;
  const [parent, key] = place;
  const value = parent[key];
  const other = places[draw(places.length)] ?? place;
  const kinds: readonly (() => void)[] = [
    () => define(parent, key, extremes[draw(extremes.length)]),
    () => define(parent, key, structuredClone(other[0][other[1]])),
    () => define(parent, key, typeof value === "number" ? value * 10 ** (draw(9) - 4) : [value]),
    () => define(parent, key, typeof value === "number" ? -value : { [key]: value }),
    () => void delete parent[key],
    () => define(parent, `${key}x`, value),
  ];
  kinds[draw(kinds.length)]?.();
}

/** Every place of a value but the id, which names the file. */
function placesOf(root: unknown): (readonly [Container, string])[] {
  if (typeof root !== "object" || root === null) return [];
  const parent = root as Container;
  const keys = Object.keys(parent).filter((key) => key !== "id");
  return keys.flatMap((key) => [[parent, key] as const, ...placesOf(parent[key])]);
}

function define(parent: Container, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}
