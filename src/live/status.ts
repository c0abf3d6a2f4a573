/** Where a session stands and how it goes, as it tells the screen. */

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
