import { useEffect, useState } from 'preact/hooks';
import type { Box } from '../../core/types.ts';
import { asksTesseract, endSecondOpinion, tesseractOpinion } from './secondOpinion.ts';

/** A line with what tesseract reads here; off until asked for, because it takes its time. */
export function SecondOpinion({ photo, box }: { readonly photo: Blob; readonly box: Box }) {
  const [said, setSaid] = useState<string | null>(null);
  const asks = asksTesseract.value;
  useEffect(() => {
    setSaid(null);
    if (!asks) return;
    const controller = new AbortController();
    void tesseractOpinion(photo, box, controller.signal).then((opinion) => {
      if (controller.signal.aborted) return;
      setSaid('error' in opinion ? opinion.error : opinion.text || 'nothing');
    });
    return () => controller.abort();
    // The box as it was when the plate came up: moving it does not ask again.
  }, [photo, asks]);
  useEffect(() => endSecondOpinion, []);
  if (!asks) {
    return (
      <button
        type="button"
        class="link-button"
        onClick={() => {
          asksTesseract.value = true;
        }}
      >
        Ask a second reader too (Tesseract)
      </button>
    );
  }
  return (
    <p class="alternatives" data-testid="tesseract-opinion">
      <span class="label">Tesseract</span>
      {said === null ? <span class="muted">is reading …</span> : <b>{said}</b>}
    </p>
  );
}
