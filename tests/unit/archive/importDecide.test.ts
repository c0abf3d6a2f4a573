/** What the preview counts is what is kept, for every format. */
import { describe, expect, test } from 'vitest';
import type { CheckedPhoto } from '../../../src/archive/importCheck.ts';
import { decide, labelsFor } from '../../../src/archive/importDecide.ts';
import { planImport } from '../../../src/archive/importPlan.ts';
import type { InFile } from '../../../src/archive/zipReader.ts';
import { applyEdits } from '../../../src/core/dataset/edits.ts';
import { editsOf, predictionOf } from '../../../src/core/dataset/import/incoming.ts';
import { labelState } from '../../../src/core/dataset/labelState.ts';
import type { Label } from '../../../src/core/dataset/types.ts';
import type { ImportAnswers } from '../../../src/rpc/archive/contract.ts';
import type { FullSample } from '../../../src/store/library.ts';
import { FORMAT_CASES } from '../core/dataset/import/cases/all.ts';

const NO_ANSWERS: ImportAnswers = {
  classes: {},
  frame: null,
  conflicts: 'keep',
  replace: [],
  partial: false,
};
const FACTS = { stored: { width: 400, height: 300 }, orientation: 1 };

async function checked(
  contents: Readonly<Record<string, string>>,
  facts = FACTS,
  here: (id: string) => Label | null | undefined = () => undefined,
) {
  const files = Object.entries(contents).map(
    ([path, text]): InFile => ({
      path,
      bytes: text.length,
      read: async () => new TextEncoder().encode(text),
    }),
  );
  const plan = await planImport(files, new AbortController().signal);
  const photos = plan.photos.map((photo): CheckedPhoto => {
    const id = photo.file.path;
    const label = here(id);
    const full = { sample: { id, file: id }, label, prediction: null, split: null };
    return {
      photo,
      id,
      said: photo.said,
      facts,
      here: label === undefined ? null : (full as unknown as FullSample),
    };
  });
  return { plan, photos: { photos, twice: 0, notes: plan.notes } };
}

const context = (sample: string) => ({ sample, at: 1, prediction: null });

describe('the preview counts what is kept', () => {
  test.each(Object.entries(FORMAT_CASES))('%s', async (_, { files, facts, answers }) => {
    const { plan, photos } = await checked(files, facts);
    const given = { ...NO_ANSWERS, classes: answers?.classes ?? {}, frame: answers?.frame ?? null };
    const { counts, photos: decided } = decide(plan, photos, given);
    const kept = decided.map(({ id, outcome }) => {
      const edits = editsOf(outcome, null);
      const label = edits.length > 0 ? applyEdits(null, edits, context(id)).label : null;
      const prediction = predictionOf(id, outcome, 1);
      return { label, state: labelState(label, prediction), prediction };
    });
    const states = (state: string) => kept.filter((one) => one.state === state).length;
    expect(counts).toMatchObject({
      add: kept.length,
      plates: kept.reduce((sum, { label }) => sum + (label?.plates.length ?? 0), 0),
      texts: kept.flatMap(({ label }) => label?.plates ?? []).filter(({ text }) => text).length,
      labelled: states('labelled'),
      partly: states('partly'),
      negatives: states('negative'),
      predicted: kept.filter(({ prediction }) => prediction !== null).length,
    });
    expect(counts.unlabelled + counts.predicted).toBe(states('unlabelled'));
  });
});

describe('labels for photos that are here', () => {
  const set = { 'a.jpg': '', 'a.txt': '0 0.5 0.5 0.2 0.1\n' };
  const labelled = async (text: string) => {
    const { plan, photos } = await checked({ 'a.jpg': '', 'a.txt': text });
    const [one] = decide(plan, photos, NO_ANSWERS).photos;
    return applyEdits(
      null,
      editsOf((one as NonNullable<typeof one>).outcome, null),
      context('a.jpg'),
    ).label;
  };
  const with_ = async (label: Label | null, answers: Partial<ImportAnswers> = {}) => {
    const { plan, photos } = await checked(set, FACTS, () => label);
    const decided = decide(plan, photos, { ...NO_ANSWERS, ...answers });
    return { counts: decided.counts, labels: labelsFor(decided.photos, 2) };
  };

  test('go to those without', async () => {
    const { counts, labels } = await with_(null);
    expect(counts).toMatchObject({ add: 0, labels: 1, plates: 1, duplicates: 0, conflicts: 0 });
    expect(labels).toMatchObject([{ sample: 'a.jpg', over: 0 }]);
  });

  test('that say the same change nothing', async () => {
    const { counts, labels } = await with_(await labelled('0 0.5 0.5 0.2 0.1\n'));
    expect(counts).toMatchObject({ labels: 0, conflicts: 0, duplicates: 1, plates: 0 });
    expect(labels).toEqual([]);
  });

  test.each([
    ['keep', {}, 0],
    ['replace', { conflicts: 'replace' }, 1],
    ['review, without a choice', { conflicts: 'review' }, 0],
    ['review, this one chosen', { conflicts: 'review', replace: ['a.jpg'] }, 1],
  ] as const)('that say another thing: %s', async (_, answers, replaced) => {
    const before = await labelled('0 0.2 0.2 0.1 0.1\n');
    const { counts, labels } = await with_(before, answers);
    expect(counts).toMatchObject({ conflicts: 1, replaced, plates: replaced });
    expect(labels).toHaveLength(replaced);
    for (const { edits } of labels) {
      const after = applyEdits(before, edits, context('a.jpg')).label;
      expect(after.plates.map(({ box }) => Math.round(box.x))).toEqual([160]);
      expect(after.plates[0]?.id).not.toBe(before.plates[0]?.id); // ids are never used again
    }
  });

  test('a negative replaced by plates is none any more', async () => {
    const negative = await labelled('');
    const { labels } = await with_(negative, { conflicts: 'replace' });
    const after = applyEdits(negative, labels[0]?.edits ?? [], context('a.jpg')).label;
    expect([after.noPlate, after.plates.length]).toEqual([false, 1]);
  });
});
