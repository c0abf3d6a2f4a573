/** Plates seen more than once over a batch of photos, near texts together. */
import { foldLookAlikes } from './lookAlikes.ts';
import { editDistance } from './plateText.ts';

/** A plate in a photo. */
export interface Sighting {
  readonly text: string;
  readonly photo: string;
  /** Milliseconds since 1970; null where nobody knows. */
  readonly at: number | null;
}

export interface Repeat {
  /** The text seen most often. */
  readonly text: string;
  /** The other texts that were taken for it. */
  readonly near: readonly string[];
  readonly count: number;
  readonly photos: readonly string[];
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/** Shorter texts are one character away from too many others. */
const LEAST_NEAR = 5;

/** Plates of at least two photos, most often seen first. */
export function repeats(sightings: readonly Sighting[]): readonly Repeat[] {
  const byText = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    if (sighting.text === '') continue;
    byText.set(sighting.text, [...(byText.get(sighting.text) ?? []), sighting]);
  }
  // From the most seen down: a misreading joins the plate it was read from.
  const texts = [...byText.keys()].sort(
    (a, b) => (byText.get(b)?.length ?? 0) - (byText.get(a)?.length ?? 0) || (a < b ? -1 : 1),
  );
  interface Group {
    readonly text: string;
    readonly near: string[];
    readonly all: Sighting[];
  }
  const groups: Group[] = [];
  // Near texts share a key, so that ten thousand plates need not be compared with each other.
  const byKey = new Map<string, Group[]>();
  for (const text of texts) {
    const own = byText.get(text) ?? [];
    const keys = nearKeys(text);
    const group = keys
      .flatMap((key) => byKey.get(key) ?? [])
      .find((other) => isNear(other.text, text));
    if (group) {
      group.near.push(text);
      group.all.push(...own);
      continue;
    }
    const made = { text, near: [], all: [...own] };
    groups.push(made);
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), made]);
  }
  return groups
    .map(({ text, near, all }): Repeat => {
      const times = all.flatMap(({ at }) => at ?? []);
      return {
        ...{ text, near, count: all.length },
        photos: [...new Set(all.map(({ photo }) => photo))],
        firstAt: times.length > 0 ? Math.min(...times) : null,
        lastAt: times.length > 0 ? Math.max(...times) : null,
      };
    })
    .filter(({ photos }) => photos.length > 1)
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}

/** Texts one character apart have one of these in common, and so have look-alikes. */
function nearKeys(text: string): string[] {
  const shorter = Array.from(text, (_, i) => text.slice(0, i) + text.slice(i + 1));
  return [...new Set([text, `~${foldLookAlikes(text)}`, ...shorter])];
}

function isNear(a: string, b: string): boolean {
  if (foldLookAlikes(a) === foldLookAlikes(b)) return true;
  if (Math.min(a.length, b.length) < LEAST_NEAR || Math.abs(a.length - b.length) > 1) return false;
  return editDistance(a, b) === 1;
}
