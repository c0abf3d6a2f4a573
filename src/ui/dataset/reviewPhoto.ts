/** The sample a review shows, with the photo of the next one fetched ahead. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { savedPhoto, savedSample } from '../../store/library.ts';
import { showToast } from '../components/toasts.tsx';
import type { Subject } from '../correct/subject.ts';
import { toSubject } from './keptSubject.ts';

export interface KeptPhoto {
  readonly id: string;
  readonly subject: Subject;
  readonly photo: Blob;
}

/**
 * @param onLoaded a sample has come up; stable
 * @param onGone it was deleted meanwhile; stable
 * @returns the sample, or null until it is there: a quick Enter must not answer the last one
 */
export function useReviewPhoto(
  id: string | undefined,
  next: string | undefined,
  onLoaded: (subject: Subject) => void,
  onGone: () => void,
): KeptPhoto | null {
  const [latest, setLatest] = useState<KeptPhoto | null>(null);
  // Only the bytes, which never change: what was said of the sample may change until it is shown.
  const ahead = useRef(new Map<string, Promise<ArrayBuffer | null>>());
  useEffect(() => {
    if (id === undefined) return;
    let wanted = true;
    const bytes = ahead.current.get(id) ?? savedPhoto(id);
    ahead.current.clear();
    const show = async () => {
      const [full, photo] = await Promise.all([savedSample(id), bytes]);
      if (!wanted) return;
      if (!full || !photo) return onGone();
      const subject = toSubject(full);
      setLatest({ id, subject, photo: new Blob([photo], { type: full.sample.type }) });
      onLoaded(subject);
      if (next !== undefined)
        ahead.current.set(
          next,
          savedPhoto(next).catch(() => null),
        );
    };
    show().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (wanted) showToast({ tone: 'error', text: `This sample cannot be read: ${why}` });
    });
    return () => {
      wanted = false;
    };
  }, [id, next, onLoaded, onGone]);
  return latest?.id === id ? latest : null;
}
