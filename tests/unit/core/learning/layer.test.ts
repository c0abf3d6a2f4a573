import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictionId } from '../../../../src/core/dataset/predictionId.ts';
import { atOnce } from '../../../../src/core/learning/fitHead.ts';
import {
  inScope,
  type LayerScope,
  learntReading,
  otherText,
  rawReading,
  scopeKey,
  withLayer,
} from '../../../../src/core/learning/layer.ts';
import { restoreAbout, restoreScope } from '../../../../src/core/learning/layerAbout.ts';
import { readLayerFile, writeLayerFile } from '../../../../src/core/learning/layerFile.ts';
import { learnSteps, NOTHING_LEARNT } from '../../../../src/core/learning/personal.ts';
import { sourceOf } from '../../../../src/core/learning/source.ts';
import type { Plate, Reading } from '../../../../src/core/types.ts';
import { ALPHABET, BASE, habitAnswers } from './habit.ts';

const reading = (text: string): Reading => ({
  text,
  confidence: 0.9,
  characters: [],
  rows: 1,
  alternatives: [],
});
const mark = (isUsed: boolean, id = 'l1') => ({ id, answers: 23, isUsed });

describe('a reading with a layer', () => {
  const text = fc.constantFrom('AB12D', 'AB120', '');

  it('gives back the raw one exactly, used or not', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (raw, learnt, isUsed) => {
        const both = withLayer(reading(raw), reading(learnt), mark(isUsed));
        expect(rawReading(both)).toEqual(reading(raw));
        expect(both.text).toBe(isUsed ? learnt : raw);
      }),
    );
  });

  it('offers the other text beside, never where both agree', () => {
    const shown = withLayer(reading('AB12D'), reading('AB120'), mark(false));
    expect(otherText(shown)).toEqual({ isUsed: false, answers: 23, text: 'AB120' });
    expect(learntReading(shown)?.text).toBe('AB120');
    expect(withLayer(reading('A'), reading('A'), mark(false))).toEqual(reading('A'));
    expect(otherText(withLayer(reading('A'), reading('A'), mark(true)))).toBeNull();
  });

  it('that is used makes another prediction, so that no answer is taken for the other model', () => {
    const model = { id: 'reader-v5', version: '5', sha256: 'a'.repeat(64) };
    const plates = (of: Reading): Plate[] => [
      {
        detection: { box: { x: 1, y: 2, width: 3, height: 4 }, confidence: 1 },
        reading: of,
      } as Plate,
    ];
    const ids = [
      reading('A'),
      withLayer(reading('A'), reading('A'), mark(true, 'l1')),
      withLayer(reading('A'), reading('A'), mark(true, 'l2')),
    ].map((of) => predictionId(model as never, model as never, plates(of)));
    expect(new Set(ids).size).toBe(3);
    const beside = withLayer(reading('A'), reading('B'), mark(false));
    expect(predictionId(model as never, model as never, plates(beside))).toBe(ids[0]);
  });
});

describe('a scope', () => {
  it('takes photos of its folder or country alone', () => {
    const gate: LayerScope = { kind: 'source', value: 'gate' };
    expect(inScope(gate, { source: 'gate', country: '' })).toBe(true);
    expect(inScope(gate, { source: 'yard', country: 'de' })).toBe(false);
    expect(inScope({ kind: 'country', value: 'de' }, { source: 'x', country: 'de' })).toBe(true);
    expect(inScope(gate, undefined)).toBe(false);
    expect(inScope({ kind: 'all' }, undefined)).toBe(true);
    expect(sourceOf('day 1\\gate\\a.jpg', 'photo')).toBe('day 1/gate');
    expect(sourceOf('a.jpg', 'photo')).toBe('');
    expect(sourceOf('x/a.jpg', 'live')).toBe('live');
    // Folders that every dataset has are no camera.
    expect(sourceOf('images/train/a.jpg', 'import')).toBe('');
    expect(sourceOf('gate/images/a.jpg', 'import')).toBe('gate');
    expect(sourceOf('images/a.jpg', 'photo')).toBe('images');
  });

  it('survives being kept; what cannot be one becomes all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('source' as const, 'country' as const),
        fc.string(),
        (kind, value) => {
          const scope = { kind, value };
          expect(scopeKey(restoreScope(JSON.parse(JSON.stringify(scope))))).toBe(scopeKey(scope));
        },
      ),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => void restoreScope(value)));
  });
});

describe('a layer file', () => {
  const { head: _, fitted: __, ...personal } = NOTHING_LEARNT;
  const about = restoreAbout({ version: 1, kind: 'own', scope: { kind: 'all' }, personal });
  if (!about) throw new Error('no card');
  const file = writeLayerFile({
    reader: 'r',
    at: 5,
    weight: Float32Array.from(BASE.weight),
    bias: Float32Array.from(BASE.bias),
    about,
  });
  const changed = (change: (value: Record<string, unknown>) => void) => {
    const value = JSON.parse(file) as Record<string, unknown>;
    change(value);
    return JSON.stringify(value);
  };

  it('comes back as it was', () => {
    const back = readLayerFile(file, 'r', BASE);
    expect(back.weight).toEqual(BASE.weight);
    expect(back.about).toEqual(about);
  });

  it.each([
    ['another reader', file, 'other', /learnt on another reader/],
    ['cut off', file.slice(0, 500), 'r', /damaged or no layer/],
    ['something else', '{"a":1}', 'r', /no layer of Platewheel/],
    ['nothing', 'null', 'r', /no layer of Platewheel/],
    ['a newer one', changed((v) => Object.assign(v, { version: 2 })), 'r', /newer Platewheel/],
    ['with no number', changed((v) => ((v.bias as unknown[])[3] = null)), 'r', /damaged/],
    ['too short', changed((v) => (v.weight as unknown[]).pop()), 'r', /damaged/],
    ['without a card', changed((v) => delete v.about), 'r', /damaged/],
  ])('%s: refused with a sentence', (_name, text, reader, message) => {
    expect(() => readLayerFile(text, reader, BASE)).toThrow(message);
  });

  it('can be passed on: no text of a plate is in it', () => {
    const answers = habitAnswers(30, 4);
    const {
      head,
      fitted: _,
      ...learnt
    } = atOnce(learnSteps(answers, BASE, ALPHABET, NOTHING_LEARNT));
    const [weight, bias] = [head?.weight, head?.bias].map((of) => Float32Array.from(of ?? []));
    if (!weight || !bias) throw new Error('nothing learnt');
    const changed = [{ id: 'x', text: 'ABC1012', before: 'ABC1D12', after: 'ABC1012' }];
    const cross = { answers: 30, right: 30, rightBefore: 0, mended: changed, broken: changed };
    const said = writeLayerFile({
      ...{ reader: 'r', at: 5, weight, bias },
      about: { ...about, personal: learnt, cross },
    });
    expect(learnt.counted.length).toBeGreaterThan(0);
    for (const text of [...answers.map((one) => one.text), 'ABC1012', 'ABC1D12']) {
      expect(said).not.toContain(text);
    }
    expect(readLayerFile(said, 'r', BASE).about.personal.learntFrom).toEqual(learnt.learntFrom);
  });

  it('whatever a card holds, it is restored or refused, never half', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (own, of) => {
        restoreAbout(own);
        const restored = restoreAbout({ version: 1, personal: of, scope: own, cross: own });
        if (restored) expect(restoreAbout(JSON.parse(JSON.stringify(restored)))).toEqual(restored);
      }),
    );
  });
});
