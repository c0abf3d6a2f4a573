/**
 * Figures name the samples behind them, and with a hundred thousand samples those names would be most of
 * what is told: long lists stay behind, and are asked for when a person opens one.
 */

/** Names that travel with the figures; longer lists are cut to as many. */
export const SHORT = 200;

export interface Cut<T> {
  /** The same with its long lists cut. */
  readonly value: T;
  /** Where each cut list stands, such as `tiles.3.samples`, and the whole of it. */
  readonly whole: ReadonlyMap<string, readonly string[]>;
}

/** Cuts every list of texts that is longer than `SHORT`. */
export function cutLongLists<T>(value: T): Cut<T> {
  const whole = new Map<string, readonly string[]>();
  const cut = (part: unknown, path: string): unknown => {
    if (Array.isArray(part)) {
      if (part.length > SHORT && typeof part[0] === 'string') {
        whole.set(path, part as string[]);
        return part.slice(0, SHORT);
      }
      if (typeof part[0] !== 'object') return part;
      return part.map((one, i) => cut(one, `${path}.${i}`));
    }
    if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, one]) => [
        key,
        cut(one, path === '' ? key : `${path}.${key}`),
      ]),
    );
  };
  return { value: cut(value, '') as T, whole };
}

/** What stands at a path of `cutLongLists`. */
export function atPath(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], value);
}
