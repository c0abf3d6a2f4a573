/**
 * A mark outside the database that says what was in it. Found without the database it belongs to,
 * it means "lost", not "empty". A browser that clears both leaves no trace: nobody can tell then.
 */

import { savedIdentity } from '../identity.ts';
import { countCorrections } from '../library.ts';
import { database } from '../open.ts';
import { MARKER_KEY as KEY } from './everKept.ts';

export interface Marker {
  readonly database: string;
  readonly samples: number;
  readonly corrections: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Writes down what there is now; called after changes. The mark of a lost database stays until the
 * person has seen it (`clearMarker`) or brought the data back (`replace`).
 */
export async function updateMarker(at: number, replace = false): Promise<void> {
  const identity = await savedIdentity();
  if (!identity || (!replace && (await findLoss()))) return;
  const samples = await (await database()).count('samples');
  const marker: Marker = {
    database: identity.database,
    samples,
    corrections: await countCorrections(),
    at,
  };
  try {
    localStorage.setItem(KEY, JSON.stringify(marker));
  } catch {
    // Without local storage a loss cannot be told from emptiness; the data itself is unharmed.
  }
}

export function clearMarker(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept there either
  }
}

/** What was lost: the marker, when its database is gone; null when all is as it should be. */
export async function findLoss(): Promise<Marker | null> {
  const marker = readMarker();
  if (!marker || marker.samples === 0) return null;
  const identity = await savedIdentity();
  return identity?.database === marker.database ? null : marker;
}

function readMarker(): Marker | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Marker> | null;
    if (!found || typeof found.database !== 'string') return null;
    const number = (value: unknown) => (typeof value === 'number' ? value : 0);
    return {
      database: found.database,
      samples: number(found.samples),
      corrections: number(found.corrections),
      at: number(found.at),
    };
  } catch {
    return null;
  }
}
