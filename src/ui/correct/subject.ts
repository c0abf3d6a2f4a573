/** A photo one can correct: where its pixels are, what was predicted, and what was said so far. */
import { type Signal, signal } from '@preact/signals';
import type { Label, Prediction, Sample } from '../../core/dataset/types.ts';
import type { Size } from '../../core/types.ts';

/** How far the last change is. Never "saved": the browser may clear what it keeps. */
export type Keeping =
  | { readonly state: 'idle' }
  | { readonly state: 'keeping' }
  | { readonly state: 'kept' }
  | { readonly state: 'failed'; readonly message: string };

export interface Subject {
  /** Unique within this page. */
  readonly key: string;
  /** The photo as chosen; null when it is kept already, or gone. */
  readonly photo: Blob | null;
  readonly file: string;
  readonly source: Sample['source'];
  readonly burst: string | null;
  readonly size: Size;
  /** `sample` is filled in once the photo was hashed. */
  readonly prediction: Prediction | null;
  /** The kept sample, or null before the first change. */
  readonly sample: Signal<string | null>;
  readonly label: Signal<Label | null>;
  readonly keeping: Signal<Keeping>;
}

export function newSubject(
  facts: Omit<Subject, 'sample' | 'label' | 'keeping'>,
  sample: string | null = null,
  label: Label | null = null,
): Subject {
  return {
    ...facts,
    sample: signal(sample),
    label: signal(label),
    keeping: signal<Keeping>({ state: label ? 'kept' : 'idle' }),
  };
}

/** Whether it can be corrected: its pixels are at hand or kept. */
export function isCorrectable(subject: Subject): boolean {
  return subject.photo !== null || subject.sample.value !== null;
}
