/** Cameras: which there are, opening one, and what it can do besides. */
import type { CameraMeans } from '../core/live/captureGuidance.ts';
import { cameraError, INSECURE } from './sourceError.ts';

export interface CameraChoice {
  readonly deviceId: string;
  readonly label: string;
}

/** Wished size of the picture; the camera gives the nearest it can. Frames are looked at no larger than the last. */
export const RESOLUTIONS = [
  { id: '640x360', label: '640 × 360', width: 640, height: 360 },
  { id: '1280x720', label: '1280 × 720', width: 1280, height: 720 },
  { id: '1920x1080', label: '1920 × 1080', width: 1920, height: 1080 },
] as const;
export type ResolutionId = (typeof RESOLUTIONS)[number]['id'];

/** Torch and zoom of a running camera; null where the browser or the camera does not offer them. */
export interface CameraAbilities {
  readonly torch: boolean;
  /** It can be told where to focus. */
  readonly focus: boolean;
  /** `now` is where the camera stands. */
  readonly zoom: {
    readonly min: number;
    readonly max: number;
    readonly step: number;
    readonly now: number;
  } | null;
}

/** The cameras; labels are empty until one was allowed. */
export async function listCameras(): Promise<CameraChoice[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }, i) => ({ deviceId, label: label || `Camera ${i + 1}` }));
}

/**
 * Opens a camera; without `deviceId`, or where that one is gone, the one that looks away from the
 * person. @throws SourceError
 */
export async function openCamera(deviceId: string, resolution: ResolutionId): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw INSECURE;
  const wanted = RESOLUTIONS.find(({ id }) => id === resolution) ?? RESOLUTIONS[1];
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        width: { ideal: wanted.width },
        height: { ideal: wanted.height },
        frameRate: { ideal: 30 },
        ...(deviceId === ''
          ? { facingMode: { ideal: 'environment' } }
          : { deviceId: { exact: deviceId } }),
      },
    });
  } catch (error) {
    const isGone = deviceId !== '' && (error as Error | null)?.name === 'OverconstrainedError';
    if (isGone) return openCamera('', resolution);
    throw cameraError(error);
  }
}

/** The image-capture additions that TypeScript's library does not know. */
interface ExtraCapabilities {
  readonly torch?: boolean;
  readonly focusMode?: readonly string[];
  readonly zoom?: { readonly min: number; readonly max: number; readonly step?: number };
}

export function abilitiesOf(track: MediaStreamTrack): CameraAbilities {
  const extra = (track.getCapabilities?.() ?? {}) as ExtraCapabilities;
  const { zoom } = extra;
  const now = (track.getSettings?.() as { readonly zoom?: number } | undefined)?.zoom;
  return {
    torch: extra.torch === true,
    focus: extra.focusMode?.includes('single-shot') === true,
    zoom:
      zoom !== undefined && zoom.max > zoom.min
        ? {
            min: zoom.min,
            max: zoom.max,
            step: zoom.step || (zoom.max - zoom.min) / 20,
            now: now ?? zoom.min,
          }
        : null,
  };
}

interface CameraChange {
  readonly torch?: boolean;
  readonly zoom?: number;
  readonly focusMode?: 'single-shot';
  /** In parts of the picture, 0–1. */
  readonly pointsOfInterest?: readonly { readonly x: number; readonly y: number }[];
}

/** What can be followed of the advice on the picture; torches that burn already are not offered. */
export function meansOf(track: MediaStreamTrack): CameraMeans {
  const { torch, zoom, focus } = abilitiesOf(track);
  const now = (track.getSettings?.() ?? {}) as { readonly torch?: boolean };
  return { torch: torch && now.torch !== true, zoom: zoom !== null, focus };
}

/** Focuses on a place of the picture, given in its parts, 0–1. @returns whether the camera took it */
export function focusAt(track: MediaStreamTrack, x: number, y: number): Promise<boolean> {
  return adjustCamera(track, { focusMode: 'single-shot', pointsOfInterest: [{ x, y }] });
}

/** Sets torch, zoom or focus; a camera that refuses stays as it is. @returns whether it was taken. */
export async function adjustCamera(
  track: MediaStreamTrack,
  change: CameraChange,
): Promise<boolean> {
  try {
    await track.applyConstraints({ advanced: [change as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}
