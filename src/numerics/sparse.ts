/**
 * A square sparse matrix by rows, its pattern fixed at creation.
 *
 * Row i holds the entries `starts[i] … starts[i + 1] - 1` of `columns` (ascending) and `values`; `diagonal[i]` is the
 * position of entry (i, i), which is always there.
 */
export interface SparseMatrix {
  readonly size: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  readonly diagonal: Int32Array;
}

/** Calls `emit` with the columns of a row, in any order, repetitions allowed; the diagonal is added. */
export type RowPattern = (row: number, emit: (column: number) => void) => void;

/** A matrix of zeros with the given pattern. */
export function createSparse(size: number, pattern: RowPattern): SparseMatrix {
  const starts = new Int32Array(size + 1);
  const diagonal = new Int32Array(size);
  let columns = new Int32Array(8 * size);
  let count = 0;
  const row: number[] = [];
  const emit = (column: number): void => {
    if (!row.includes(column)) row.push(column);
  };
  for (let i = 0; i < size; i++) {
    row.length = 0;
    emit(i);
    pattern(i, emit);
    row.sort((a, b) => a - b);
    if (count + row.length > columns.length) columns = enlarged(columns, count + row.length);
    for (const column of row) {
      if (column === i) diagonal[i] = count;
      columns[count++] = column;
    }
    starts[i + 1] = count;
  }
  return { size, starts, columns: columns.slice(0, count), values: new Float64Array(count), diagonal };
}

function enlarged(values: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(Math.max(least, 2 * values.length));
  out.set(values);
  return out;
}

/** Position of entry (row, column) in `values`; -1 where the pattern has none. */
export function entryPosition({ starts, columns }: SparseMatrix, row: number, column: number): number {
  const end = starts[row + 1];
  for (let p = starts[row]; p < end; p++) if (columns[p] === column) return p;
  return -1;
}

/** Entry (row, column) += value; the pattern must have it. */
export function addEntry(matrix: SparseMatrix, row: number, column: number, value: number): void {
  const p = entryPosition(matrix, row, column);
  matrix.values[p] = matrix.values[p] + value;
}

/** Sets the matrix to the identity. */
export function setIdentity({ values, diagonal }: SparseMatrix): void {
  values.fill(0);
  for (let i = 0; i < diagonal.length; i++) values[diagonal[i]] = 1;
}

/** out = A x. */
export function multiply({ size, starts, columns, values }: SparseMatrix, x: Float64Array, out: Float64Array): void {
  let p = 0;
  for (let i = 0; i < size; i++) {
    const end = starts[i + 1];
    let sum = 0;
    for (; p < end; p++) sum += values[p] * x[columns[p]];
    out[i] = sum;
  }
}

/** out = rhs - A x; `out` may be `rhs`. */
export function subtractProduct(
  { size, starts, columns, values }: SparseMatrix,
  x: Float64Array,
  rhs: Float64Array,
  out: Float64Array,
): void {
  let p = 0;
  for (let i = 0; i < size; i++) {
    const end = starts[i + 1];
    let sum = rhs[i];
    for (; p < end; p++) sum -= values[p] * x[columns[p]];
    out[i] = sum;
  }
}
