/** A plate without a text is read at once; what is read stands in its field as a draft. */
import { useEffect, useState } from 'preact/hooks';
import type { Reading } from '../../core/types.ts';
import type { ShownPlate } from './actions.ts';
import { draftOf, isTyped, setDraft } from './drafts.ts';
import { readBox } from './readBox.ts';

/** A drawn box is moved into place before it is read. */
const SETTLE_MS = 400;

/** @returns the reading, for its bars and runners-up; null while there is none */
export function usePrefill(
  plate: ShownPlate,
  photo: Blob | null,
  draftKey: string,
): { readonly reading: Reading | null; readonly working: boolean } {
  const [read, setRead] = useState<Reading | null>(null);
  const [working, setWorking] = useState(false);
  const isMissing =
    plate.read === null &&
    plate.text === '' &&
    plate.status !== 'rejected' &&
    !plate.label?.unreadable;
  const { x, y, width, height } = plate.box;
  useEffect(() => {
    if (!isMissing || photo === null) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      setWorking(true);
      const reading = await readBox(photo, { x, y, width, height }, controller.signal).catch(
        () => null,
      );
      if (controller.signal.aborted) return;
      setWorking(false);
      if (!reading?.text) return;
      setRead(reading);
      // What a person typed meanwhile counts for more.
      if (draftOf(draftKey) === undefined) setDraft(draftKey, reading.text, false);
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [draftKey, isMissing, photo, x, y, width, height]);
  // A text that came back by undo or redo is not hidden behind what was filled in meanwhile.
  useEffect(() => {
    if (!isMissing && !isTyped(draftKey)) setDraft(draftKey, null);
  }, [draftKey, isMissing]);
  return { reading: read, working };
}
