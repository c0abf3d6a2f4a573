import { fitLongSide } from '../core/geometry.ts';

/** Frames are looked at no larger than this on their long side; 4K shows no plate better. */
const MAX_FRAME_SIDE = 1920;

/** The shown frame as a bitmap, 4K made smaller on the way. */
export function grab(video: HTMLVideoElement): Promise<ImageBitmap> {
  const shown = { width: video.videoWidth, height: video.videoHeight };
  const size = fitLongSide(shown, MAX_FRAME_SIDE);
  if (size.width === shown.width) return createImageBitmap(video);
  return createImageBitmap(video, {
    resizeWidth: size.width,
    resizeHeight: size.height,
    resizeQuality: 'medium',
  });
}

/** A frame as a JPEG. The frame is copied before this returns. */
export function encode(frame: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(frame.width, frame.height);
  canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}
