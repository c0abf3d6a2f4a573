/** Spreadsheets run cells that begin with `= + - @`, tab or CR as formulas (CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

export const isFormula = (cell: string): boolean => FORMULA.test(cell);

/** The cell with an apostrophe in front where it would run. */
export const inert = (cell: string): string => (isFormula(cell) ? `'${cell}` : cell);
