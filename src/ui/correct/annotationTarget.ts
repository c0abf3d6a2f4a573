/** A photo one can correct: where its pixels are, what was predicted, and what was said so far. */
import { type Signal, signal } from '@preact/signals';
import type { Label, LabelEdit, LogEntry, Prediction, Sample } from '../../core/dataset/types.ts';
import type { Size } from '../../core/types.ts';

/** How far the last change is. Never "saved": the browser may clear what it keeps. */
export type SaveStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'keeping' }
  | { readonly state: 'kept' }
  /** For room on the disk; it is saved by itself then. */
  | { readonly state: 'waiting'; readonly message: string }
  | { readonly state: 'failed'; readonly message: string };

/** Keeps a label where there is no photo to keep it with: beside the result it corrects. */
export interface LabelShelf {
  /** Applies edits to the label as it is by then. Resolves only after it was read back. */
  save(edits: readonly LabelEdit[], at: number): Promise<{ label: Label; entry: LogEntry }>;
  /** The label as it was kept last. */
  saved(): Label | null;
}

export interface AnnotationTarget {
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
  /** Used while there is neither a photo nor a kept sample; null where that cannot be. */
  readonly shelf: LabelShelf | null;
  /** The kept sample, or null before the first change. */
  readonly sample: Signal<string | null>;
  readonly label: Signal<Label | null>;
  readonly saving: Signal<SaveStatus>;
}

export function newTarget(
  facts: Omit<AnnotationTarget, 'sample' | 'label' | 'saving'>,
  sample: string | null = null,
  label: Label | null = null,
): AnnotationTarget {
  return {
    ...facts,
    sample: signal(sample),
    label: signal(label),
    saving: signal<SaveStatus>({ state: label ? 'kept' : 'idle' }),
  };
}

/** Whether it can be corrected: its pixels are at hand or kept, or its result can hold the label. */
export function isCorrectable({ photo, sample, shelf }: AnnotationTarget): boolean {
  return photo !== null || sample.value !== null || shelf !== null;
}

/** Whether boxes can be moved and drawn: only with the photo at hand or kept. */
export function hasPhoto({ photo, sample }: AnnotationTarget): boolean {
  return photo !== null || sample.value !== null;
}
