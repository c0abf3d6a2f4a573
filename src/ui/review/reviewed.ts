import { signal } from '@preact/signals';

/** Key of the photo that a review shows; null while there is none. */
export const reviewed = signal<string | null>(null);
