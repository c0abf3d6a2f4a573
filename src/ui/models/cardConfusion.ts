/** A card's confusion as bars: characters taken for each other, or boxes found, missed and made up. */

export interface ConfusionBars {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly count: number }[];
}

const MOST_BARS = 15;

/** @param confusion `[true][read]` counts over `alphabet`, or `{ 640: { found, missed, false } }` */
export function cardConfusion(confusion: unknown, alphabet = ''): ConfusionBars | null {
  if (Array.isArray(confusion)) {
    const bars = confusion.flatMap((row: unknown, truth) =>
      Array.isArray(row)
        ? row.flatMap((count: unknown, read) =>
            truth !== read && typeof count === 'number' && count > 0
              ? [{ name: `${charOf(alphabet, truth)} as ${charOf(alphabet, read)}`, count }]
              : [],
          )
        : [],
    );
    bars.sort((a, b) => b.count - a.count);
    return bars.length === 0
      ? null
      : { title: 'Characters read as others, most often first', bars: bars.slice(0, MOST_BARS) };
  }
  if (typeof confusion !== 'object' || confusion === null) return null;
  const bars = Object.entries(confusion).flatMap(([size, counts]: [string, unknown]) =>
    typeof counts === 'object' && counts !== null
      ? Object.entries(counts).flatMap(([what, count]: [string, unknown]) =>
          typeof count === 'number' ? [{ name: `${size}: ${what}`, count }] : [],
        )
      : [],
  );
  return bars.length === 0
    ? null
    : { title: 'Plates by input size', bars: bars.slice(0, MOST_BARS) };
}

/** The blank is nothing, in words. */
const charOf = (alphabet: string, index: number) => {
  const char = alphabet.charAt(index) || String(index);
  return char === '_' ? 'nothing' : char;
};
