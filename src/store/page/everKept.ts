/** Whether anything was ever kept here, told without opening the database. */
export const MARKER_KEY = 'platewheel-kept';

/** Also true where it cannot be told. */
export function everKept(): boolean {
  try {
    return localStorage.getItem(MARKER_KEY) !== null;
  } catch {
    return true;
  }
}
