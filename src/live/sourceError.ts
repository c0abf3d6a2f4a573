/** Why there are no frames, worded for people: what happened, why, what next. */
import { logTime } from '../core/live/log.ts';
import { convertCommand } from '../core/live/videoFormat.ts';
import { VisionStartError } from '../rpc/vision/startError.ts';
import type { LiveStatus } from './status.ts';

export type SourceErrorCode =
  | 'denied'
  | 'no-camera'
  | 'busy'
  | 'unplugged'
  | 'constraints'
  | 'insecure'
  | 'not-a-video'
  | 'no-picture'
  | 'broken'
  | 'engine';

export class SourceError extends Error {
  override name = 'SourceError';

  constructor(
    readonly code: SourceErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** What `getUserMedia` threw, as a `SourceError`. */
export function cameraError(error: unknown): SourceError {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new SourceError(
        'denied',
        'The camera is blocked. This page may not use it: allow the camera in the browser’s address bar or site settings, then start again. A video file works without it.',
      );
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return new SourceError(
        'no-camera',
        'No camera was found. Connect one and start again, or open a video file.',
      );
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return new SourceError(
        'busy',
        'The camera is busy. Another app or tab is using it, or it did not start: close the other one and start again.',
      );
    case 'OverconstrainedError':
      return new SourceError(
        'constraints',
        'The camera cannot deliver that picture. Choose another resolution or another camera.',
      );
    default:
      return new SourceError(
        'busy',
        `The camera did not start (${error instanceof Error ? error.message || name : String(error)}). Start again, or open a video file.`,
      );
  }
}

export const UNPLUGGED = new SourceError(
  'unplugged',
  'The camera was unplugged or switched off. What was read so far is kept: connect it and start again.',
);

/** What a video element reported about a file. `name` is the file's. */
export function videoError(error: MediaError | null, name: string): SourceError {
  if (error?.code === MediaError.MEDIA_ERR_DECODE) {
    return new SourceError(
      'broken',
      `“${name}” is damaged: it could not be decoded any further. What was read before is kept. Try another copy of the file.`,
    );
  }
  return new SourceError(
    'not-a-video',
    `“${name}” could not be opened as a video. It is damaged, or in a format this browser does not play: WebM with VP9 and MP4 with H.264 play nearly everywhere.`,
  );
}

/** The same refusal, with what the file is and how to make it play. */
export function withFormat(error: SourceError, name: string, format: string): SourceError {
  return new SourceError(
    error.code,
    `“${name}” is ${format}, which this browser does not play. Convert it with one line: ${convertCommand(name)}`,
  );
}

/** A file that ended in the middle; times in seconds. */
export function brokenOffError(
  name: string,
  { at, of }: { readonly at: number; readonly of: number },
): SourceError {
  const time = (seconds: number) => logTime(1000 * seconds, 'video').slice(0, -'.mmm'.length);
  return new SourceError(
    'broken',
    `“${name}” is damaged or incomplete: it stopped at ${time(at)} of ${time(of)}. What was read before is kept. Try another copy of the file.`,
  );
}

export function audioOnlyError(name: string): SourceError {
  return new SourceError(
    'no-picture',
    `“${name}” has sound but no picture that this browser can show. Choose a file with video; if it has one, its format may be H.265 (HEVC): record or convert it as H.264 or VP9.`,
  );
}

/** The worker failed again and again. `reason` is its last word. */
export function brokenError(reason: string): SourceError {
  return new SourceError(
    'engine',
    `The reader failed several times in a row (${reason.replace(/\.$/, '')}). What was read so far is kept: start again, with a smaller detector size under Options if it happens again.`,
  );
}

export const INSECURE = new SourceError(
  'insecure',
  'The camera needs a secure page. Browsers offer it only over https or on localhost. Open Platewheel that way, or use a video file here.',
);

/** What a session says that could not start or go on. */
export function failureStatus(error: unknown): LiveStatus {
  const code = error instanceof SourceError ? error.code : 'engine';
  if (error instanceof VisionStartError) {
    return { state: 'error', code, message: error.failure.message };
  }
  return { state: 'error', code, message: error instanceof Error ? error.message : String(error) };
}
