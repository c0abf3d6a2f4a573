import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../../src/core/learning/fitHead.ts';
import { textsOfAll } from '../../../../src/core/learning/headBatch.ts';
import {
  type Answer,
  learnSteps,
  NOTHING_LEARNT,
  type Personal,
} from '../../../../src/core/learning/personal.ts';
import { personalVerdict } from '../../../../src/core/learning/personalVerdict.ts';
import { ALPHABET, BASE, habitAnswers } from './habit.ts';

const learn = (answers: readonly Answer[], before: Personal = NOTHING_LEARNT): Personal =>
  atOnce(learnSteps(answers, BASE, ALPHABET, before));

/** As they come: one answer after the other. */
function oneByOne(answers: readonly Answer[]): Personal {
  let now = NOTHING_LEARNT;
  for (let n = 1; n <= answers.length; n++) now = learn(answers.slice(0, n), now);
  return now;
}

const verdictOf = (answers: readonly Answer[], personal: Personal) =>
  personalVerdict({
    hasLayer: personal.head !== null,
    counted: personal.counted,
    answers: answers.length,
    left: personal.left.length,
    texts: new Set(answers.map(({ text }) => text)).size,
    regress: { items: 0, red: [] },
    candidates: 1,
  });

const texts = (answers: readonly Answer[], head = BASE) =>
  textsOfAll(
    answers.map(({ views }) => views),
    head,
    ALPHABET,
  );

describe('learning from answers', () => {
  it('learns a habit from ten, and is used once seven plates more were mended', () => {
    const answers = habitAnswers(60, 3);
    expect(texts(answers).some((text, i) => text === answers[i]?.text)).toBe(false);
    const ten = learn(answers.slice(0, 10));
    expect(verdictOf(answers.slice(0, 10), ten).state).toBe('undecided');
    const sixteen = learn(answers.slice(0, 16), ten);
    expect(verdictOf(answers.slice(0, 16), sixteen).state).toBe('undecided');
    const seventeen = learn(answers.slice(0, 17), sixteen);
    expect(verdictOf(answers.slice(0, 17), seventeen).state).toBe('on');
    const later = answers.slice(17);
    const read = texts(later, seventeen.head as typeof BASE);
    expect(read).toEqual(later.map(({ text }) => text));
  });

  it('counts each answer once, by the layer fitted before it: the first ten by none', () => {
    const answers = habitAnswers(35, 5);
    const { counted, curve } = oneByOne(answers);
    expect(new Set(counted.map(({ id }) => id)).size).toBe(counted.length);
    const ids = counted.map(({ id }) => id);
    for (const { id } of answers.slice(0, 10)) expect(ids).not.toContain(id);
    expect(curve.map((point) => point.answers)).toEqual([10, 20, 30]);
  });

  it('what was counted stays, however the answers come in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 8 }),
        (steps) => {
          const answers = habitAnswers(40, 8);
          let now = NOTHING_LEARNT;
          let upTo = 0;
          for (const step of steps) {
            upTo = Math.min(answers.length, upTo + step);
            const before = now.counted;
            now = learn(answers.slice(0, upTo), now);
            expect(now.counted.slice(0, before.length)).toEqual(before);
          }
          expect(now.counted).toEqual(oneByOne(answers.slice(0, upTo)).counted);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('answers that are gone for a while count again when they come back, as they were counted', () => {
    const answers = habitAnswers(35, 5);
    const before = oneByOne(answers);
    const gone = learn(answers.slice(0, 12), before);
    expect(gone.counted).toHaveLength(2);
    const back = learn(answers, gone);
    const byId = (personal: Personal) =>
      [...personal.counted].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(back)).toEqual(byId(before));
  });

  it('an answer taken back counts no more, one that was corrected counts as it is now', () => {
    const answers = habitAnswers(20, 6);
    const before = learn(answers);
    const [gone, changed] = before.counted;
    const after = learn(
      answers
        .filter(({ id }) => id !== gone?.id)
        .map((one) => (one.id === changed?.id ? { ...one, text: 'ZZZ1111' } : one)),
      before,
    );
    expect(after.counted.map(({ id }) => id)).not.toContain(gone?.id);
    expect(after.counted.find(({ id }) => id === changed?.id)?.text).toBe('ZZZ1111');
  });

  it('a plate that was learnt from is no evidence when it is seen again', () => {
    const answers = habitAnswers(10, 7);
    const before = learn(answers);
    const again = answers.map((one, n) => ({ ...one, id: `again-${n} 0` }));
    expect(learn([...answers, ...again], before).counted).toEqual([]);
  });
});

describe('answers that cannot teach', () => {
  it.each([
    ['one answer', 1],
    ['nine answers', 9],
  ])('%s: no layer yet', (_, count) => {
    const answers = habitAnswers(count, 1);
    const personal = learn(answers);
    expect(personal.head).toBeNull();
    expect(verdictOf(answers, personal)).toMatchObject({ state: 'learning', untilFit: 10 - count });
  });

  it('all of one text: nothing can be told', () => {
    const answers = habitAnswers(12, 1, () => 'ABC1012');
    expect(verdictOf(answers, learn(answers))).toMatchObject({
      state: 'learning',
      hindrance: 'one-text',
    });
  });

  it('a person who answers at random is never used, and refused in the end', () => {
    for (const seed of [1, 2]) {
      const other = habitAnswers(50, seed + 100).map(({ text }) => text);
      const answers = habitAnswers(50, seed, (_, n) => other[n] as string);
      let now = NOTHING_LEARNT;
      for (let n = 10; n <= 50; n += 10) {
        now = learn(answers.slice(0, n), now);
        expect(verdictOf(answers.slice(0, n), now).state).not.toBe('on');
      }
      expect(verdictOf(answers, now).state).toBe('refused');
    }
  });

  it('answers that contradict each other on the same pictures make nothing worse', () => {
    const answers = habitAnswers(20, 4);
    // Every picture twice, once with the text it shows and once with another's.
    const both = answers.flatMap((one, n) => [
      one,
      { ...one, id: `${one.id} again`, text: answers[(n + 7) % 20]?.text as string },
    ]);
    const { head } = learn(both);
    const right = (read: readonly string[]) =>
      read.filter((text, n) => text === answers[n]?.text).length;
    expect(head?.weight.every(Number.isFinite)).toBe(true);
    expect(right(texts(answers, head ?? undefined))).toBeGreaterThanOrEqual(right(texts(answers)));
  });

  it('a plate whose features are no numbers is left out', () => {
    const answers = habitAnswers(10, 1);
    const sick = answers[3] as Answer;
    const broken = { ...sick, views: sick.views.map((view) => view.slice().fill(Number.NaN)) };
    const personal = learn(answers.map((one) => (one === sick ? broken : one)));
    expect(personal.left).toEqual([sick.id]);
    expect(personal.head?.weight.every(Number.isFinite)).toBe(true);
  });

  it('texts longer than the reader has slots are laid on as far as they go, or left', () => {
    const answers = habitAnswers(10, 2, (text, n) => (n === 0 ? `${text}ABCDEF` : text));
    const personal = learn(answers);
    expect(personal.learntFrom.length + personal.left.length).toBe(10);
  });
});
