/** Exchange mobilities theta(s, t), by name (docs/method.md lists the formulas). */
export const mobilityNames = [
  "unit",
  "logarithmic",
  "weighted-logarithmic",
  "arithmetic",
  "geometric",
  "harmonic",
  "upwind",
] as const;
export type MobilityName = (typeof mobilityNames)[number];

/** The exchange part of the metric. */
export interface Exchange {
  readonly mobility: MobilityName;
  readonly cost: "quadratic";
  readonly mobilityAt: "previous";
}
