/** How many digits the numbers of a column have at most. */
export interface NumberShape {
  readonly hasSign: boolean;
  readonly whole: number;
  readonly decimals: number;
  /** Digits of the power of ten; none where no number has one. */
  readonly exponent: number;
  readonly hasExponentSign: boolean;
}

const number = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?)(\d+))?$/;

/** The shape of all numbers among some cells; undefined where there is none. */
export function shapeOf(cells: readonly string[]): NumberShape | undefined {
  const parts = cells.flatMap((cell) => [number.exec(cell)].filter((found) => found !== null));
  if (parts.length === 0) return undefined;
  const most = (k: number): number => Math.max(...parts.map((part) => (part[k] ?? "").length));
  return {
    hasSign: most(1) > 0,
    whole: most(2),
    decimals: most(3),
    exponent: most(5),
    hasExponentSign: parts.some((part) => part[4] === "-"),
  };
}

/** The same for siunitx: `1.3e-2`. */
export function tableFormat({ hasSign, whole, decimals, exponent, hasExponentSign }: NumberShape): string {
  const fraction = decimals === 0 ? "" : `.${decimals}`;
  const power = exponent === 0 ? "" : `e${hasExponentSign ? "-" : ""}${exponent}`;
  return `${hasSign ? "-" : ""}${whole}${fraction}${power}`;
}
