/** Where this tab was in the list, and in which view, so that a reload leads back there. */
const KEY = 'platewheel-read-place';

export interface Place {
  readonly index: number;
  readonly plate: number;
  readonly isTable: boolean;
}

export function notePlace(place: Place | null): void {
  try {
    if (place) sessionStorage.setItem(KEY, JSON.stringify(place));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is refused: a reload begins at the first photo.
  }
}

/** Null where none was noted, or something else stands there. */
export function notedPlace(): Place | null {
  try {
    const { index, plate, isTable } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    const isPlace = Number.isInteger(index) && Number.isInteger(plate);
    return isPlace ? { index, plate, isTable: isTable === true } : null;
  } catch {
    return null;
  }
}
