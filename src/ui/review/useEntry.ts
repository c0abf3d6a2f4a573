/** The photo a review shows, with the next one fetched ahead. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { showToast } from '../components/toasts.tsx';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';

/** A photo to go through, as a review gets hold of it. */
export interface ReviewEntry {
  readonly key: string;
  /** Fetches the picture, which never changes; what was said may change until it is shown. */
  readonly photo: () => Promise<Blob | null>;
  /** Null when it was deleted meanwhile. */
  readonly target: () => Promise<AnnotationTarget | null>;
  /** Reads the photo, which may not have been done yet; false where it cannot be read. */
  readonly read?: () => Promise<boolean>;
}

export interface LoadedEntry {
  readonly key: string;
  readonly target: AnnotationTarget;
  /** Null where there is no picture of it any more. */
  readonly photo: Blob | null;
}

/**
 * @param onLoaded an entry has come up; stable
 * @param onGone it was deleted meanwhile, or cannot be opened; stable
 * @param again fetches the target anew where it changes
 * @returns the entry, or null until it is there: a quick Enter must not answer the last one
 */
export function useEntry(
  entry: ReviewEntry | undefined,
  next: ReviewEntry | undefined,
  onLoaded: (target: AnnotationTarget) => void,
  onGone: () => void,
  again: number,
): LoadedEntry | null {
  const [latest, setLatest] = useState<LoadedEntry | null>(null);
  const ahead = useRef(new Map<string, Promise<Blob | null>>());
  useEffect(() => {
    if (entry === undefined) return;
    let wanted = true;
    // Without its picture it can still be answered.
    const picture = ahead.current.get(entry.key) ?? entry.photo().catch(() => null);
    ahead.current.clear();
    const show = async () => {
      const [target, photo] = await Promise.all([entry.target(), picture]);
      if (!wanted) return;
      if (!target) return onGone();
      setLatest({ key: entry.key, target, photo });
      onLoaded(target);
      if (next !== undefined) {
        ahead.current.set(
          next.key,
          next.photo().catch(() => null),
        );
      }
    };
    show().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (!wanted) return;
      showToast({ tone: 'error', text: `A photo cannot be opened and was passed over: ${why}` });
      onGone();
    });
    return () => {
      wanted = false;
    };
  }, [entry?.key, next?.key, onLoaded, onGone, again]);
  return latest?.key === entry?.key ? latest : null;
}
