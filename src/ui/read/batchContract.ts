/** What a batch of photos is to the screens, and what it needs of them. */
import type { ReadonlySignal } from '@preact/signals';
import type { Label } from '../../core/dataset/types.ts';
import type { PhotoOutcome, PhotoReading } from '../../core/photoResult.ts';
import type { Counts, PhotoItem } from './items.ts';

/** A photo as it was chosen, dropped or pasted. */
export interface ChosenPhoto {
  readonly file: File;
  /** Path inside the chosen folder, or the name. */
  readonly path: string;
}

/** What reading one photo gave. */
export interface PhotoRead extends PhotoReading<Blob> {
  /** What was said of this photo before, where it is kept already. */
  readonly known?: Said | null;
}

/** What a person said of a photo, and the kept sample that holds it; null beside the result alone. */
export interface Said {
  readonly label: Label | null;
  readonly sample: string | null;
}

export interface BatchDeps {
  /** Whether photos can be read now. When not, the batch pauses instead of failing every photo. */
  readonly ready: () => Promise<boolean>;
  /** Reads one photo; a rejection counts as a failed photo, never stops the batch. */
  readonly read: (file: File, path: string) => Promise<PhotoRead>;
  /** Keeps new or changed photos; reports its own failures. */
  readonly save: (items: readonly PhotoItem[]) => void;
  /** Forgets the whole batch. */
  readonly forget: () => void;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Runs a function that costs as much as there are photos: before the next frame, or soon where they are many. */
  readonly schedule: (flush: () => void, photos: number) => void;
}

export type RunState = 'idle' | 'running' | 'paused' | 'done';

export interface Batch {
  readonly items: ReadonlySignal<readonly PhotoItem[]>;
  readonly counts: ReadonlySignal<Counts>;
  readonly run: ReadonlySignal<RunState>;
  /** Milliseconds per photo lately; null before the first. */
  readonly msPerPhoto: ReadonlySignal<number | null>;
  /**
   * Appends photos and reads them; one that was interrupted by a reload takes its old place, and one
   * that is in the list already is left out.
   */
  add(photos: readonly ChosenPhoto[]): Added;
  /** What a person said of a photo changed: every list and file shows it. */
  say(index: number, said: Said): void;
  /** Its plates were read again; nothing where it is another outcome by now, or a person said something of it. */
  replace(index: number, was: PhotoOutcome, outcome: PhotoOutcome): void;
  /** Stops after the photo being read; nothing where all is done, so that later photos are read. */
  pause(): void;
  resume(): void;
  /**
   * Takes all waiting photos out of the queue; the one being read still finishes. Photos that only
   * waited to be read again have their earlier result back.
   */
  cancel(): void;
  /**
   * Puts cancelled photos, or the given ones, back into the queue. What was kept of them stays kept
   * until the new reading replaces it.
   */
  readAgain(indices?: readonly number[]): void;
  /**
   * Takes a photo out of the list and the store, unless it is being read.
   * @returns puts it back, as long as the list was not cleared; null where nothing was removed
   */
  remove(index: number): (() => void) | null;
  /** Empties the list and the store; gives back what it was, for undo. */
  clear(): readonly PhotoItem[];
  /** Puts back what `clear` took, where it was; photos added since stay where they are. */
  putBack(cleared: readonly PhotoItem[]): void;
  /** Shows what an earlier visit left, in order of index. @returns by how much photos added since move on */
  restore(found: readonly PhotoItem[]): number;
}

export interface Added {
  /** Index of the first photo that was added, or that was here already. */
  readonly first: number;
  readonly resumed: number;
  readonly repeated: number;
}
