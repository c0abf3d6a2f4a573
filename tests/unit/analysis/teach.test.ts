import { describe, expect, it } from 'vitest';
import { taughtPlates } from '../../../src/analysis/learning/answers.ts';
import { teachPicks } from '../../../src/analysis/learning/teach.ts';
import { doubtOfReading, type TeachItem } from '../../../src/core/learning/teachItems.ts';

/** Photos of two looks; those of the second are the less sure. */
const items = (count: number): TeachItem[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `${n}`,
    text: `T${n}`,
    confidence: n / count,
    margin: n / count,
    pair: n % 2 ? '0 or O' : null,
    slot: 2,
    embedding: n % 2 ? [1, 0.01 * n] : [-1, 0.01 * n],
  }));

describe('the teach queue', () => {
  it('asks for each once, every fifth at random, each with a reason', () => {
    const picks = teachPicks(items(40), 0, 7, 25);
    expect(new Set(picks.map(({ id }) => id)).size).toBe(25);
    const random = picks.flatMap(({ isRandom }, n) => (isRandom ? [n] : []));
    expect(random).toEqual([4, 9, 14, 19, 24]);
    expect(picks.every(({ reason }) => reason !== '')).toBe(true);
    // Photos may have several plates: the text tells which is meant.
    const doubt = picks.find(({ reason }) => reason.includes('0 or O'));
    expect(doubt?.reason).toBe(`0 or O as character 2 of T${doubt?.id}, 19 like it`);
    expect(teachPicks(items(40), 0, 7, 25)).toEqual(picks);
  });

  it('meets each look first, and leaves the least sure tenth to chance', () => {
    const picks = teachPicks(items(40), 0, 7, 25);
    const typical = picks.filter(({ reason }) => reason === 'new look, none labelled');
    expect(typical.length).toBeGreaterThanOrEqual(2);
    const least = picks.filter(({ id, isRandom }) => Number(id) < 4 && !isRandom);
    expect(least).toEqual([]);
  });

  it('works without embeddings, with one photo, and with none', () => {
    expect(teachPicks([], 0, 1, 25)).toEqual([]);
    expect(teachPicks(items(1), 0, 1, 25)).toHaveLength(1);
    const blind = items(9).map((item) => ({ ...item, embedding: null }));
    expect(teachPicks(blind, 30, 1, 25)).toHaveLength(9);
  });

  it('an unread plate is the most doubtful there is', () => {
    expect(doubtOfReading(null)).toMatchObject({ text: '', confidence: 0, margin: 0 });
  });
});

describe('answers that teach', () => {
  const sample = { id: 's', file: 'gate/a.jpg', source: 'photo' as const };
  const options = { country: 'de', slots: 12 };
  const said = (plate: object) =>
    ({
      plates: [{ id: 'p', verdict: 'plate', box: { x: 0, y: 0, width: 9, height: 3 }, ...plate }],
      at: 1,
    }) as never;

  it('only texts that the reader can say; unreadable ones never', () => {
    const texts = (plate: object) =>
      taughtPlates(sample, null, said(plate), options).map(({ text }) => text);
    expect(texts({ text: 'AB123' })).toEqual(['AB123']);
    expect(texts({ text: 'AB123', unreadable: true })).toEqual([]);
    expect(texts({ text: '1234567890123' })).toEqual([]);
    expect(texts({ text: 'ÄB1' })).toEqual([]);
    expect(texts({ text: null })).toEqual([]);
    expect(taughtPlates(sample, null, null, options)).toEqual([]);
  });
});
