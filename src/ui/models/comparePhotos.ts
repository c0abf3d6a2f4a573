/** The labelled photos of a comparison: which they are, what was read of them before, what becomes of them. */
import type { Prediction } from '../../core/dataset/types.ts';
import type { BothSeen, ComparedPhoto, Seen } from '../../core/gate/compare.ts';
import { plateKey } from '../../core/gate/ownRegress.ts';
import { analysis } from '../../rpc/analysis/client.ts';
import { type FullSample, savedLog } from '../../store/library.ts';
import { savedTrials } from '../../store/trials.ts';
import type { ListedModel } from './modelsState.ts';

/** A side of a comparison: what finds, and what reads. */
export interface Side {
  readonly detector: ListedModel;
  readonly reader: ListedModel;
}

/** Whether a person has answered a photo, so that models can be judged by it. */
export const isAnswered = ({ label }: FullSample) =>
  label !== null && (label.noPlate || label.plates.some(({ verdict }) => verdict === 'plate'));

/** Under which name a side's predictions are kept: other classes, size or threshold give others. */
export const trialId = ({ detector, reader }: Side, inputSize: number, threshold: number) =>
  [
    'trial',
    [detector.card.sha256, ...(detector.card.plateClasses ?? [])].join('.'),
    reader.card.sha256 || reader.card.id,
    inputSize,
    threshold,
  ].join(' ');

/** What both sides read at another time, by sample: a comparison that was stopped goes on. */
export async function readBefore(
  ids: readonly [string, string],
): Promise<ReadonlyMap<string, BothSeen>> {
  const [reference, candidate] = await Promise.all(ids.map(savedTrials));
  const both = new Map<string, BothSeen>();
  for (const [sample, { plates }] of reference ?? []) {
    const other = candidate?.get(sample);
    const seen = (of: Prediction['plates']): Seen => ({ plates: of, ms: Number.NaN });
    if (other) both.set(sample, [seen(plates), seen(other.plates)]);
  }
  return both;
}

/** Labelled plates whose present text was said in at least two answers, by `plateKey`. */
export async function confirmedTwice(samples: readonly FullSample[]): Promise<ReadonlySet<string>> {
  const twice = new Set<string>();
  for (const { sample, label } of samples) {
    if (!label || label.revision < 2) continue;
    const log = await savedLog(sample.id);
    for (const { id, text } of label.plates) {
      const said = log.filter(({ edits }) =>
        edits.some((e) => e.kind === 'plate' && e.id === id && e.value?.text === text),
      );
      if (text && said.length >= 2) twice.add(plateKey(sample.id, id));
    }
  }
  return twice;
}

/** By sample, the slices it belongs to by light and look; empty where that cannot be said now. */
export async function savedKinds(): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = await analysis.kinds().catch(() => []);
  return new Map(
    all.map(({ sample, dim, cluster }) => [
      sample,
      [
        ...(dim === null ? [] : [`light: ${dim ? 'dim' : 'bright'}`]),
        ...(cluster === null ? [] : [`similar photos: ${cluster}`]),
      ],
    ]),
  );
}

/** A photo as the comparison counts it. */
export function comparedPhoto(
  { sample, label, split }: FullSample,
  [reference, candidate]: BothSeen,
  groupOf: ReadonlyMap<string, string>,
  kindsOf: ReadonlyMap<string, readonly string[]>,
): ComparedPhoto {
  const truth = label?.plates ?? [];
  // A picture that is one plate has no detector to judge.
  const whole = truth[0]?.box ?? { x: 0, y: 0, ...sample.size };
  const asCrop = (seen: Seen): Seen => ({
    ...seen,
    plates: seen.plates.map((p) => ({ ...p, detection: { ...p.detection, box: whole } })),
  });
  const isCrop = sample.kind === 'crop';
  return {
    sample: sample.id,
    file: sample.file,
    split,
    source: sample.source,
    group: groupOf.get(sample.id) ?? sample.id,
    kinds: kindsOf.get(sample.id) ?? [],
    truth,
    isBlank: label?.noPlate ?? false,
    reference: isCrop ? asCrop(reference) : reference,
    candidate: isCrop ? asCrop(candidate) : candidate,
  };
}
