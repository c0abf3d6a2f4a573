import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedTargets, UNKNOWN } from '../../../../src/core/learning/align.ts';
import { fitHead } from '../../../../src/core/learning/fitHead.ts';
import {
  type Head,
  headChars,
  interpolate,
  likeliest,
} from '../../../../src/core/learning/head.ts';
import { minimise } from '../../../../src/core/learning/lbfgs.ts';
import { type SlotRows, slotRows } from '../../../../src/core/learning/slotRows.ts';
import { mulberry32 } from '../mulberry32.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';

/** By scipy: `training/reference/head_fit.py`. */
const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/golden/head-fit.json', import.meta.url), 'utf8'),
) as { seed: number; fits: { lambda: number; loss: number; read: string }[] };

/** The problem of that script. */
function problem(): { base: Head; rows: SlotRows; unseen: Float32Array } {
  const [classes, width] = [37, 16];
  const draw = mulberry32(golden.seed);
  const numbers = (count: number) => Array.from({ length: count }, () => draw(2049) / 1024 - 1);
  const weight = Float32Array.from(numbers(classes * width), (v) => v * 2);
  const bias = Float32Array.from(numbers(classes), (v) => v / 4);
  const rows = (count: number): SlotRows => {
    const targets = Int16Array.from({ length: count }, () => draw(classes));
    const features = Float32Array.from(numbers(count * width), (noise, i) => {
      const target = targets[Math.floor(i / width)] as number;
      const shown = target === 12 ? 8 : target;
      return (weight[shown * width + (i % width)] as number) / 2 + noise;
    });
    const weights = new Float64Array(count).fill(1 / count);
    return { count, width, features, targets, weights, plates: count, left: [] };
  };
  const learn = rows(40 * 8);
  return { base: { classes, width, weight, bias }, rows: learn, unseen: rows(500 * 8).features };
}

describe('a fitted head', () => {
  const { base, rows, unseen } = problem();

  it.each(golden.fits)('agrees with scipy at λ $lambda', ({ lambda, loss, read }) => {
    const fit = fitHead(rows, base, { lambda, maxSteps: 300, tolerance: 1e-7 });
    expect(Math.abs(fit.loss / loss - 1)).toBeLessThan(1e-6);
    const chars = headChars(unseen, fit.head);
    let ours = '';
    for (let i = 0; i < chars.length; i += 37) ours += ALPHABET[likeliest(chars, i, 37)];
    expect(ours).toBe(read);
  });

  it('stays where it began under an endless pull, and all the way back at t 0', () => {
    const { head } = fitHead(rows, base, { lambda: 1e6 });
    expect(
      Math.max(...head.weight.map((v, i) => Math.abs(v - (base.weight[i] as number)))),
    ).toBeLessThan(1e-5);
    const learnt = fitHead(rows, base, { lambda: 0.01 }).head;
    expect(interpolate(base, learnt, 0)).toEqual(base);
    expect(headChars(unseen, interpolate(base, learnt, 1))).toEqual(headChars(unseen, learnt));
  });

  it('begun at an earlier fit it is done sooner, at the same place', () => {
    const options = { lambda: 0.1, maxSteps: 200, tolerance: 1e-6 };
    const cold = fitHead(rows, base, options);
    const warm = fitHead(rows, base, { ...options, start: cold.head });
    expect(warm.steps).toBeLessThan(cold.steps / 2);
    expect(warm.loss).toBeCloseTo(cold.loss, 6);
  });

  it('refuses features that are no numbers, and nothing to learn from', () => {
    const broken = { ...rows, features: rows.features.slice().fill(Number.NaN, 0, 1) };
    expect(() => fitHead(broken, base, { lambda: 0.1 })).toThrow(RangeError);
    expect(() => fitHead({ ...rows, count: 0 }, base, { lambda: 0.1 })).toThrow(RangeError);
  });
});

it('L-BFGS finds the minimum of quadratics', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 400 })), {
        minLength: 1,
        maxLength: 8,
      }),
      (parts) => {
        const steps = minimise(
          (x) => ({
            value: parts.reduce((sum, [at, k], i) => sum + k * ((x[i] as number) - at) ** 2, 0),
            gradient: x.map((v, i) => 2 * (parts[i]?.[1] ?? 0) * (v - (parts[i]?.[0] ?? 0))),
          }),
          new Float64Array(parts.length),
          { maxSteps: 500 },
        );
        let step = steps.next();
        while (!step.done) step = steps.next();
        step.value.x.forEach((v, i) => {
          expect(v).toBeCloseTo(parts[i]?.[0] ?? 0, 4);
        });
      },
    ),
  );
});

/** Probabilities of a reading that is rather sure of each slot. */
function charsOf(slots: string): Float32Array {
  const chars = new Float32Array(slots.length * 37).fill(0.05 / 36);
  [...slots].forEach((char, s) => {
    chars[s * 37 + ALPHABET.indexOf(char)] = 0.95;
  });
  return chars;
}

const aligned = (slots: string, text: string) => {
  const targets = alignedTargets(charsOf(slots), ALPHABET, text);
  return targets && Array.from(targets, (t) => (t === UNKNOWN ? '?' : ALPHABET[t])).join('');
};

describe('a label is laid onto the reading before it teaches', () => {
  it('slot by slot where both are of a length', () => {
    expect(aligned('AB123___', 'A8123')).toBe('A8123___');
  });

  it('a dropped character shifts nothing', () => {
    expect(aligned('AB23____', 'AB123')).toBe('AB23____');
  });

  it('a character too many teaches nothing itself', () => {
    expect(aligned('AB1723__', 'AB123')).toBe('AB1?23__');
    expect(aligned('TAB123__', 'AB123')).toBe('?AB123__');
  });

  it('blanks between characters stay', () => {
    expect(aligned('AB_123__', 'AB123')).toBe('AB_123__');
  });

  it('of something else altogether nothing is learnt', () => {
    expect(aligned('________', 'AB123')).toBeNull();
    expect(aligned('AB123___', '')).toBeNull();
    expect(aligned('AB123___', 'ÄB123')).toBeNull();
  });

  it('plates that cannot be aligned are named, the others share the weight', () => {
    const base: Head = {
      classes: 37,
      width: 37,
      weight: new Float32Array(37 * 37).map((_, i) => (i % 38 === 0 ? 9 : 0)),
      bias: new Float32Array(37),
    };
    const oneHot = (slots: string) => {
      const view = new Float32Array(slots.length * 37);
      [...slots].forEach((char, s) => {
        view[s * 37 + ALPHABET.indexOf(char)] = 1;
      });
      return view;
    };
    const rows = slotRows(
      [
        { id: 'a', group: 'a', views: [oneHot('AB12____'), oneHot('AB12____')], text: 'A812' },
        { id: 'b', group: 'b', views: [oneHot('________')], text: 'XYZ999' },
        { id: 'c', group: 'c', views: [oneHot('CD34____')], text: 'CD34' },
      ],
      base,
      ALPHABET,
    );
    expect(rows.left).toEqual(['b']);
    expect([rows.plates, rows.count]).toEqual([2, 24]);
    expect(rows.weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(rows.weights[0]).toBeCloseTo(1 / 32, 12);
  });
});
