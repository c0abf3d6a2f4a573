/** What learning costs in this page: made-up plates of a reader's shape, whose 0 looks like a D. */
import { atOnce } from '../../../src/core/learning/fitHead.ts';
import type { Head } from '../../../src/core/learning/head.ts';
import { type Answer, NOTHING_LEARNT, refitSteps } from '../../../src/core/learning/personal.ts';
import { seededRandom } from '../../../src/core/quality/random.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';
const [SLOTS, WIDTH, VIEWS, LETTERS] = [12, 96, 8, 7];
const TENTH = 10;

/**
 * Seconds of a fit from the shipped layer, and of the next one: ten answers more, begun at the fit before,
 * as after each tenth answer.
 */
export function refitSeconds(plates: number): { first: number; next: number; learnt: number } {
  const random = seededRandom(5);
  const classes = ALPHABET.length;
  const weight = Float32Array.from({ length: classes * WIDTH }, () => random() - 0.5);
  const base: Head = { classes, width: WIDTH, weight, bias: new Float32Array(classes) };
  const answers = Array.from({ length: plates }, (_, n) => plateOf(`${n}`, base, random));
  const timed = <T>(work: () => T): [T, number] => {
    const from = performance.now();
    return [work(), (performance.now() - from) / 1000];
  };
  const learn = (of: readonly Answer[], before: typeof NOTHING_LEARNT) =>
    timed(() => atOnce(refitSteps(of, base, ALPHABET, before)));
  const [before, first] = learn(answers.slice(0, -TENTH), NOTHING_LEARNT);
  const [after, next] = learn(answers, before);
  return { first, next, learnt: after.learntFrom.length };
}

function plateOf(id: string, base: Head, random: () => number): Answer {
  const text = Array.from({ length: LETTERS }, () => ALPHABET[Math.floor(random() * 36)]).join('');
  const views = Array.from({ length: VIEWS }, () => {
    const view = new Float32Array(SLOTS * WIDTH);
    for (let slot = 0; slot < SLOTS; slot++) {
      const char = (text[slot] ?? '_').replace('0', 'D');
      const from = ALPHABET.indexOf(char) * WIDTH;
      for (let d = 0; d < WIDTH; d++) {
        view[slot * WIDTH + d] = 4 * ((base.weight[from + d] as number) + random() - 0.5);
      }
    }
    return view;
  });
  const origin = { source: 'gate', country: '' };
  return { id, group: id, text, views, origin, rows: 1, isRandom: false };
}
