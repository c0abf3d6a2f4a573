/** Other texts a plate may have, to be taken by one click or key. */
import { formatHint, formatOf } from '../../core/formats/hint.ts';
import { type LearntFormat, learntHint } from '../../core/formats/learnt.ts';
import { otherText } from '../../core/learning/layer.ts';
import type { Reading } from '../../core/types.ts';

export interface Alternative {
  readonly text: string;
  /** 0–1; null where it is no guess of the reader. */
  readonly confidence: number | null;
  /** Where it comes from, when not from the reader: shown beside it. */
  readonly from: string | null;
}

/** As many as fit on one line. */
const MOST = 2;

/** A less likely text than this only raises doubt, and on a phone it pushes the answers out of sight. */
const LEAST = 0.03;

/** The likeliest other texts, surest first. */
export function shownAlternatives(
  reading: Reading | null,
  current: string,
): readonly Alternative[] {
  const other = reading && otherText(reading);
  const texts = new Map((reading?.alternatives ?? []).map((a) => [a.text, a.confidence]));
  // What was read is one again, once something else stands there.
  if (reading && reading.text !== '') texts.set(reading.text, reading.confidence);
  const likely = [...texts]
    .filter(([text, confidence]) => text !== current && confidence >= LEAST)
    .sort((a, b) => b[1] - a[1])
    .map(([text, confidence]): Alternative => ({ text, confidence, from: null }));
  if (!other || other.text === current) return likely.slice(0, MOST);
  const from = other.isUsed ? 'as shipped' : `learnt from ${other.answers} answers, on trial`;
  const first: Alternative = { text: other.text, confidence: null, from };
  return [first, ...likely.filter(({ text }) => text !== other.text)].slice(0, MOST);
}

/** A text that fits the expected country's plates where the present one does not: beside it, never instead. */
export function countryHints(current: string, country: string): readonly Alternative[] {
  const text = formatHint(current, country);
  if (text === null) return [];
  return [{ text, confidence: null, from: `fits ${formatOf(country)?.name}` }];
}

/** A text of the shape that this source's plates have by a person's own answers: beside it, never instead. */
export function learntHints(
  current: string,
  format: LearntFormat | undefined,
  reading: Reading | null,
): readonly Alternative[] {
  const hint = format && learntHint(current, format, reading?.characters ?? []);
  if (!format || !hint) return [];
  const from = `shaped like ${hint.vehicles} of your ${format.vehicles} plates here`;
  return [{ text: hint.text, confidence: null, from }];
}
