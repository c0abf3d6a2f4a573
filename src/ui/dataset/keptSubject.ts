/** Kept samples as subjects of correction. */
import type { FullSample } from '../../store/library.ts';
import { savedSample } from '../../store/library.ts';
import { showToast } from '../components/toasts.tsx';
import { confirmText, sayNoPlate, shownPlates } from '../correct/actions.ts';
import { undo } from '../correct/keeper.ts';
import { newSubject, type Subject } from '../correct/subject.ts';

export function toSubject({ sample, prediction, label }: FullSample): Subject {
  return newSubject(
    {
      key: `kept-${sample.id}`,
      photo: null,
      file: sample.file,
      source: sample.source,
      burst: sample.burst,
      size: sample.size,
      prediction,
    },
    sample.id,
    label,
  );
}

/** Plates of a subject that still wait for an answer, as positions among the shown plates. */
export function openPlates(subject: Subject): number[] {
  return shownPlates(subject).flatMap((plate, n) => (plate.label ? [] : [n]));
}

/** Confirms every reading of these samples, or says that none has a plate; one undo for all. */
export async function labelMany(
  ids: readonly string[],
  what: 'confirm' | 'no-plate',
): Promise<void> {
  let changes = 0;
  let skipped = 0;
  for (const id of ids) {
    const full = await savedSample(id);
    if (!full) continue;
    const subject = toSubject(full);
    if (what === 'no-plate') {
      sayNoPlate(subject);
      changes += 1;
      continue;
    }
    for (const n of openPlates(subject)) {
      const plate = shownPlates(subject)[n];
      if (plate && confirmText(subject, plate, plate.text)) changes += 1;
      else skipped += 1;
    }
  }
  const left = skipped > 0 ? ` ${skipped} without a text were left as they are.` : '';
  showToast({
    text: `${changes} ${changes === 1 ? 'label' : 'labels'} given.${left}`,
    ...(changes > 0
      ? {
          action: {
            label: 'Undo',
            run: () => {
              for (let i = 0; i < changes; i++) undo();
            },
          },
        }
      : {}),
  });
}
