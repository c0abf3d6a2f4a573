/** What taking an import would do, given what the person said; pure, so that it can be asked again. */
import { editsOf, saysTheSame } from '../core/dataset/import/incoming.ts';
import { SHOWN_NOTES } from '../core/dataset/import/notes.ts';
import type { Outcome, OutcomeState } from '../core/dataset/import/outcome.ts';
import { type Settled, settle } from '../core/dataset/import/settle.ts';
import { labelState } from '../core/dataset/labelState.ts';
import type { ImportAnswers, ImportCounts } from '../rpc/archive/contract.ts';
import type { IncomingLabel } from '../store/importLabels.ts';
import type { CheckedPhoto, CheckedPhotos } from './importCheck.ts';
import type { ImportPlan } from './importPlan.ts';

/** A photo with what becomes of it: added, its label brought to the one here, or nothing. */
export interface DecidedPhoto extends CheckedPhoto {
  readonly outcome: Outcome;
  /** `conflict`: it is here with another label, which stays unless the person wants otherwise. */
  readonly fate: 'add' | 'label' | 'replace' | 'conflict' | 'same';
}

export interface Decided {
  readonly photos: readonly DecidedPhoto[];
  readonly settled: Settled;
  readonly counts: ImportCounts;
}

export function decide(plan: ImportPlan, checked: CheckedPhotos, answers: ImportAnswers): Decided {
  const settled = settle(checked.photos, plan.classes, checked.notes, answers);
  const photos = checked.photos.map((photo, i): DecidedPhoto => {
    const outcome = settled.outcomes[i] as Outcome;
    return { ...photo, outcome, fate: fateOf(photo, outcome, answers) };
  });
  return { photos, settled, counts: countsOf(photos, checked.twice, settled) };
}

function fateOf(
  { here, id }: CheckedPhoto,
  outcome: Outcome,
  answers: ImportAnswers,
): DecidedPhoto['fate'] {
  if (!here) return 'add';
  if (outcome.state === 'unlabelled' || outcome.state === 'predicted') return 'same';
  const { label } = here;
  if (!label || labelState(label, null) === 'unlabelled') return 'label';
  if (saysTheSame(label, outcome)) return 'same';
  const replace =
    answers.conflicts === 'replace' ||
    (answers.conflicts === 'review' && answers.replace.includes(id));
  return replace ? 'replace' : 'conflict';
}

function countsOf(
  photos: readonly DecidedPhoto[],
  twice: number,
  { notes }: Settled,
): ImportCounts {
  const taken = photos.filter(({ fate }) => fate !== 'same' && fate !== 'conflict');
  const fates = (fate: DecidedPhoto['fate']) =>
    photos.filter((photo) => photo.fate === fate).length;
  const states = (state: OutcomeState) =>
    taken.filter(({ outcome }) => outcome.state === state).length;
  const kept = taken.filter(({ outcome }) => outcome.state !== 'predicted');
  const problems = notes.list();
  return {
    add: fates('add'),
    labels: fates('label'),
    conflicts: fates('conflict') + fates('replace'),
    replaced: fates('replace'),
    duplicates: twice + fates('same') + fates('conflict'),
    plates: kept.reduce((sum, { outcome }) => sum + outcome.plates.length, 0),
    texts: kept.flatMap(({ outcome }) => outcome.plates).filter(({ text }) => text !== null).length,
    labelled: states('labelled'),
    partly: states('partly'),
    negatives: states('negative'),
    predicted: states('predicted'),
    unlabelled: states('unlabelled'),
    problems: problems.slice(0, SHOWN_NOTES),
    problemCount: problems.reduce((sum, { count }) => sum + count, 0),
  };
}

/** The labels for samples that are here. */
export function labelsFor(photos: readonly DecidedPhoto[], at: number): IncomingLabel[] {
  return photos.flatMap(({ id, here, fate, outcome, photo }) =>
    fate === 'label' || fate === 'replace'
      ? [
          {
            sample: id,
            edits: editsOf(outcome, here?.label ?? null),
            at,
            over: here?.label?.revision ?? 0,
            split: photo.split,
          },
        ]
      : [],
  );
}
