/** "Keep all in the dataset": photos of the list with what was read, to be labelled or trained on later. */
import { predictionId } from '../../core/dataset/predictionId.ts';
import { prepareSample } from '../../rpc/archive/client.ts';
import { updateMarker } from '../../store/page/marker.ts';
import { saveUnlabelled } from '../../store/predictions.ts';
import { settings } from '../appSettings.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import type { PhotoItem } from '../read/items.ts';
import { batch } from '../read/readState.ts';
import { doWork } from '../read/work.ts';

/** Keeps what is not kept yet and whose photo is at hand; says what was left out. */
export async function keepAll(items: readonly PhotoItem[]): Promise<void> {
  const read = items.filter(({ outcome }) => outcome?.kind === 'read');
  const wanted = read.filter(({ sample, source }) => sample === null && source !== null);
  const gone = read.filter(({ sample, source }) => sample === null && source === null).length;
  let failed = 0;
  try {
    const result = await doWork('Keeping photos in the dataset', wanted, async (item) => {
      if (!(await keepOne(item))) failed += 1;
    });
    void updateMarker(Date.now()).catch(() => undefined);
    if (result === null) return;
    if (wanted.length === 0 && gone === 0) {
      showToast({ text: 'All of them are in the dataset already.' });
      return;
    }
    const left = [
      ...(failed > 0 ? [`${failed} could not be kept`] : []),
      ...(gone > 0 ? [`${gone} are not at hand any more: choose them again`] : []),
    ];
    showToast({
      text: `${plural(result.done - failed, 'photo')} kept in the dataset.${left.length > 0 ? ` ${left.join(', ')}.` : ''}`,
    });
  } catch (error) {
    showError(error);
  }
}

async function keepOne({ index, file, source, outcome, label }: PhotoItem): Promise<boolean> {
  if (source === null || outcome?.kind !== 'read') return true;
  const facts = { file, kind: 'photo', source: 'photo', addedAt: Date.now(), burst: null } as const;
  const prepared = await prepareSample(source, facts, settings.peek().saveSpace);
  if (!prepared.ok) return false;
  const { detector, reader, plates, embedding = null } = outcome;
  const sample = prepared.value.sample.id;
  await saveUnlabelled(prepared.value, {
    ...{ sample, id: predictionId(detector, reader, plates), at: Date.now() },
    ...{ plates, detector, reader, embedding },
  });
  // What was said beside the result stays there until it is kept with the sample.
  if (label === null) batch.say(index, { label: null, sample });
  return true;
}
