/**
 * The order in which the cells of a grid are eliminated by nested dissection, and the fronts that this makes.
 *
 * A rectangle of cells is cut in two by a line of cells, a separator, which is eliminated after both parts; parts are
 * cut in turn. What eliminating a rectangle joins are its neighbours outside: cells of separators around it.
 *
 * @see George, SIAM J. Numer. Anal. 10 (1973) 345
 */
export interface Dissection {
  /** Cells in the order of their elimination. */
  readonly order: Int32Array;
  /** In the order of their elimination: parts before what separates them. */
  readonly fronts: readonly Front[];
}

/** Cells that are eliminated together, and those that this joins. */
export interface Front {
  /** Its cells are `first … first + count - 1` in the order of elimination. */
  readonly first: number;
  readonly count: number;
  /** Positions of the neighbours of its rectangle in the order of elimination, ascending. */
  readonly neighbours: Int32Array;
  /** Fronts of the parts that it separates; none of a leaf. */
  readonly parts: readonly number[];
}

/** Cells from `x` to `xEnd` and from `y` to `yEnd`, ends excluded. */
interface Rectangle {
  readonly x: number;
  readonly xEnd: number;
  readonly y: number;
  readonly yEnd: number;
}

/** Rectangles of this many cells at most are eliminated as they are. */
const leafCells = 4;

/** Dissects a grid of nx times ny cells; cell = x + nx * y. */
export function dissect(nx: number, ny: number): Dissection {
  const order: number[] = [];
  const found: { first: number; count: number; parts: number[]; whole: Rectangle }[] = [];
  const visit = (whole: Rectangle): number => {
    const { separator, rest } = cut(whole);
    const parts = rest.map(visit);
    const first = order.length;
    for (let y = separator.y; y < separator.yEnd; y++) {
      for (let x = separator.x; x < separator.xEnd; x++) order.push(x + nx * y);
    }
    found.push({ first, count: order.length - first, parts, whole });
    return found.length - 1;
  };
  visit({ x: 0, xEnd: nx, y: 0, yEnd: ny });
  const position = new Int32Array(order.length);
  for (const [k, cell] of order.entries()) position[cell] = k;
  const fronts = found.map(({ first, count, parts, whole }) => {
    const neighbours = neighboursOf(whole, nx, ny).map((cell) => position[cell]);
    return { first, count, parts, neighbours: Int32Array.from(neighbours).sort() };
  });
  return { order: Int32Array.from(order), fronts };
}

/** The cells to eliminate last, and the parts that they leave. */
function cut(whole: Rectangle): { readonly separator: Rectangle; readonly rest: readonly Rectangle[] } {
  const { x, xEnd, y, yEnd } = whole;
  const [width, height] = [xEnd - x, yEnd - y];
  if (width * height <= leafCells || Math.max(width, height) < 3) return { separator: whole, rest: [] };
  if (width >= height) {
    const middle = x + (width >> 1);
    const separator = { ...whole, x: middle, xEnd: middle + 1 };
    return {
      separator,
      rest: [
        { ...whole, xEnd: middle },
        { ...whole, x: middle + 1 },
      ],
    };
  }
  const middle = y + (height >> 1);
  const separator = { ...whole, y: middle, yEnd: middle + 1 };
  return {
    separator,
    rest: [
      { ...whole, yEnd: middle },
      { ...whole, y: middle + 1 },
    ],
  };
}

/** Cells outside a rectangle that share a face with it. */
function neighboursOf({ x, xEnd, y, yEnd }: Rectangle, nx: number, ny: number): number[] {
  const cells: number[] = [];
  for (const column of [x - 1, xEnd]) {
    if (column >= 0 && column < nx) for (let j = y; j < yEnd; j++) cells.push(column + nx * j);
  }
  for (const row of [y - 1, yEnd]) {
    if (row >= 0 && row < ny) for (let i = x; i < xEnd; i++) cells.push(i + nx * row);
  }
  return cells;
}
