import { fitLongSide } from '../core/geometry.ts';

/** Frames are looked at no larger than this on their long side; 4K shows no plate better. */
const MAX_FRAME_SIDE = 1920;

/** The shown frame as a bitmap, 4K made smaller on the way. */
export async function grab(video: HTMLVideoElement): Promise<ImageBitmap> {
  const shown = { width: video.videoWidth, height: video.videoHeight };
  const size = fitLongSide(shown, MAX_FRAME_SIDE);
  const pixels = await copied(video);
  const from = pixels ?? video;
  // Of 4K each pixel is then the mean of four; smoother steps are needed for other sizes only.
  const isHalf = 2 * size.width === shown.width && 2 * size.height === shown.height;
  const frame = await (size.width === shown.width
    ? createImageBitmap(from)
    : createImageBitmap(from, {
        resizeWidth: size.width,
        resizeHeight: size.height,
        resizeQuality: isHalf ? 'low' : 'medium',
      }));
  if (pixels !== null) spare = pixels;
  return frame;
}

/** The pixels of the last frame, written over by the next one: making room anew takes longest. */
let spare: ImageData | null = null;

/**
 * The shown frame's pixels without drawing it: of every decoded frame that is drawn, Chromium keeps a
 * copy in a cache of some hundred MB. Null where a copy would not look like the picture (turned, oblong
 * pixels), or where the browser cannot copy this kind of frame.
 */
async function copied(video: HTMLVideoElement): Promise<ImageData | null> {
  if (typeof VideoFrame === 'undefined') return null;
  let frame: VideoFrame | null = null;
  try {
    frame = new VideoFrame(video);
    const { width, height } = frame.visibleRect ?? { width: 0, height: 0 };
    if (width !== video.videoWidth || height !== video.videoHeight) return null;
    const { rotation, flip } = frame as VideoFrame & Turned;
    if (rotation !== 0 || flip !== false || frame.format === null) return null;
    const fits = spare?.width === width && spare.height === height;
    const pixels = fits && spare !== null ? spare : new ImageData(width, height);
    spare = null; // two frames on their way never share it
    await frame.copyTo(pixels.data, RGBA);
    return pixels;
  } catch {
    return null; // older browsers know no RGBA here, and none of them converts every format
  } finally {
    frame?.close();
  }
}

/** Newer than the types, and than some browsers: how the picture is turned, in degrees, and mirrored. */
interface Turned {
  readonly rotation?: number;
  readonly flip?: boolean;
}
const RGBA = { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions;

/** A frame as a JPEG. The frame is copied before this returns. */
export function encode(frame: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(frame.width, frame.height);
  canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}
