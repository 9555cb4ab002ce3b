import type { WeightOptions } from "./weight-options.js";

/** Slopes and speeds below this count as rest, whatever the method. */
export const stillness = 1e-3;

/**
 * Moves positions by one step in place.
 *
 * Order 1: x - tau ∇V. Order 2: v = (v - tau ∇V(x)) / (1 + gamma tau), then x + tau v with the new v.
 *
 * @param velocities changed by order 2, not looked at by order 1
 */
export function movePositions(
  { order, damping, tau }: Pick<WeightOptions, "order" | "damping" | "tau">,
  positions: Float64Array,
  velocities: Float64Array,
  gradients: Float64Array,
): void {
  for (let k = 0; k < positions.length; k++) {
    const force = -gradients[k];
    const velocity = order === 1 ? force : (velocities[k] + tau * force) / (1 + damping * tau);
    velocities[k] = velocity;
    positions[k] = positions[k] + tau * velocity;
  }
}
