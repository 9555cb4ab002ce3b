/** What references answer that have neither a mesh of their own nor steps to be chosen. */
export const meshless = {
  way: "prepared",
  isGiven: false,
  caveat: null,
  refinement: null,
  check: () => {},
  mesh: () => null,
  work: () => 1,
  pace: 1,
  warnings: (): readonly string[] => [],
} as const;
