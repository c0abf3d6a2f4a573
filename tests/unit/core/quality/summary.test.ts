import { describe, expect, it } from 'vitest';
import { agreementOf, questionsOf } from '../../../../src/core/quality/agreement.ts';
import { boostWeights, crossTable } from '../../../../src/core/quality/balance.ts';
import { boostOf } from '../../../../src/core/quality/balanceOf.ts';
import { clusterSteps, matchClusters } from '../../../../src/core/quality/clusters.ts';
import { pairKey } from '../../../../src/core/quality/duplicates.ts';
import { factsOf, type SampleFacts } from '../../../../src/core/quality/facts.ts';
import { findingKey } from '../../../../src/core/quality/findings.ts';
import { toPoints } from '../../../../src/core/quality/matrix.ts';
import { seededRandom } from '../../../../src/core/quality/random.ts';
import { qualityJson, reportHtml } from '../../../../src/core/quality/report.ts';
import { summarise } from '../../../../src/core/quality/summary.ts';
import { textAdvice, textMap } from '../../../../src/core/quality/textMap.ts';
import { TILE_MEASURES, tilesOf } from '../../../../src/core/quality/tiles.ts';
import { todoList } from '../../../../src/core/quality/todo.ts';
import { weightsCsv } from '../../../../src/core/quality/weights.ts';
import { BOX, known, label, plate, reading, seen, seenPlate } from './samples.ts';

const NOTHING = { findings: new Set<string>(), distinct: new Set<string>() };
const summaryOf = (samples: readonly SampleFacts[], ignored = NOTHING) =>
  summarise({ samples, graph: null, clusterOf: null, ignored });
const right = (id: string, split: 'train' | 'val' | 'test' = 'train', text = `AB${id}`) =>
  factsOf(
    known(id, label(id, [plate({ text })]), split),
    null,
    seen(seenPlate(BOX, reading(text))),
  );

/** No number of a card may be one that JSON cannot say. */
function expectNumbers(value: unknown): void {
  if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const part of Object.values(value)) expectNumbers(part);
  }
}

describe('says something of any dataset', () => {
  const far = { ...BOX, x: 400 };
  const cases: [string, SampleFacts[]][] = [
    ['no samples', []],
    ['one sample', [right('1')]],
    ['all the same photo', Array.from({ length: 12 }, () => right('1'))],
    ['no labels', [factsOf(known('1', null, null), null, seen(seenPlate(BOX, reading('AB1'))))]],
    ['nothing looked at', [factsOf(known('1', label('1', [plate()])), null, null)]],
    ['a text of 12 characters', [right('1', 'train', 'ABCDEFGH1234')]],
    [
      'a plate without a reading',
      [factsOf(known('1', label('1', [plate()])), null, seen(seenPlate(far, null)))],
    ],
    ['a negative', [factsOf(known('1', label('1', [], { noPlate: true })), null, seen())]],
    [
      'an unreadable plate',
      [
        factsOf(
          known('1', label('1', [plate({ text: null, unreadable: 'small' })])),
          null,
          seen(seenPlate(BOX, reading('X'))),
        ),
      ],
    ],
  ];
  it.each(cases)('%s', (_, samples) => {
    const summary = summaryOf(samples);
    const tiles = tilesOf(summary);
    expect(tiles.map(({ measure }) => measure)).toEqual([...TILE_MEASURES]);
    const input = {
      summary,
      tiles,
      todo: todoList(summary),
      at: '2026-01-01',
      source: 'test',
      models: null,
      origin: '<i>',
      licence: '',
    };
    expectNumbers([summary, tiles]);
    expect(JSON.stringify(JSON.parse(qualityJson(input)))).not.toMatch(/NaN|Infinity/);
    expect(reportHtml(input)).not.toMatch(/NaN|Infinity|undefined|<i>/);
  });
});

describe('finds', () => {
  it('a wrong text, the doubtful place named, until it is called right', () => {
    const facts = factsOf(
      known('1', label('1', [plate({ text: 'AB12CO' })])),
      null,
      seen(seenPlate(BOX, reading('AB12CD'))),
    );
    const [finding, ...others] = summaryOf([facts]).findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'text', given: 'AB12CO', read: 'AB12CD', position: 5 });
    expect(finding?.reason).toContain('character 6 is given as O and looks like D');
    const findings = new Set(finding ? [findingKey(finding)] : []);
    expect(summaryOf([facts], { ...NOTHING, findings }).findings).toEqual([]);
  });

  it('a plate nobody labelled and a shifted box, but nothing where all is well or refused', () => {
    const other = { x: 400, y: 300, width: 100, height: 30 };
    const shifted = { ...BOX, x: BOX.x + 35 };
    const both = seen(seenPlate(BOX, reading('AB12CD')), seenPlate(other, reading('XY9')));
    const kinds = (facts: SampleFacts) => summaryOf([facts]).findings.map(({ kind }) => kind);
    expect(kinds(factsOf(known('1', label('1', [plate()])), null, both))).toEqual(['missed']);
    expect(
      kinds(
        factsOf(
          known('1', label('1', [plate({ box: shifted })])),
          null,
          seen(seenPlate(BOX, reading('AB12CD'))),
        ),
      ),
    ).toEqual(['loose']);
    // Beside a plate that is labelled and seen, a box is not to be put onto that plate.
    const beside = [plate(), plate({ id: 'p2', box: shifted })];
    const one = seen(seenPlate(BOX, reading('AB12CD')));
    expect(kinds(factsOf(known('1', label('1', beside)), null, one))).toEqual([]);
    const refused = plate({ id: 'p2', box: other, verdict: 'not-plate', text: null });
    expect(kinds(factsOf(known('1', label('1', [plate(), refused])), null, both))).toEqual([]);
  });

  it('the weakest part is never a set, which photos fall into by chance', () => {
    const read = (split: 'train' | 'test', text: string) =>
      Array.from({ length: 12 }, (_, n) =>
        factsOf(
          known(`${split}${n}`, label(`${split}${n}`, [plate()]), split),
          null,
          seen(seenPlate(BOX, reading(text))),
        ),
      );
    const photos = [...read('train', 'AB12CD'), ...read('test', 'AB12C0')];
    const { weakest, slices } = summaryOf(photos);
    expect(slices).toContainEqual(expect.objectContaining({ name: 'Set: testing', rate: 0 }));
    // All come from one source: that is the whole, and no part of it.
    expect(weakest).toBeNull();
    const two = photos.map((one, n) => (n % 2 ? one : { ...one, source: 'live' as const }));
    expect(summaryOf(two).weakest).toMatchObject({ judged: 12, rate: 0.5 });
    // Nearly all of them, though read worse than the rest, are none either.
    const most = photos.map((one, n) => (n < 11 ? one : { ...one, source: 'live' as const }));
    expect(summaryOf(most).weakest).toMatchObject({ judged: 11, rate: 1 });
  });

  it('copies round the labelled one, and remembers which are none', () => {
    const bytes = new Uint8Array(256).map((_, i) => i);
    const copy = (id: string, given: boolean, difference: number) => ({
      ...factsOf(
        known(id, given ? label(id, [plate()]) : null, null, null, { dhash: '0f0f0f0f0f0f0f0f' }),
        null,
        null,
      ),
      signature: bytes.map((value) => Math.min(255, value + difference)),
    });
    const samples = [copy('a', false, 2), copy('b', true, 0), copy('c', false, 60)];
    const { groups } = summaryOf(samples);
    expect(groups).toEqual([{ kept: 'b', copies: [{ sample: 'a', exact: false }] }]);
    // Before they are measured nobody is asked to delete one.
    expect(summaryOf(samples.map((one) => ({ ...one, signature: null }))).groups).toEqual([]);
    const distinct = new Set([pairKey('a', 'b')]);
    expect(summaryOf(samples, { ...NOTHING, distinct }).groups).toEqual([]);
  });

  it('a plate that stands in two splits', () => {
    const { leaks } = summaryOf([
      right('1', 'train', 'SAME1'),
      right('2', 'test', 'SAME1'),
      right('3', 'val'),
    ]);
    expect(leaks).toMatchObject([
      { by: 'text', key: 'SAME1', samples: ['1', '2'], splits: ['test', 'train'] },
    ]);
    expect(
      todoList(summaryOf([right('1', 'train', 'SAME1'), right('2', 'test', 'SAME1')]))[0]?.id,
    ).toBe('leaks');
  });

  it('two texts that may be one plate, in two splits: no leak, but named', () => {
    const { leaks, nearLeaks } = summaryOf([
      right('1', 'train', 'TR95XMI'),
      right('2', 'test', 'IR95XMI'),
      right('3', 'train', 'AB12CDE'),
      right('4', 'train', 'AB12CDF'),
      right('5', 'val', 'XY98ZZZ'),
    ]);
    expect(leaks).toEqual([]);
    expect(nearLeaks.map(({ texts, ...rest }) => ({ texts: [...texts].sort(), ...rest }))).toEqual([
      { texts: ['IR95XMI', 'TR95XMI'], samples: expect.any(Array), splits: ['test', 'train'] },
    ]);
    expect([...(nearLeaks[0]?.samples ?? [])].sort()).toEqual(['1', '2']);
  });

  it('plates in hard conditions until somebody has said what they are', () => {
    const small = (id: string, said: Parameters<typeof plate>[0]): SampleFacts => {
      const facts = factsOf(known(id, label(id, [plate(said)])), null, null);
      return { ...facts, plates: facts.plates.map((p) => ({ ...p, conditions: ['small'] })) };
    };
    const said = small('1', { text: 'AB1' });
    const unreadable = small('2', { text: null, unreadable: 'small' });
    const asked = small('3', { text: null });
    const things = (samples: readonly SampleFacts[]) =>
      todoList(summaryOf(samples)).find(({ id }) => id === 'condition-small');
    expect(things([said, unreadable])).toBeUndefined();
    expect(things([said, unreadable, asked])?.action).toMatchObject({ samples: ['3'] });
    const { conditions } = summaryOf([said, unreadable, asked]);
    expect(conditions.find(({ condition }) => condition === 'small')?.count).toBe(3);
  });

  it('plates whose box is labelled and whose text nobody has said, as one thing to do', () => {
    const boxes = [plate({ text: null }), plate({ id: 'p2', text: null, unreadable: 'blurred' })];
    const bare = factsOf(known('1', label('1', boxes)), null, seen(seenPlate(BOX, reading('A1'))));
    const todo = todoList(summaryOf([bare, right('2')])).find(({ id }) => id === 'textless');
    expect(todo?.text).toBe('Check the text of 1 plate');
    expect(todo?.action).toEqual({ kind: 'review', samples: ['1'], reason: 'Text missing' });
    expect(todoList(summaryOf([right('2')])).some(({ id }) => id === 'textless')).toBe(false);
  });
});

describe('counts', () => {
  it('characters by place, and says what to collect', () => {
    const map = textMap(['AB12', 'AB13', 'QB12']);
    expect(map.counts[map.characters.indexOf('A')]).toEqual([2, 0, 0, 0]);
    expect(map.lengths).toEqual([0, 0, 0, 0, 3]);
    expect(map.formats).toEqual([{ format: 'AA00', count: 3 }]);
    const advice = textAdvice(map).map(({ text }) => text);
    expect(advice).toContain('Collect 20 more with 0, best as character 3: none so far.');
  });

  it('what a split has too little of', () => {
    const table = crossTable([
      ...Array.from({ length: 40 }, () => ['day', 'train'] as const),
      ...Array.from({ length: 20 }, () => ['night', 'test'] as const),
    ]);
    expect(table.rows).toEqual(['day', 'night']);
    expect(table.counts).toEqual([
      [40, 0],
      [0, 20],
    ]);
    expect(table.residuals[0]?.[1]).toBeLessThan(-3);
  });

  it('weights of rare kinds: more, at most five times, 1 on the mean', () => {
    const cells = [...new Array<string>(900).fill('common'), ...new Array<string>(9).fill('rare')];
    const weights = boostWeights(cells);
    expect(weights.reduce((a, b) => a + b, 0) / weights.length).toBeCloseTo(1, 9);
    expect((weights[905] as number) / (weights[0] as number)).toBeCloseTo(5, 9);
    const rows = boostOf([right('1'), right('2', 'test')], (index) => `group ${index}`);
    expect(weightsCsv(rows)).toBe('source_sha256,weight,kind\n1,1.0000,"group 0, de"\n');
  });

  it('how far a person agrees with themselves', () => {
    const all = agreementOf([
      { given: 'AB1', again: 'AB1' },
      { given: 'CD2', again: 'CD2' },
    ]);
    expect(all).toMatchObject({ same: 2, perCharacter: 1, perPlate: 1 });
    const some = agreementOf([
      { given: 'AB1', again: 'AB7' },
      { given: 'CD2', again: 'CD' },
    ]);
    expect(some.same).toBe(0);
    expect(some.perCharacter).toBeGreaterThan(0.5);
    const samples = Array.from({ length: 9 }, (_, n) => right(`${n}`));
    expect(questionsOf(samples, 5, 3)).toHaveLength(5);
    expect(questionsOf(samples, 5, 3)).toEqual(questionsOf(samples, 5, 3));
  });
});

it('clusters keep their names when they come in another order', () => {
  const before = [
    { id: 4, centre: [0, 0] },
    { id: 7, centre: [10, 0] },
  ];
  expect(
    matchClusters(
      [
        [10.2, 0],
        [0.1, 0],
      ],
      before,
    ),
  ).toEqual([7, 4]);
  expect(
    matchClusters(
      [
        [10, 0],
        [0, 0],
        [0, 30],
      ],
      before,
    ),
  ).toEqual([7, 4, 8]);
});

it('finds as many groups as there are, sampled or not, and says why', () => {
  const random = seededRandom(5);
  const rows = Array.from({ length: 2400 }, (_, i) => [
    20 * (i % 3) + random(),
    20 * Number(i % 3 === 1) + random(),
  ]);
  for (const count of [90, 2400]) {
    const steps = clusterSteps(toPoints(rows.slice(0, count)));
    let step = steps.next();
    while (!step.done) step = steps.next();
    expect(step.value).toMatchObject({ k: 3 });
    expect(step.value.reason).toContain('3 groups lie best apart');
    const groups = [0, 1, 2].map(
      (n) => new Set([...step.value.labels].filter((_, i) => i % 3 === n)).size,
    );
    expect(groups).toEqual([1, 1, 1]);
  }
});
