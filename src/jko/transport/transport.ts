/**
 * Transport of a density inside the layers, as the dual problem of a step sees it (docs/method.md, eqs. 3 and 4).
 *
 * Displacements are in cells, masses per cell; node arrays index `cell * layers + layer`, face arrays are the
 * transport's.
 */
export interface Transport {
  /** Length of face arrays. */
  readonly faceCount: number;
  /** Takes the density to be transported, cell averages >= 0. */
  load(densityPrev: Float64Array): void;
  /**
   * Mass arriving in every cell for potentials `mu`, and the tangent mobility C'(y) of every face, mass per cell.
   *
   * @param off receives 1 for cells off the envelope, between faces that have met, which receive nothing; else 0
   * @returns whether there are such cells
   */
  sweep(mu: Float64Array, arriving: Float64Array, tangent: Float64Array, off: Uint8Array): boolean;
  /** The secant mobility (C(y) - C(x)) / (y - x) of every face, mass per cell. */
  secants(mu: Float64Array, tangent: Float64Array, secant: Float64Array): void;
  /** Conductances of faces of given mobility: swept mass per difference of mu, tau/h² times it. */
  conduct(mobility: Float64Array, along: Float64Array): void;
  /** Transport part of the dual objective: minus the integral of Q_tau(mu) against the transported density. */
  dualCost(mu: Float64Array): number;
  /** The cost of the transport that `sweep` finds: the sum of W2² / (2 tau). */
  cost(mu: Float64Array): number;
}
