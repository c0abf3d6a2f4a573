/** What the Live screen shows, as signals. The log outlives leaving the screen, until cleared. */
import { computed, signal } from '@preact/signals';
import type { Advice } from '../../core/live/coach.ts';
import type { LogSource, WatchMark } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import type { ModelRef, RgbaImage } from '../../core/types.ts';

export type LiveStatus =
  | { readonly state: 'idle' }
  /** `loaded` and `total` are bytes of models, 0 while the source opens. */
  | {
      readonly state: 'starting';
      readonly what: string;
      readonly loaded: number;
      readonly total: number;
    }
  | { readonly state: 'running' }
  /** `hidden`: by itself, because nobody can see the page. */
  | { readonly state: 'paused'; readonly why: 'asked' | 'hidden' }
  | { readonly state: 'done' }
  | { readonly state: 'error'; readonly code: string; readonly message: string };

export interface LiveNumbers {
  readonly framesSeen: number;
  readonly detections: number;
  /** Frames that should have been detected on, but the worker or the page was busy. */
  readonly dropped: number;
  readonly readings: number;
  /** Frames × vehicles in view, and how often the plate was found then. */
  readonly chances: number;
  readonly found: number;
  /** Long side of the detector's input now, pixels. */
  readonly inputSize: number;
  readonly everyNth: number;
  readonly detectionsPerSecond: number;
  readonly overlayPerSecond: number;
  /** Worker crashes survived. */
  readonly restarts: number;
  /** Vehicles read, and the time from their second frame to the first reading that 95 % stay under. */
  readonly firstReadings: { readonly count: number; readonly p95Ms: number | null };
}

/** How far a video file is. */
export interface FileProgress {
  readonly part: number;
  /** Seconds of video a second of time. */
  readonly speed: number;
  readonly leftMs: number | null;
}

export const status = signal<LiveStatus>({ state: 'idle' });
export const vehicles = signal<readonly Vehicle[]>([]);
export const numbers = signal<LiveNumbers | null>(null);
export const advice = signal<Advice | null>(null);
export const progress = signal<FileProgress | null>(null);
export const source = signal<LogSource | null>(null);
export const models = signal<{ readonly detector: ModelRef; readonly reader: ModelRef } | null>(
  null,
);
/** The best crop of each vehicle, small. */
export const crops = signal<ReadonlyMap<number, RgbaImage>>(new Map());
export const marks = signal<ReadonlyMap<number, WatchMark>>(new Map());
export const selected = signal<number | null>(null);

export const isActive = computed(() =>
  ['starting', 'running', 'paused'].includes(status.value.state),
);

/** Plates seen, and plates read, of all vehicles. */
export const seenAndRead = computed(() => ({
  seen: vehicles.value.length,
  read: vehicles.value.filter(({ consensus }) => consensus.text !== '').length,
}));
