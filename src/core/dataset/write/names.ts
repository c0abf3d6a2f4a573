/** What photos are called in a dataset: as they were, where that is unique and no trouble anywhere. */

/** Names that Windows keeps for itself. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST = 80;
/** Enough of a hash to be unique, short enough to read. */
const HASH_LENGTH = 20;

/** @param id lower-case hex hash of the photo */
export const hashStem = (id: string) => id.slice(0, HASH_LENGTH);

/** A stem every system and tool takes: letters, digits, `.`, `_`, `-`; null where nothing is left. */
function plainStem(file: string): string | null {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const stem = name
    .replace(/\.\w{2,5}$/, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')
    .replace(/^[._-]+|[._]+$/g, '')
    .slice(0, LONGEST);
  return stem === '' || RESERVED.test(stem) ? null : stem;
}

/**
 * Stems by id, unique without regard to case. A name that two photos have is neither's: both are
 * called by their hash, so that the same photo has the same name in every export of the same photos.
 */
export function exportStems(
  samples: readonly { readonly id: string; readonly file: string }[],
  keepNames: boolean,
): ReadonlyMap<string, string> {
  const wanted = samples.map(({ file }) => (keepNames ? plainStem(file) : null));
  const counts = new Map<string, number>();
  for (const stem of wanted) {
    if (stem !== null) counts.set(stem.toLowerCase(), (counts.get(stem.toLowerCase()) ?? 0) + 1);
  }
  const isHash = /^[0-9a-f]{20}$/;
  return new Map(
    samples.map(({ id }, i) => {
      const stem = wanted[i] ?? null;
      const own = stem !== null && counts.get(stem.toLowerCase()) === 1 && !isHash.test(stem);
      return [id, own ? stem : hashStem(id)];
    }),
  );
}
