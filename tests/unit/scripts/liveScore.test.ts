import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, isLike } from '../../../scripts/eval/liveLikeness.mjs';
import { printLiveReport, scoreVideo } from '../../../scripts/eval/liveScore.mjs';
import { editDistance as coreDistance } from '../../../src/core/plateText.ts';

const shots = [
  { truth: 'AB123CD', rows: 1, fromMs: 0, toMs: 2200 },
  { truth: 'XY987ZW', rows: 2, fromMs: 2900, toMs: 5100 },
];

/** A row of the log, in view from `fromMs` to `toMs`, read as `texts` with falling confidence. */
const row = (plate: string, fromMs: number, toMs: number, texts: readonly string[] = [plate]) => ({
  plate,
  frames: Math.round((toMs - fromMs) / 80),
  first_seen_ms: fromMs,
  spans: [{ fromMs, toMs }],
  single_readings: texts.map((text, i) => ({
    time_ms: fromMs + 80 * (i + 1),
    text,
    confidence: 0.9 - i / 10,
  })),
});
const score = (...vehicles: ReturnType<typeof row>[]) =>
  scoreVideo({ name: 'set-0.webm', shots }, { vehicles }).shots;

describe('the score of a live log', () => {
  it('counts voting and single frames', () => {
    const [first, second] = score(
      row('AB123CD', 100, 2100, ['AB128CD', 'AB123CD', 'AB123CD', 'AB123C']),
      row('XY987ZV', 3000, 5000, ['XY987ZW', 'XY987ZV']),
    );
    expect(first).toMatchObject({ voted: 'AB123CD', readings: 4, singles: 2, best: false });
    expect(second).toMatchObject({ voted: 'XY987ZV', readings: 2, singles: 1, best: true });
    expect(first).toMatchObject({ reports: 1, doubles: 0, switches: 0 });
  });

  it('counts a plate that went on under another id as a switch and a double', () => {
    const [first] = score(row('AB123CD', 100, 1000), row('AB123CO', 1200, 2100));
    expect(first).toMatchObject({ reports: 2, doubles: 1, switches: 1 });
  });

  it('counts two rows of one plate in view together as a double only', () => {
    const [first] = score(row('AB123CD', 100, 2000), row('AB123CD', 400, 1800));
    expect(first).toMatchObject({ doubles: 1, switches: 0 });
  });

  it('counts a row that took another vehicle over as a switch', () => {
    const both = row('AB123CD', 100, 2100);
    const taken = { ...both, spans: [...both.spans, { fromMs: 3000, toMs: 5000 }] };
    const [first, second] = score(taken);
    expect(first).toMatchObject({ reports: 1, switches: 0 });
    expect(second).toMatchObject({ voted: 'AB123CD', readings: 0, reports: 1, switches: 1 });
  });

  it('does not take a sign for the plate, nor for a double', () => {
    const [first] = score(row('TAXI', 0, 2200), row('AB123CD', 300, 1500));
    expect(first).toMatchObject({ voted: 'AB123CD', reports: 2, doubles: 0, switches: 0 });
    expect(first?.others).toEqual(['TAXI']);
  });

  it('counts a fragment of the plate as a double', () => {
    const [first, second] = score(
      row('AB123CD', 100, 1500),
      row('B123CD', 400, 1500),
      row('XY987ZW', 3000, 5000),
      row('7ZW', 3000, 4000),
    );
    expect(first).toMatchObject({ doubles: 1, switches: 0, others: [] });
    expect(second).toMatchObject({ voted: 'XY987ZW', doubles: 1, others: [] });
  });

  it('takes what was not read for another one only where both were in view together', () => {
    const [first] = score(row('AB123CD', 100, 1500), row('', 400, 2000, []));
    expect(first).toMatchObject({ doubles: 0, switches: 0, others: [''] });
    const [again] = score(row('AB123CD', 700, 2100), row('', 0, 600, []));
    expect(again).toMatchObject({ voted: 'AB123CD', doubles: 1, switches: 1, others: [] });
  });

  it('prints every rate that is asked for, over all and by rows', () => {
    const lines: string[] = [];
    const videos = [{ name: 'a', shots: score(row('AB123CD', 100, 2100, ['AB123CD', 'A'])) }];
    printLiveReport(videos, (line) => lines.push(line));
    expect(lines[0]).toBe(
      'all (2): exact plate by voting 50.0 %, mean single frame 25.0 % (voting +25.0 points), most confident single frame 50.0 %',
    );
    expect(lines[1]).toBe(
      '  not found 1, doubles 0, id switches 0; reported exactly once 50.0 %, other plates and signs 0',
    );
    expect(lines.map((line) => line.split(' (')[0]?.trim()).filter((_, i) => i % 2 === 0)).toEqual([
      'all',
      'one row',
      'two rows',
    ]);
  });

  it('prints what else was reported, shot by shot', () => {
    const lines: string[] = [];
    const shown = [row('AB123CD', 100, 2100), row('TAXI', 0, 2200), row('', 200, 900, [])];
    printLiveReport([{ name: 'a', shots: score(...shown) }], (line) => lines.push(line));
    expect(lines[1]).toMatch(/other plates and signs 2$/);
    expect(lines.at(-1)).toBe('  beside AB123CD: TAXI, (not read)');
  });
});

describe('texts of one plate', () => {
  it.each([
    ['G12FXB', 'LG12FXB', true],
    ['FXB', 'LG12FXB', true],
    ['XB', 'LG12FXB', false],
    ['LG12FXBGB', 'LG12FXB', true],
    ['TAXI', 'LG12FXB', false],
    ['', 'LG12FXB', false],
  ])('%s for %s: %s', (plate, truth, expected) => {
    expect(isLike(plate, truth)).toBe(expected);
  });

  it('are as far apart as in the app', () => {
    const text = fc.string({ unit: fc.constantFrom('A', 'B', '1'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(editDistance(a, b)).toBe(coreDistance(a, b));
      }),
    );
  });
});
