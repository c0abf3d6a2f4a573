/** Answers to suspicious labels: what they change, and how often the suspicion was right. */
import { computed, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { normalisePlateText } from '../../core/plateText.ts';
import { type Finding, findingKey } from '../../core/quality/findings.ts';
import type { Size } from '../../core/types.ts';
import { ignore, savedIgnored, unignore } from '../../store/analysis.ts';
import { savedPhoto, savedSample } from '../../store/library.ts';
import { showError } from '../components/toasts.tsx';
import { addPlate, confirmText, markUnreadable, moveBox, shownPlates } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { act } from '../correct/correctionQueue.ts';
import { textFault } from '../correct/textFault.ts';
import { toTarget } from '../dataset/savedTarget.ts';
import { showFigures } from './qualityState.ts';

export type Answer = 'keep' | 'fix' | 'unreadable' | 'later';

/** Names of findings called right, and of those that were mended. */
const right = signal<readonly string[]>([]);
const mended = signal<readonly string[]>([]);
void Promise.all([savedIgnored('finding'), savedIgnored('mended')]).then(
  ([kept, fixed]) => {
    right.value = kept;
    mended.value = fixed;
  },
  () => undefined, // without storage there is no history
);

export const precision = computed(() => {
  const wrong = mended.value.length;
  const answered = wrong + right.value.length;
  return answered > 0 ? { wrong, answered } : null;
});

interface Loaded {
  readonly photo: Blob | null;
  readonly size: Size;
  readonly target: AnnotationTarget;
}

/** The last few, so that the next one is there at once. */
const loaded = new Map<string, Promise<Loaded | null>>();
const MOST = 6;

function load(sample: string): Promise<Loaded | null> {
  const known = loaded.get(sample);
  if (known) return known;
  const made = Promise.all([savedSample(sample), savedPhoto(sample)])
    .then(([full, bytes]) =>
      full
        ? {
            photo: bytes && new Blob([bytes], { type: full.sample.type }),
            size: full.sample.size,
            target: toTarget(full),
          }
        : null,
    )
    .catch(() => null);
  loaded.set(sample, made);
  for (const oldest of loaded.keys()) {
    if (loaded.size <= MOST) break;
    loaded.delete(oldest);
  }
  return made;
}

export function useFindingPhoto({ sample }: Finding): Loaded | null {
  const [found, setFound] = useState<Loaded | null>(null);
  useEffect(() => {
    let wanted = true;
    setFound(null);
    void load(sample).then((one) => {
      if (wanted) setFound(one);
    });
    return () => {
      wanted = false;
    };
  }, [sample]);
  return found;
}

/**
 * Takes an answer. @param text what it should be
 * @param open hears whether the finding waits again, when keeping a label is taken back or done again
 * @returns false where there is nothing to take, such as an empty text
 */
export function answer(
  finding: Finding,
  what: Exclude<Answer, 'later'>,
  text: string,
  open: (isOpen: boolean) => void,
): boolean {
  if (what === 'fix' && finding.kind !== 'loose' && text.trim() === '') return false;
  void take(finding, what, text, open).catch(showError);
  return true;
}

async function take(
  finding: Finding,
  what: Exclude<Answer, 'later'>,
  text: string,
  open: (isOpen: boolean) => void,
): Promise<void> {
  const key = findingKey(finding);
  if (what === 'keep') {
    await act({
      undo: async () => {
        await unignore('finding', [key]);
        right.value = right.peek().filter((other) => other !== key);
        await showFigures();
        open(true);
      },
      redo: async () => {
        await ignore('finding', [key], Date.now());
        right.value = [...right.peek(), key];
        open(false);
        void showFigures().catch(showError);
      },
    });
    return;
  }
  const target = (await load(finding.sample))?.target;
  if (!target) throw new Error('This photo is no longer kept.');
  const plate = mend(target, finding, what, text);
  await ignore('mended', [key], Date.now());
  // A text that was just given against a reading is not asked about at once.
  const given = { ...finding, kind: 'text', plate, given: normalisePlateText(text) } as const;
  if (finding.kind !== 'loose') await ignore('settled', [findingKey(given)], Date.now());
  mended.value = [...mended.peek(), key];
  loaded.delete(finding.sample); // its label is another by now
}

/**
 * An answer about this plate was taken back: it counts neither way.
 * @param plate null where it was about the photo as a whole
 */
export function forgetMended(sample: string, plate: string | null): void {
  const taken = mended.peek().filter((key) => isAbout(key, sample, plate));
  mended.value = mended.peek().filter((key) => !taken.includes(key));
  void unignore('mended', taken).catch(showError);
}

/** Whether a finding is about this plate. One that was missed has the name of its place until it is drawn. */
export function isAbout(key: string, sample: string, plate: string | null): boolean {
  const [kind, of, id] = key.split(' ');
  if (of !== sample) return false;
  return plate === null || id === plate || (kind === 'missed' && plate.startsWith('drawn-'));
}

/** @returns the label's id */
function mend(
  target: AnnotationTarget,
  finding: Finding,
  what: 'fix' | 'unreadable',
  text: string,
): string {
  const fault = what === 'fix' && finding.kind !== 'loose' ? textFault(text) : null;
  if (fault !== null) throw new Error(fault);
  const added = finding.kind === 'missed' ? addPlate(target, finding.box) : null;
  const shown = shownPlates(target);
  const plate = added === null ? shown.find(({ id }) => id === finding.plate) : shown[added];
  if (!plate) throw new Error('This plate was changed meanwhile. Look at the next one.');
  if (what === 'unreadable') markUnreadable(target, plate, 'blurred');
  else if (finding.kind === 'loose') {
    if (finding.better) moveBox(target, plate, finding.better);
  } else if (!confirmText(target, plate, text)) {
    throw new Error('A text has letters A to Z and digits. Type what the plate says.');
  }
  return plate.id;
}
