/** Ways in which orders mislead; the names are flags of the levels concerned. */
export type TrapKind =
  | "inconsistent"
  | "cancellation"
  | "mesh-polluted"
  | "superconvergent"
  | "stiff-exchange"
  | "growing"
  | "zero"
  | "identical";

/** Something about a sweep that makes its orders mean less than they seem to. */
export interface Trap {
  readonly kind: TrapKind;
  readonly error: string;
  /** Indices of the levels concerned. */
  readonly levels: readonly number[];
  /** What was seen and where, what it means, and what to do. */
  readonly sentence: string;
}
