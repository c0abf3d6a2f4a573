import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ModelCardError, parseModelCard } from '../../../src/core/modelCard.ts';

const folder = new URL('../../../models/', import.meta.url);
const shipped = readdirSync(folder).filter((f) => f.endsWith('.json') && f !== 'index.json');
const json = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

describe('parseModelCard', () => {
  test.each(shipped)('reads %s, which ships', (name) => {
    const card = parseModelCard(json(name));
    expect(`${card.id}.json`).toBe(name);
    expect(card.metrics).toEqual(json(name).metrics);
    expect(card.calibration?.temperatures?.length ?? 1).toBeGreaterThan(0);
  });

  const good = { id: 'a', task: 'reader', version: '1', sha256: 'AB'.repeat(32), bytes: 1 };
  it('takes a minimal card, the hash in any case', () => {
    expect(parseModelCard(good)).toEqual({ ...good, sha256: 'ab'.repeat(32) });
  });

  test.each([
    ['no object', []],
    ['"id"', { ...good, id: '../x' }],
    ['"task"', { ...good, task: 'both' }],
    ['"version"', { ...good, version: 2 }],
    ['"sha256"', { ...good, sha256: 'ab' }],
    ['"bytes"', { ...good, bytes: 0.5 }],
    ['"classes"', { ...good, classes: 'plate' }],
    ['"alphabet"', { ...good, alphabet: 'AA_' }],
    ['"calibration.temperatures"', { ...good, calibration: { temperatures: [0] } }],
  ])('refuses a card with a wrong %s and says so', (what, card) => {
    const message = what === 'no object' ? 'not a JSON object' : what;
    expect(() => parseModelCard(card)).toThrow(message);
    expect(() => parseModelCard(card)).toThrow(ModelCardError);
  });

  it('gives a card or a ModelCardError for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseModelCard(value);
        } catch (error) {
          expect(error).toBeInstanceOf(ModelCardError);
        }
      }),
    );
  });
});
