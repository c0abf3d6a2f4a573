import { signal } from '@preact/signals';
import type { ShownPlate } from '../correct/actions.ts';

/** Key of the photo that a review shows; null while there is none. */
export const reviewed = signal<string | null>(null);

/** Names an answer; a photo without plates is answered as a whole. */
export const answerName = (photo: string, plate: ShownPlate | null | undefined) =>
  `${photo}/${plate?.id ?? ''}`;
