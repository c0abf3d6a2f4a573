/**
 * Shapes of plates learnt from what a person said of a source's plates: a prior for the next ones. It
 * makes an offer beside the reading, which itself is never changed.
 */
import type { Character } from '../types.ts';
import { type Guess, inShape, shapeOf } from './hint.ts';

export interface LearntFormat {
  readonly source: string;
  /** Different texts that a person gave or confirmed. */
  readonly vehicles: number;
  /** Most frequent first; together they hold for nearly all. */
  readonly shapes: readonly { readonly shape: string; readonly vehicles: number }[];
}

/** Fewer vehicles tell no shape; one alone may be a typing mistake. */
const LEAST_VEHICLES = 10;
const LEAST_OF_SHAPE = 2;
/** Share of the vehicles that the shapes must hold for: elsewhere plates have no shape to speak of. */
const COVERED = 0.9;
/** Below it a second thought of the reader is none: a look-alike is likelier. */
const LEAST_THOUGHT = 0.02;
/** What a look-alike is worth that the reader did not think of. */
const UNTHOUGHT = 0.01;

/** The shapes of each source whose plates have some. @param said texts `A–Z0–9`, in any order */
export function learntFormats(
  said: readonly { readonly source: string; readonly text: string }[],
): LearntFormat[] {
  const bySource = new Map<string, Set<string>>();
  for (const { source, text } of said) {
    const own = bySource.get(source) ?? new Set();
    bySource.set(source, own.add(text));
  }
  return [...bySource].flatMap(([source, texts]) => {
    const counts = new Map<string, number>();
    for (const text of texts) counts.set(shapeOf(text), (counts.get(shapeOf(text)) ?? 0) + 1);
    const shapes = [...counts]
      .map(([shape, vehicles]) => ({ shape, vehicles }))
      .filter(({ vehicles }) => vehicles >= LEAST_OF_SHAPE)
      .sort((a, b) => b.vehicles - a.vehicles || (a.shape < b.shape ? -1 : 1));
    const covered = shapes.reduce((sum, { vehicles }) => sum + vehicles, 0);
    const isKnown = texts.size >= LEAST_VEHICLES && covered >= COVERED * texts.size;
    return isKnown ? [{ source, vehicles: texts.size, shapes }] : [];
  });
}

/**
 * The likeliest text of one of these shapes: the reader's own second thoughts where it had any, else
 * look-alikes, times how frequent the shape is. Null where the text has such a shape, or none comes near.
 * @param characters of the reading, where the text is what was read
 */
export function learntHint(
  text: string,
  { shapes, vehicles: all }: LearntFormat,
  characters: readonly Character[],
): { readonly text: string; readonly vehicles: number } | null {
  if (text === '' || shapes.some(({ shape }) => shape === shapeOf(text))) return null;
  const isRead = characters.map(({ char }) => char).join('') === text;
  const thought: Guess = (slot, isWanted) =>
    isRead
      ? characters[slot]?.alternatives.find(
          ({ char, confidence }) => isWanted(char) && confidence >= LEAST_THOUGHT,
        )
      : undefined;
  let best: { readonly text: string; readonly vehicles: number; readonly worth: number } | null =
    null;
  for (const { shape, vehicles } of shapes) {
    const found = inShape(text, shape, thought);
    if (!found) continue;
    const worth = found.swaps.reduce(
      (product, { confidence }) => product * Math.max(confidence ?? 0, UNTHOUGHT),
      vehicles / all,
    );
    if (worth > (best?.worth ?? 0)) best = { text: found.text, vehicles, worth };
  }
  return best && { text: best.text, vehicles: best.vehicles };
}
