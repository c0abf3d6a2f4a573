/** The photos of the Read screen as subjects of correction; each is made once and kept. */
import { predictionId } from '../../core/dataset/predictionId.ts';
import type { Prediction } from '../../core/dataset/types.ts';
import type { ReadOutcome } from '../../core/results.ts';
import { sha256Hex } from '../../store/hash.ts';
import { samplesOfFile, savedSample } from '../../store/library.ts';
import { newSubject, type Subject } from '../correct/subject.ts';
import type { PhotoItem } from './items.ts';

const subjects = new WeakMap<ReadOutcome, Subject>();

/** The subject of a photo that was read; one outcome has one subject. */
export function subjectOf(item: PhotoItem, outcome: ReadOutcome): Subject {
  const known = subjects.get(outcome);
  if (known) return known;
  const { detector, reader, plates, size, embedding = null } = outcome;
  const prediction: Prediction = {
    sample: '',
    id: predictionId(detector, reader, plates),
    at: Date.now(),
    plates,
    detector,
    reader,
    embedding,
  };
  const subject = newSubject({
    key: `read-${item.index}`,
    photo: item.source,
    file: item.file,
    source: 'photo',
    burst: null,
    size,
    prediction,
  });
  subjects.set(outcome, subject);
  void findKept(subject);
  return subject;
}

/**
 * A photo corrected before shows what was said then. Its name only hints at it, for cameras count
 * from 1 again: its bytes decide, or where they are gone (after a reload) what the models saw.
 */
async function findKept(subject: Subject): Promise<void> {
  try {
    const hinted = await samplesOfFile(subject.file);
    if (hinted.length === 0) return;
    const own = subject.photo && (await sha256Hex(await subject.photo.arrayBuffer()));
    for (const id of own === null ? hinted : [own]) {
      const full = await savedSample(id);
      if (!full || (own === null && full.prediction?.id !== subject.prediction?.id)) continue;
      if (subject.sample.peek() !== null || subject.label.peek() !== null) return;
      subject.sample.value = full.sample.id;
      subject.label.value = full.label;
      if (full.label) subject.keeping.value = { state: 'kept' };
      return;
    }
  } catch {
    // Without storage nothing was kept, and the first correction will say so.
  }
}
