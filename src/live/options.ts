/** What a person may choose for the Live screen, restored from anything. */
import { KEEP_LOG, type KeepLog } from '../core/live/keptLog.ts';
import { fitRegion, type Region, WHOLE_PICTURE } from '../core/live/region.ts';
import { RESOLUTIONS, type ResolutionId } from './cameras.ts';

export interface LiveOptions {
  /** Camera to open; '' lets the browser choose. */
  readonly deviceId: string;
  readonly resolution: ResolutionId;
  /** `0`: automatic, else the long side of the detector's input in pixels. */
  readonly inputSize: 0 | 320 | 416 | 640;
  /** How a video file is gone through: in real time, or every n-th frame at the device's own speed. */
  readonly filePace: 'real-time' | 'every-frame' | 'every-second' | 'every-third';
  /** Reads every crop that can be read, not only until the text has settled. */
  readonly readAll: boolean;
  /** Detects on every frame, however slow that is, instead of every k-th. */
  readonly everyFrame: boolean;
  /** The same plate within this many minutes is one event. */
  readonly sameEventMinutes: number;
  /** Vehicles out of sight for longer are removed from the log; 0 keeps them. */
  readonly retentionMinutes: number;
  /** How long the log is kept on this device, so that it survives a reload. */
  readonly keepLog: KeepLog;
  readonly captureDoubtful: boolean;
  readonly watchSound: boolean;
  readonly region: Region;
}

export const DEFAULT_LIVE_OPTIONS: LiveOptions = {
  deviceId: '',
  resolution: '1280x720',
  inputSize: 0,
  filePace: 'every-frame',
  readAll: false,
  everyFrame: false,
  sameEventMinutes: 1,
  retentionMinutes: 0,
  keepLog: 'ask',
  captureDoubtful: false,
  watchSound: true,
  region: WHOLE_PICTURE,
};

export const SAME_EVENT_MINUTES = [0, 1, 5, 15, 60] as const;
export const RETENTION_MINUTES = [0, 5, 15, 60, 480] as const;

/** Options out of anything: what is missing, of the wrong type or out of range takes its default. */
export function restoreLiveOptions(value: unknown): LiveOptions {
  const given: Partial<Record<keyof LiveOptions, unknown>> =
    typeof value === 'object' && value !== null ? value : {};
  const oneOf = <T>(choice: unknown, allowed: readonly T[], fallback: T): T =>
    allowed.includes(choice as T) ? (choice as T) : fallback;
  const standard = DEFAULT_LIVE_OPTIONS;
  // Once a choice, though every frame of it was shrunk to the size that is now the largest.
  const resolution = given.resolution === '3840x2160' ? '1920x1080' : given.resolution;
  return {
    deviceId: typeof given.deviceId === 'string' ? given.deviceId : '',
    resolution: oneOf(
      resolution,
      RESOLUTIONS.map(({ id }) => id),
      standard.resolution,
    ),
    inputSize: oneOf(given.inputSize, [0, 320, 416, 640] as const, standard.inputSize),
    filePace: oneOf(
      given.filePace,
      ['real-time', 'every-frame', 'every-second', 'every-third'] as const,
      standard.filePace,
    ),
    readAll: given.readAll === true,
    everyFrame: given.everyFrame === true,
    sameEventMinutes: oneOf<number>(
      given.sameEventMinutes,
      SAME_EVENT_MINUTES,
      standard.sameEventMinutes,
    ),
    retentionMinutes: oneOf<number>(
      given.retentionMinutes,
      RETENTION_MINUTES,
      standard.retentionMinutes,
    ),
    keepLog: oneOf(given.keepLog, KEEP_LOG, standard.keepLog),
    captureDoubtful: given.captureDoubtful === true,
    watchSound: given.watchSound !== false,
    region: restoreRegion(given.region),
  };
}

function restoreRegion(value: unknown): Region {
  if (typeof value !== 'object' || value === null) return WHOLE_PICTURE;
  const { x, y, width, height } = value as Record<string, unknown>;
  const numbers = [x, y, width, height].every((n) => typeof n === 'number' && Number.isFinite(n));
  return numbers ? fitRegion(value as Region) : WHOLE_PICTURE;
}
