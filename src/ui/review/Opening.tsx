import { keysWaiting } from '../correct/typeAhead.ts';
import { plural } from '../format/numbers.ts';

/** Stands where a photo will, once that takes longer than one notices; keys typed meanwhile wait. */
export function Opening() {
  const keys = keysWaiting();
  return (
    <p class="review-opening" role="status">
      Opening the photo …
      {keys > 0 && ` ${plural(keys, 'key')} typed ahead ${keys === 1 ? 'waits' : 'wait'} for it.`}
    </p>
  );
}
