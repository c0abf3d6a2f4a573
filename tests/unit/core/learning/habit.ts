/** A reader that takes every 0 for a D, and answers of a person who knows better. */
import type { Head } from '../../../../src/core/learning/head.ts';
import type { Answer } from '../../../../src/core/learning/personal.ts';
import { mulberry32 } from '../mulberry32.ts';

export const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';
const SLOTS = 9;
const LETTERS = 'ABCEFGHKLMNPRSTVWXYZ';

/** Features are the characters themselves, with some noise. */
export const BASE: Head = (() => {
  const classes = ALPHABET.length;
  const weight = new Float32Array(classes * classes);
  for (let c = 0; c < classes; c++) weight[c * classes + c] = 1.2;
  return { classes, width: classes, weight, bias: new Float32Array(classes) };
})();

/** Features `[slots, width]` of a plate that shows this. */
export function shows(text: string, noise: () => number): Float32Array {
  const { width } = BASE;
  const view = Float32Array.from({ length: SLOTS * width }, () => noise() * 0.4);
  for (let s = 0; s < SLOTS; s++) {
    view[s * width + ALPHABET.indexOf(text[s] ?? '_')] = 4 + noise() * 0.4;
  }
  return view;
}

/** Answers to plates with one 0 each, which looks like a D. @param said what the person makes of a text */
export function habitAnswers(
  count: number,
  seed: number,
  said: (text: string, n: number) => string = (text) => text,
): Answer[] {
  const draw = mulberry32(seed);
  const letter = () => LETTERS[draw(LETTERS.length)] as string;
  const noise = () => draw(1024) / 512 - 1;
  return Array.from({ length: count }, (_, n) => {
    const text = `${letter()}${letter()}${letter()}${1 + draw(9)}0${1 + draw(9)}${n % 10 || 1}`;
    return {
      id: `sample-${n} 0`,
      group: said(text, n),
      text: said(text, n),
      views: [1, 2].map(() => shows(text.replaceAll('0', 'D'), noise)),
      origin: { source: 'gate', country: 'de' },
      rows: 1 as const,
      isRandom: n % 5 === 4,
    };
  });
}
