/** Labels that a backup brings for photos that are here already: another machine's answers. */
import { labelState } from '../core/dataset/labelState.ts';
import type { Label, LabelEdit, Split } from '../core/dataset/types.ts';
import type { ImportAnswers } from '../rpc/archive/contract.ts';
import type { IncomingLabel } from '../store/importLabels.ts';

/** A label for a photo that is here: brought where there is none, asked about where there is another. */
export interface BroughtLabel {
  readonly label: Label;
  readonly own: Label | null;
  readonly fate: 'label' | 'conflict' | 'replace';
}

/** @param here labels of all photos that are here, by sample */
export function broughtLabels(
  labels: readonly Label[],
  here: ReadonlyMap<string, Label | null>,
  conflicts: ImportAnswers['conflicts'],
): BroughtLabel[] {
  return labels.flatMap((label): BroughtLabel[] => {
    const own = here.get(label.sample);
    if (own === undefined || saysNothing(label) || said(label) === said(own)) return [];
    if (saysNothing(own)) return [{ label, own, fate: 'label' }];
    return [{ label, own, fate: conflicts === 'replace' ? 'replace' : 'conflict' }];
  });
}

/** What changes the labels here into those that are to be taken. */
export function incomingLabels(
  brought: readonly BroughtLabel[],
  splits: ReadonlyMap<string, Split>,
  at: number,
): IncomingLabel[] {
  return brought
    .filter(({ fate }) => fate !== 'conflict')
    .map(({ label, own }) => ({
      sample: label.sample,
      edits: editsBetween(own, label),
      at,
      over: own?.revision ?? 0,
      split: splits.get(label.sample) ?? null,
    }));
}

const saysNothing = (label: Label | null) => labelState(label, null) === 'unlabelled';

/** What a label says, to be compared: neither when it was said nor on which reading. */
function said(label: Label | null): string {
  const plates = (label?.plates ?? []).map(({ verdict, text, unreadable, box, region, rows }) =>
    JSON.stringify([verdict, text, unreadable, box, region, rows]),
  );
  return JSON.stringify([label?.noPlate ?? false, label?.partly ?? false, plates.sort()]);
}

function editsBetween(own: Label | null, label: Label): LabelEdit[] {
  const ids = new Set(label.plates.map(({ id }) => id));
  const gone = (own?.plates ?? []).filter(({ id }) => !ids.has(id));
  return [
    ...gone.map(({ id }): LabelEdit => ({ kind: 'plate', id, value: null })),
    ...label.plates.map((value): LabelEdit => ({ kind: 'plate', id: value.id, value })),
    { kind: 'no-plate', value: label.noPlate },
    { kind: 'partly', value: label.partly ?? false },
  ];
}
