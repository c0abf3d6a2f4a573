/** Whether anything was ever kept here, told without opening the database. */
export const MARKER_KEY = 'platewheel-kept';

/** An import that was cut short has left no mark of what is kept, and yet something to tidy up. */
const BEGUN_KEY = 'platewheel-begun';

/** Also true where it cannot be told. */
export function everKept(): boolean {
  try {
    return [MARKER_KEY, BEGUN_KEY].some((key) => localStorage.getItem(key) !== null);
  } catch {
    return true;
  }
}

/** From here on something may be kept. */
export function noteBegun(): void {
  try {
    localStorage.setItem(BEGUN_KEY, 'yes');
  } catch {
    // Then `everKept` cannot tell either, and says yes.
  }
}
