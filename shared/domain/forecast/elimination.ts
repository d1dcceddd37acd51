import { Matrix } from './matrix.ts';

/**
 * Solves (D − W)·X = Y in place, where W holds what goes from state to state (its diagonal is not read), and D the sum
 * of all that leaves each state. `system` has a row for each state: W, then what leaves for good, then Y,
 * which becomes X.
 *
 * One state after the other is taken out, and what went through it is shared out to where it went on. Nothing is ever
 * subtracted, so rows that all but close are as exact as any, in any unit and order: Grassmann, Taksar and Heyman,
 * Operations Research 33 (1985). What nothing leaves counts as leading nowhere.
 */
export function eliminate({ rows: n, columns, cells }: Matrix): void {
  for (let k = 0; k < n; k++) {
    const row = k * columns;
    let pivot = 0;
    for (let c = k + 1; c <= n; c++) pivot += cells[row + c] ?? 0;
    for (let c = k + 1; c < columns; c++) cells[row + c] = pivot > 0 ? (cells[row + c] ?? 0) / pivot : 0;
    for (let i = k + 1; i < n; i++)
      addRow(cells, i * columns, cells[i * columns + k] ?? 0, row, k + 1, columns);
  }
  for (let k = n - 2; k >= 0; k--) {
    const row = k * columns;
    for (let j = k + 1; j < n; j++) addRow(cells, row, cells[row + j] ?? 0, j * columns, n + 1, columns);
  }
}

/** To one row, adds a multiple of another, from one column up to another. */
function addRow(
  cells: Float64Array,
  to: number,
  factor: number,
  from: number,
  first: number,
  end: number,
): void {
  if (factor === 0) return;
  for (let c = first; c < end; c++) cells[to + c] = (cells[to + c] ?? 0) + factor * (cells[from + c] ?? 0);
}

/** X of (D − W)·X = Y; `leaving` is what goes out for good, by state. */
export function solve(within: Matrix, leaving: readonly number[], right: Matrix): Matrix {
  const rows = leaving.map((weight, state) => [...within.row(state), weight, ...right.row(state)]);
  const system = Matrix.of(rows);
  eliminate(system);
  const solved = system.toRows().map((row) => row.slice(leaving.length + 1));
  return Matrix.of(solved, right.columns);
}
