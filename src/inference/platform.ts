/** The two things of a platform that browsers, workers and Node share; the rest is passed in. */

/** Milliseconds of a steady clock. */
export const now = (): number => globals.performance.now();

export const decodeUtf8 = (bytes: Uint8Array): string => new globals.TextDecoder().decode(bytes);

const globals = globalThis as unknown as {
  readonly performance: { now(): number };
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
};
