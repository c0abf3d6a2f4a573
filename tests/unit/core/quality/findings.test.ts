import { describe, expect, it } from 'vitest';
import { factsOf, type SampleFacts } from '../../../../src/core/quality/facts.ts';
import { findingKey } from '../../../../src/core/quality/findings.ts';
import { summarise } from '../../../../src/core/quality/summary.ts';
import { BOX, known, label, plate, reading, seen, seenPlate } from './samples.ts';

const NOTHING = { findings: new Set<string>(), distinct: new Set<string>() };
const summaryOf = (samples: readonly SampleFacts[], ignored = NOTHING) =>
  summarise({ samples, graph: null, clusterOf: null, ignored });

describe('what is asked of a label', () => {
  it.each([
    ['HR29W82', 'HR29IV82', 'character 5 is given as W and looks like IV', 4],
    ['AB12CD', 'AB12C', 'character 6 is given as D and may not be there', 5],
    ['AB12C', 'AB12CD', 'D seems to be missing at the end', 5],
    ['AB2CD', 'AB12CD', '1 seems to be missing before character 3', 2],
    ['TAB2TEXT', 'T80170206', 'characters 2 to 8 are given as AB2TEXT and look like 80170206', 1],
  ])('where %s differs from what was read, %s, also by length', (text, read, words, position) => {
    const facts = factsOf(
      known('1', label('1', [plate({ text })])),
      null,
      seen(seenPlate(BOX, reading(read))),
    );
    const [finding] = summaryOf([facts]).findings;
    expect(finding?.reason).toContain(words);
    expect(finding?.position).toBe(position);
  });

  it('a text that is called right leaves the question about its box', () => {
    const shifted = { ...BOX, x: BOX.x + 35 };
    const facts = factsOf(
      known('1', label('1', [plate({ text: 'AB12CO', box: shifted })])),
      null,
      seen(seenPlate(BOX, reading('AB12CD'))),
    );
    const kinds = (findings: ReadonlySet<string>) =>
      summaryOf([facts], { ...NOTHING, findings: new Set(findings) }).findings;
    const all = kinds(new Set());
    expect(all.map(({ kind }) => kind).sort()).toEqual(['loose', 'text']);
    const text = all.find(({ kind }) => kind === 'text');
    const left = kinds(new Set(text ? [findingKey(text)] : []));
    expect(left.map(({ kind }) => kind)).toEqual(['loose']);
  });

  it('what is offered for a box is what it was judged by, not a weak detection that equals it', () => {
    const shifted = { ...BOX, x: BOX.x + 35 };
    const looks = seen(
      seenPlate(BOX, reading('AB12CD')),
      seenPlate(shifted, reading('B12CD'), 0.3),
    );
    const { findings } = summaryOf([
      factsOf(known('1', label('1', [plate({ box: shifted })])), null, looks),
    ]);
    expect(findings.filter(({ kind }) => kind === 'loose').map(({ better }) => better)).toEqual([
      BOX,
    ]);
  });

  it('a box without a text is given none, whatever was read in it', () => {
    const shifted = { ...BOX, x: BOX.x + 35 };
    const looks = seen(seenPlate(BOX, reading('AB12CD')));
    const given = (text: string | null) =>
      summaryOf([factsOf(known('1', label('1', [plate({ text, box: shifted })])), null, looks)])
        .findings.filter(({ kind }) => kind === 'loose')
        .map((finding) => finding.given);
    expect(given('AB12CD')).toEqual(['AB12CD']);
    expect(given(null)).toEqual(['']);
  });

  it('a text called right stays so when its box is moved, and is asked about anew when it changes', () => {
    const found = (text: string, box = BOX, findings: ReadonlySet<string> = new Set()) =>
      summaryOf(
        [
          factsOf(
            known('1', label('1', [plate({ text, box })])),
            null,
            seen(seenPlate(BOX, reading('AB12CD'))),
          ),
        ],
        { ...NOTHING, findings: new Set(findings) },
      ).findings.filter(({ kind }) => kind === 'text');
    const [first] = found('AB12CO');
    const kept = new Set(first ? [findingKey(first)] : []);
    expect(found('AB12CO', { ...BOX, x: BOX.x + 5 }, kept)).toEqual([]);
    expect(found('AB12CQ', BOX, kept)).toHaveLength(1);
  });

  it('a text that a person put in place of the reading is asked about as theirs', () => {
    const prediction = { id: 'p', plates: [seenPlate(BOX, reading('AB12CD'))] };
    const of = (origin: { prediction: string; plate: number } | null, confidence = 0.9) => {
      const one = { ...known('1', label('1', [plate({ text: 'AB12CO', origin })])), prediction };
      const read = { ...reading('AB12CD'), confidence };
      const facts = factsOf(one as never, null, seen(seenPlate(BOX, read)));
      return summaryOf([facts]).findings[0];
    };
    expect(of({ prediction: 'p', plate: 0 })).toMatchObject({
      isCorrection: true,
      reason: 'You corrected this: it was read as AB12CD. Is AB12CO right?',
    });
    expect(of(null)).toMatchObject({ isCorrection: false }); // imported
    // Typed into a box that came without a text: theirs as well.
    const typed = {
      ...known('1', label('1', [plate({ text: 'AB12CO' })])),
      typed: new Set(['p1']),
    };
    const facts = (confidence: number) =>
      factsOf(typed as never, null, seen(seenPlate(BOX, { ...reading('AB12CD'), confidence })));
    expect(summaryOf([facts(0.9)]).findings[0]).toMatchObject({ isCorrection: true });
    expect(summaryOf([facts(0.58)]).findings).toEqual([]);
    // A reader that was hardly sure is no reason to ask a person twice; of an import it is.
    expect(of({ prediction: 'p', plate: 0 }, 0.25)).toBeUndefined();
    expect(of(null, 0.25)).toMatchObject({ isCorrection: false });
  });
});
