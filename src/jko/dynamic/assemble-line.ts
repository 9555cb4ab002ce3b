import { type Assembly, addEntry, addRight, type Barrier } from "./assembly.js";
import type { Terminal } from "./terminal.js";

/** The parts of the equations that stay at a node: time differences and energy or barrier. */
export function addNodes(assembly: Assembly, j: number, terminal: Terminal | undefined, barrier: Barrier): void {
  const { space, at } = assembly;
  const { nodes, layers, intervals } = space;
  const last = j === intervals - 1;
  for (let p = 0; p < nodes; p++) {
    const cell = Math.floor(p / layers);
    const row = 2 * (j * layers + (p % layers));
    const k = j * nodes + p;
    const density = at.path.density[k + nodes];
    addEntry(assembly, cell, row, cell, row + 1, 1);
    addEntry(assembly, cell, row + 1, cell, row, density);
    if (j > 0) addEntry(assembly, cell, row + 1, cell, row - 2 * layers, -at.path.density[k]);
    let slope = at.phi[k];
    if (!last) {
      addEntry(assembly, cell, row, cell, row + 2 * layers + 1, -1);
      addEntry(assembly, cell, row, cell, row, at.slack[k]);
      slope -= at.phi[k + nodes] + (barrier.strength * barrier.weight[k]) / density;
    } else if (terminal !== undefined) {
      addEntry(assembly, cell, row, cell, row, density * terminal.curvature(p, density));
      slope += terminal.slope(p, density);
    }
    addRight(assembly, cell, row, -slope);
  }
}

/** The parts of the equations that a face of interval j adds. */
export function addFaces(assembly: Assembly, j: number): void {
  const { space, scale, at, model } = assembly;
  const { faces, layers, nodes, width, dt } = space;
  for (let f = 0, k = j * faces; f < faces; f++, k++) {
    const cell = Math.floor(f / layers);
    const row = 2 * (j * layers + (f % layers));
    const u = model.velocity[k];
    const p = j * nodes + f;
    const drop = at.phi[p + layers] - at.phi[p];
    const conductance = (dt / width) * (model.faceMean[k] / (scale * width));
    const excess = (dt / width) * at.path.along[k] - conductance * drop;
    const advected = (0.25 * dt * u) / width;
    const slope = advected * (0.5 * scale * width * u - drop);
    for (let side = 0; side < 2; side++) {
      const here = cell + side;
      const sign = side === 0 ? 1 : -1;
      addEntry(assembly, here, row + 1, cell, row + 1, -sign * conductance);
      addEntry(assembly, here, row + 1, cell + 1, row + 1, sign * conductance);
      addRight(assembly, here, row + 1, sign * excess);
      for (let before = 0; before < 2; before++) {
        if (j < before) continue;
        const at0 = row - 2 * layers * before;
        addRight(assembly, here, at0, -slope);
        addEntry(assembly, here, at0, cell, row + 1, advected);
        addEntry(assembly, here, at0, cell + 1, row + 1, -advected);
        for (let other = 0; other < 2; other++) {
          const density = at.path.density[p + nodes * (1 - before) + layers * other];
          addEntry(assembly, here, row + 1, cell + other, at0, sign * advected * density);
        }
      }
    }
  }
}
