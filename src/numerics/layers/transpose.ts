/** Numbers per row and column of a tile: what is read and written at a time stays in the cache. */
const TILE_ROWS = 32;
const TILE_COLUMNS = 8;

/**
 * Writes the transpose of `from`, rows of `columns` numbers, to `to`, whose rows have `rows` of them. What `from` has
 * less rows keeps its value.
 */
export function transpose(from: Float64Array, rows: number, columns: number, to: Float64Array): void {
  const given = columns > 0 ? Math.floor(from.length / columns) : 0;
  for (let top = 0; top < given; top += TILE_ROWS) {
    const bottom = Math.min(given, top + TILE_ROWS);
    for (let left = 0; left < columns; left += TILE_COLUMNS) {
      const right = Math.min(columns, left + TILE_COLUMNS);
      for (let column = left; column < right; column++) {
        const target = column * rows;
        for (let row = top, k = top * columns + column; row < bottom; row++, k += columns) to[target + row] = from[k];
      }
    }
  }
}
