/** The photos of the Read screen as subjects of correction; each is made once and kept. */
import { predictionId } from '../../core/dataset/predictionId.ts';
import type { Prediction } from '../../core/dataset/types.ts';
import type { ReadOutcome } from '../../core/results.ts';
import { savedSampleOfFile } from '../../store/library.ts';
import { newSubject, type Subject } from '../correct/subject.ts';
import type { PhotoItem } from './items.ts';

const subjects = new WeakMap<ReadOutcome, Subject>();

/** The subject of a photo that was read; one outcome has one subject. */
export function subjectOf(item: PhotoItem, outcome: ReadOutcome): Subject {
  const known = subjects.get(outcome);
  if (known) return known;
  const { detector, reader, plates, size } = outcome;
  const prediction: Prediction = {
    sample: '',
    id: predictionId(detector, reader, plates),
    at: Date.now(),
    plates,
    detector,
    reader,
    embedding: null,
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
  void findKept(subject, item.bytes);
  return subject;
}

/** A photo corrected before shows what was said then; name and size tell it, until it is hashed. */
async function findKept(subject: Subject, bytes: number): Promise<void> {
  try {
    const full = await savedSampleOfFile(subject.file, bytes);
    if (!full || subject.sample.peek() !== null || subject.label.peek() !== null) return;
    subject.sample.value = full.sample.id;
    subject.label.value = full.label;
    if (full.label) subject.keeping.value = { state: 'kept' };
  } catch {
    // Without storage nothing was kept, and the first correction will say so.
  }
}
