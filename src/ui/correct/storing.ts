/** What keeps a correction, loaded when it is needed, and photos made ready to be kept with one. */
import type { PreparedSample } from '../../core/dataset/types.ts';
import type { Correction } from '../../store/corrections.ts';
import { settings } from '../appSettings.ts';
import { showToast } from '../components/toasts.tsx';
import type { AnnotationTarget } from './annotationTarget.ts';

/** The code that keeps. A reading needs none of it: it loads while the first one is looked at. */
export async function storing() {
  try {
    const [{ prepareSample }, { saveCorrection, undoCorrection }] = await Promise.all([
      import('../../rpc/archive/client.ts'),
      import('../../store/corrections.ts'),
    ]);
    const save = async (correction: Correction) => {
      const kept = await saveCorrection(correction);
      const { length } = kept.moved;
      if (length > 0) {
        const them = length === 1 ? 'Another photo' : `${length} other photos`;
        showToast({
          text: `${them} of this plate went to another set, so that no plate is both learnt from and tested on.`,
        });
      }
      return kept;
    };
    return { prepareSample, saveCorrection: save, undoCorrection };
  } catch (error) {
    throw new Error(
      'The part of the app that keeps corrections could not be loaded. Check the connection and answer again; if that does not help, reload the page.',
      { cause: error },
    );
  }
}

/** The photo with its hashes and preview. @throws Error that says why it cannot be kept */
export async function prepare(target: AnnotationTarget): Promise<PreparedSample> {
  if (!target.photo) {
    throw new Error(
      'This photo is not at hand any more, so the correction cannot be kept. Choose the photo again.',
    );
  }
  const { file, source, burst } = target;
  const facts = { file, kind: 'photo', source, addedAt: Date.now(), burst } as const;
  const { prepareSample } = await storing();
  const outcome = await prepareSample(target.photo, facts, settings.peek().saveSpace);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
