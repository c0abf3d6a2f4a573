import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../src/core/formats/hint.ts';
import {
  type LearntFormat,
  learntFormats,
  learntHint,
} from '../../../../src/core/formats/learnt.ts';
import type { Character } from '../../../../src/core/types.ts';

const many = (texts: readonly string[], source = 'gate') => texts.map((text) => ({ source, text }));
const numbered = (count: number, of: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => of(n + 10));

const GATE: LearntFormat = {
  source: 'gate',
  vehicles: 20,
  shapes: [
    { shape: 'AAA9999', vehicles: 18 },
    { shape: 'AAA9A99', vehicles: 2 },
  ],
};

/** A reading of this text; the slot's runners-up as given. */
const reading = (text: string, others: Readonly<Record<number, [string, number][]>> = {}) =>
  [...text].map(
    (char, i): Character => ({
      char,
      confidence: 0.9,
      alternatives: (others[i] ?? []).map(([other, confidence]) => ({ char: other, confidence })),
    }),
  );

describe('shapes learnt from answers', () => {
  it('are those of a source with ten vehicles, each counted once', () => {
    const said = many(numbered(10, (n) => `ABC12${n}`));
    expect(learntFormats(said)).toEqual([
      { source: 'gate', vehicles: 10, shapes: [{ shape: 'AAA9999', vehicles: 10 }] },
    ]);
    expect(learntFormats(said.slice(1))).toEqual([]);
    expect(learntFormats(many(new Array(50).fill('ABC1234')))).toEqual([]);
  });

  it('are told of each source alone', () => {
    const said = [
      ...many(numbered(12, (n) => `ABC12${n}`)),
      ...many(
        numbered(12, (n) => `${n}ABC`),
        'yard',
      ),
    ];
    expect(learntFormats(said).map(({ source, shapes }) => [source, shapes[0]?.shape])).toEqual([
      ['gate', 'AAA9999'],
      ['yard', '99AAA'],
    ]);
  });

  it('a shape seen once is no shape, and plates of many shapes have none', () => {
    const typed = many([...numbered(19, (n) => `ABC12${n}`), 'ABCD234']);
    expect(learntFormats(typed)[0]?.shapes).toEqual([{ shape: 'AAA9999', vehicles: 19 }]);
    const mixed = many([
      ...numbered(6, (n) => `ABC12${n}`),
      ...['A1', '1A', 'A11', '11A', 'AA1', '1AA'],
    ]);
    expect(learntFormats(mixed)).toEqual([]);
  });
});

describe('what they offer', () => {
  it.each([
    ['ABC123D', 'ABC1230'],
    ['ABC1234', null],
    ['ABC1D34', null],
    ['A8C1234', 'ABC1234'],
    ['ABC12345', null],
    ['', null],
    ['K00O0O0', null],
  ])('%j: %j', (text, offer) => {
    expect(learntHint(text, GATE, [])?.text ?? null).toBe(offer);
  });

  it("takes the reader's own second thought before a look-alike", () => {
    const characters = reading('ABC123D', {
      6: [
        ['O', 0.05],
        ['9', 0.04],
        ['0', 0.01],
      ],
    });
    expect(learntHint('ABC123D', GATE, characters)?.text).toBe('ABC1239');
    // one of a few thousandths is no thought
    const none = reading('ABC123D', { 6: [['6', 0.004]] });
    expect(learntHint('ABC123D', GATE, none)?.text).toBe('ABC1230');
    // not where something else stands there by now
    expect(learntHint('ABD123D', GATE, characters)?.text).toBe('ABD1230');
  });

  it('weighs how frequent a shape is', () => {
    const even = { ...GATE, shapes: [...GATE.shapes].reverse() };
    for (const format of [GATE, even]) {
      expect(learntHint('ABCB234', format, [])).toEqual({ text: 'ABC8234', vehicles: 18 });
    }
  });

  it('always has a known shape, changes two characters at most, and never a text that fits', () => {
    const text = fc.string({ maxLength: 9, unit: fc.constantFrom(...'0123456789ABDGILOQSTZXK') });
    fc.assert(
      fc.property(text, (read) => {
        const offer = learntHint(read, GATE, [])?.text;
        if (offer === undefined) return;
        const shapes = GATE.shapes.map(({ shape }) => shape);
        expect(shapes).toContain(shapeOf(offer));
        expect(shapes).not.toContain(shapeOf(read));
        expect([...offer].filter((char, i) => char !== read[i]).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
