/** Work on the next items while one is used: in order, with a bound on what is held at once. */

export interface AheadLimits<T> {
  /** Most items in work at once, at least 1. */
  readonly most: number;
  /** What an item takes, e.g. bytes, and how much of that may be held at once; one item always may. */
  readonly weight?: (item: T) => number;
  readonly limit?: number;
}

/**
 * What `make` makes of each item, in order. Once an error has come out or the reader has left, nothing
 * more is begun, and what is under way ends unheard. @throws what `make` throws, at that item's turn
 */
export async function* ahead<T, R>(
  items: Iterable<T>,
  { most, weight = () => 0, limit = Number.POSITIVE_INFINITY }: AheadLimits<T>,
  make: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const waiting: { readonly made: Promise<R>; readonly weight: number }[] = [];
  let held = 0;
  const useFirst = async () => {
    const first = waiting.shift() as (typeof waiting)[number];
    const made = await first.made;
    held -= first.weight;
    return made;
  };
  for (const item of items) {
    const own = weight(item);
    while (waiting.length >= most || (waiting.length > 0 && held + own > limit)) {
      yield await useFirst();
    }
    const made = make(item);
    made.catch(() => undefined); // heard at its turn, if that ever comes
    waiting.push({ made, weight: own });
    held += own;
  }
  while (waiting.length > 0) yield await useFirst();
}
