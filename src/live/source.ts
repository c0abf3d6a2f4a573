/** A running picture: a camera or a video file, both through one video element. */
import type { LogSource } from '../core/live/log.ts';
import { videoFormat } from '../core/live/videoFormat.ts';
import { openCamera, type ResolutionId } from './cameras.ts';
import { PlayedTo } from './playedTo.ts';
import {
  audioOnlyError,
  brokenOffError,
  SourceError,
  UNPLUGGED,
  videoError,
  withFormat,
} from './sourceError.ts';

export interface LiveSource {
  readonly about: LogSource;
  readonly video: HTMLVideoElement;
  /** The camera's track, null for a file. */
  readonly track: MediaStreamTrack | null;
  /** Milliseconds of the shown frame: epoch for a camera, from the start for a video. */
  frameTimeMs(metadata: VideoFrameCallbackMetadata): number;
  /** At the end of a file: what is wrong where that came long before its length. `shownMs` is the last frame's time. */
  endedEarly(shownMs: number): SourceError | null;
  /** Stops the camera, frees the file. */
  close(): void;
}

export interface SourceEvents {
  /** Raised when nobody wants the source any more, also while it still opens. */
  readonly signal: AbortSignal;
  /** The video's end was reached. */
  readonly onEnded: () => void;
  /** No more frames will come. */
  readonly onLost: (error: SourceError) => void;
}

/** How long a file may take to show that it has a picture. */
const OPEN_TIMEOUT_MS = 20_000;

/** @throws SourceError */
export async function cameraSource(
  video: HTMLVideoElement,
  choice: { readonly deviceId: string; readonly resolution: ResolutionId },
  events: SourceEvents,
): Promise<LiveSource> {
  const stream = await openCamera(choice.deviceId, choice.resolution);
  if (events.signal.aborted) {
    // Allowed after the person had moved on: the video element shows something else by now.
    for (const each of stream.getTracks()) each.stop();
    throw events.signal.reason;
  }
  const track = stream.getVideoTracks()[0] ?? null;
  const lost = () => events.onLost(UNPLUGGED);
  track?.addEventListener('ended', lost);
  video.srcObject = stream;
  await video.play().catch(() => undefined); // a page in the background plays when it is shown
  return {
    about: { kind: 'camera', name: track?.label || 'Camera' },
    video,
    track,
    frameTimeMs: (metadata) =>
      performance.timeOrigin + (metadata.captureTime ?? metadata.expectedDisplayTime),
    endedEarly: () => null,
    close() {
      track?.removeEventListener('ended', lost);
      for (const each of stream.getTracks()) each.stop();
      if (video.srcObject === stream) video.srcObject = null;
    },
  };
}

/** Opens a file, paused at its start. @throws SourceError */
export async function fileSource(
  video: HTMLVideoElement,
  file: File,
  events: SourceEvents,
): Promise<LiveSource> {
  const url = URL.createObjectURL(file);
  const broken = () => events.onLost(videoError(video.error, file.name));
  let played: PlayedTo | null = null;
  const close = () => {
    played?.close();
    video.removeEventListener('ended', events.onEnded);
    video.removeEventListener('error', broken);
    if (video.src === url) {
      video.pause();
      video.removeAttribute('src');
      video.load();
    }
    URL.revokeObjectURL(url);
  };
  try {
    video.muted = true;
    video.playbackRate = 1;
    await opened(video, url, file.name, events.signal);
  } catch (error) {
    close();
    throw await explained(error, file);
  }
  played = new PlayedTo(video);
  video.addEventListener('ended', events.onEnded);
  video.addEventListener('error', broken);
  return {
    about: { kind: 'video', name: file.name },
    video,
    track: null,
    frameTimeMs: (metadata) => metadata.mediaTime * 1000,
    endedEarly(shownMs) {
      const brokeOff = played.brokeOff(shownMs);
      return brokeOff && brokenOffError(file.name, brokeOff);
    },
    close,
  };
}

/** Headers stand at the start of a file, or at its end. */
const LOOKED_AT_BYTES = 512 * 1024;

/** Why a file has no picture, with its codec and the way out where its bytes tell it. */
async function explained(error: unknown, file: File): Promise<unknown> {
  if (!(error instanceof SourceError)) return error;
  const part = async (from: number, to: number) =>
    new Uint8Array(await file.slice(from, to).arrayBuffer());
  try {
    const head = await part(0, LOOKED_AT_BYTES);
    const tail = await part(Math.max(0, file.size - LOOKED_AT_BYTES), file.size);
    const format = videoFormat(head, tail);
    return format === null ? error : withFormat(error, file.name, format);
  } catch {
    return error; // it cannot be read any more
  }
}

function opened(
  video: HTMLVideoElement,
  url: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(videoError(null, name)), OPEN_TIMEOUT_MS);
    const loaded = () => finish(video.videoWidth > 0 ? null : audioOnlyError(name));
    const failed = () => finish(videoError(video.error, name));
    // The element is lent to the next source at once: its events must not settle this one.
    const left = () => finish(signal.reason);
    const finish = (error: unknown) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', left);
      video.removeEventListener('loadeddata', loaded);
      video.removeEventListener('error', failed);
      if (error) reject(error);
      else resolve();
    };
    video.addEventListener('loadeddata', loaded);
    video.addEventListener('error', failed);
    signal.addEventListener('abort', left);
    video.src = url;
    video.load();
  });
}
