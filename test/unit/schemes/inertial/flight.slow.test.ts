/*
 * Free flight f -> (id + s grad phi)_# f, phi(x + s v(x)) -> phi(x) + s |v|²/2 against its characteristics, solved
 * point by point.
 */
import test from "ava";
import { createMesh, type Domain } from "../../../../src/model/mesh.js";
import { createFlight } from "../../../../src/schemes/inertial/flight.js";
import { transportKinetic } from "../../../../src/schemes/inertial/kinetic.js";
import { above, below, each, eachNear, near } from "../../../support/matchers.js";

type Plane = (x: number, y: number) => number;

const time = 0.15;
const amplitude = 0.25;
const { PI, sin, cos } = Math;

/** A flow on the unit square, or with `axes` 1 on the unit interval: not separable, and still at the walls. */
function createCase(axes: 1 | 2) {
  const other = (y: number): number => (axes === 1 ? 1 : 1 + 0.5 * cos(PI * y));
  const phi: Plane = (x, y) => (-amplitude * cos(PI * x) * other(y)) / PI;
  const gradient = (x: number, y: number) => [
    amplitude * sin(PI * x) * other(y),
    axes === 1 ? 0 : 0.5 * amplitude * cos(PI * x) * sin(PI * y),
  ];
  const density: Plane = (x, y) => 1 + 0.4 * cos(PI * x) + (axes === 1 ? 0.2 * cos(2 * PI * x) : 0.3 * cos(PI * y));
  const image = (x: number, y: number) => gradient(x, y).map((v, k) => [x, y][k] + time * v);
  /** Where the particle at a point comes from, by fixed-point iteration. */
  const foot = (x: number, y: number): readonly [number, number] => {
    let [a, b] = [x, y];
    for (let k = 0; k < 200; k++) {
      const [u = 0, v = 0] = gradient(a, b);
      [a, b] = [x - time * u, y - time * v];
    }
    return [a, b];
  };
  const jacobian = (x: number, y: number): number => {
    const d = 1e-5;
    const by = (dx: number, dy: number) =>
      [0, 1].map((k) => (image(x + dx, y + dy)[k] - image(x - dx, y - dy)[k]) / (2 * d));
    const [a, b] = [by(d, 0), by(0, d)];
    return a[0] * b[1] - a[1] * b[0];
  };
  return {
    phi,
    density,
    arrived: (x: number, y: number): readonly [density: number, phi: number] => {
      const [a, b] = foot(x, y);
      const [u = 0, v = 0] = gradient(a, b);
      return [density(a, b) / jacobian(a, b), phi(a, b) + 0.5 * time * (u * u + v * v)];
    },
  };
}

function fly(axes: 1 | 2, cells: number) {
  const domain: Domain =
    axes === 1
      ? [[0, 1]]
      : [
          [0, 1],
          [0, 1],
        ];
  const mesh = createMesh(domain, axes === 1 ? [cells] : [cells, cells]);
  const flow = createCase(axes);
  const at = (of: Plane): Float64Array =>
    Float64Array.from({ length: mesh.size }, (_, k) =>
      of(((k % cells) + 0.5) / cells, (Math.floor(k / cells) + 0.5) / cells),
    );
  const [density, phi] = [at(flow.density), at(flow.phi)];
  const before = { mass: total(density), kinetic: transportKinetic(mesh, 1, density, phi) };
  const caustic = createFlight(mesh, 1, time)(density, phi);
  const errors = [0, 1].map((part) => {
    const exact = at((x, y) => flow.arrived(x, y)[part as 0 | 1]);
    const own = part === 0 ? density : phi;
    return own.reduce((sum, value, k) => sum + Math.abs(value - exact[k]), 0) / mesh.size;
  });
  return { mesh, density, phi, before, caustic, errors: errors as [number, number] };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

for (const [axes, coarse, fine] of [
  [1, 50, 100],
  [2, 60, 120],
] as const) {
  test(`density and potential arrive with an error of second order in h: ${axes} axes`, (t) => {
    const [a, b] = [fly(axes, coarse).errors, fly(axes, fine).errors];
    for (const part of [0, 1] as const) {
      const order = Math.log2(a[part] / b[part]);
      above(t, order, 1.8, `${["density", "potential"][part]}: ${a[part]}, ${b[part]}, order ${order}`);
      below(t, b[part], 1e-3, `${["density", "potential"][part]}: ${a[part]}, ${b[part]}, order ${order}`);
    }
  });

  test(`mass is kept to round-off and kinetic energy to the error of the mesh: ${axes} axes`, (t) => {
    const { density, phi, before, mesh, caustic } = fly(axes, fine);
    t.is(caustic, undefined);
    near(t, total(density), before.mass, 1e-12 * before.mass);
    const kinetic = transportKinetic(mesh, 1, density, phi);
    near(t, kinetic, before.kinetic, { relative: 5 / fine ** 2 }, `${before.kinetic} ${kinetic}`);
  });
}

test("where nothing moves nothing changes, constants of the layers included", (t) => {
  const mesh = createMesh([[0, 2]], [10]);
  const density = Float64Array.from({ length: 20 }, (_, k) => 1 + (k % 7));
  const phi = Float64Array.from({ length: 20 }, (_, k) => (k % 2 === 0 ? 3 : -1));
  const [f, p] = [density.slice(), phi.slice()];
  t.is(createFlight(mesh, 2, 0.3)(f, p), undefined);
  each(t, f, (value, k) => Math.abs(value - density[k]) < 1e-14 * density[k]);
  t.deepEqual(p, phi);
});

test("flight commutes with reflection", (t) => {
  const { density, phi } = fly(1, 40);
  const mesh = createMesh([[0, 1]], [40]);
  const flow = createCase(1);
  const mirrored = (of: Plane): Float64Array => Float64Array.from({ length: 40 }, (_, k) => of(1 - (k + 0.5) / 40, 0));
  const [f, p] = [mirrored(flow.density), mirrored(flow.phi)];
  createFlight(mesh, 1, time)(f, p);
  for (let k = 0; k < 40; k++) {
    near(t, f[k], density[39 - k], 1e-13);
    near(t, p[k], phi[39 - k], 1e-13);
  }
});

test("the wall's potential stays where a whole layer is at rest beside one that moves", (t) => {
  const mesh = createMesh([[0, 1]], [30]);
  const phi = Float64Array.from({ length: 60 }, (_, k) =>
    k % 2 === 0 ? 2 : Math.cos((PI * (Math.floor(k / 2) + 0.5)) / 30),
  );
  createFlight(mesh, 2, 0.05)(new Float64Array(60).fill(1), phi);
  each(t, phi, (value, k) => k % 2 === 1 || value === 2);
  near(t, phi[1], 1, 5e-3);
  near(t, phi[59], -1, 5e-3);
});

test("in a flight of next to no time nothing changes, to round-off", (t) => {
  const mesh = createMesh([[0, 1]], [200]);
  const phi = Float64Array.from({ length: 200 }, (_, k) => Math.cos((PI * (k + 0.5)) / 200) / PI);
  const after = phi.slice();
  createFlight(mesh, 1, 1e-10)(new Float64Array(200).fill(1), after);
  eachNear(t, after, phi, 1e-10);
});

test("where next to no mass meets it sticks together; the rest flies on, and mass is kept", (t) => {
  const mesh = createMesh([[-1, 1]], [100]);
  const x = (k: number): number => -1 + (k + 0.5) / 50;
  const density = Float64Array.from({ length: 100 }, (_, k) => Math.exp(-100 * (x(k) + 0.5) ** 2));
  // All fly to the right at speed 1: the tail meets the wall.
  const phi = Float64Array.from({ length: 100 }, (_, k) => x(k));
  const mean = (f: Float64Array): number => f.reduce((sum, value, k) => sum + value * x(k), 0) / total(f);
  const [before, mass] = [mean(density), total(density)];
  t.is(createFlight(mesh, 1, 0.25)(density, phi), undefined);
  near(t, total(density), mass, 1e-14 * mass);
  near(t, mean(density) - before, 0.25, 1e-6);
  each(t, phi, Number.isFinite);
  each(t, density, (value) => value >= 0);
});

test("particles that meet are a caustic, told with layer and cell", (t) => {
  const mesh = createMesh([[0, 1]], [20]);
  const density = new Float64Array(40).fill(1);
  const phi = Float64Array.from({ length: 40 }, (_, k) =>
    k % 2 === 0 ? 0 : -20 * ((Math.floor(k / 2) + 0.5) / 20 - 0.5) ** 2,
  );
  const caustic = createFlight(mesh, 2, 0.1)(density, phi);
  t.is(caustic?.layer, 1);
  const run = createFlight(mesh, 2, 0.01)(density.slice(), phi.slice());
  t.is(run?.layer, undefined);
});

test("particles that would leave through a wall are a caustic there", (t) => {
  const mesh = createMesh([[0, 1]], [10]);
  const phi = Float64Array.from({ length: 10 }, (_, k) => k * 0.1 * 3);
  const caustic = createFlight(mesh, 1, 0.05)(new Float64Array(10).fill(1), phi);
  t.deepEqual(caustic, { layer: 0, cell: 9 });
});
