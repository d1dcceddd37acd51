/** A dense matrix of doubles, row after row, that may be written to; indices count from 0. */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly cells: Float64Array;

  constructor(rows: number, columns: number, cells = new Float64Array(rows * columns)) {
    this.rows = rows;
    this.columns = columns;
    this.cells = cells;
  }

  static of(rows: readonly (readonly number[])[], columns = rows[0]?.length ?? 0): Matrix {
    return new Matrix(rows.length, columns, Float64Array.from(rows.flat()));
  }

  /** With `values` on its diagonal and 0 elsewhere. */
  static diagonal(values: readonly number[]): Matrix {
    const matrix = new Matrix(values.length, values.length);
    for (const [i, value] of values.entries()) matrix.set(i, i, value);
    return matrix;
  }

  at(row: number, column: number): number {
    return this.cells[row * this.columns + column] ?? Number.NaN;
  }

  set(row: number, column: number, value: number): void {
    this.cells[row * this.columns + column] = value;
  }

  add(row: number, column: number, value: number): void {
    this.set(row, column, this.at(row, column) + value);
  }

  row(row: number): number[] {
    return [...this.cells.subarray(row * this.columns, (row + 1) * this.columns)];
  }

  column(column: number): number[] {
    return Array.from({ length: this.rows }, (_, row) => this.at(row, column));
  }

  toRows(): number[][] {
    return Array.from({ length: this.rows }, (_, row) => this.row(row));
  }
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Σ aᵢbᵢ. */
export const dot = (a: readonly number[], b: ArrayLike<number>): number =>
  a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0);
