/** Frames are looked at no larger than this on their long side; 4K shows no plate better. */
const MAX_FRAME_SIDE = 1920;

/** The shown frame as a bitmap, 4K made smaller on the way. */
export function grab(video: HTMLVideoElement): Promise<ImageBitmap> {
  const scale = Math.min(1, MAX_FRAME_SIDE / Math.max(video.videoWidth, video.videoHeight));
  if (scale === 1) return createImageBitmap(video);
  return createImageBitmap(video, {
    resizeWidth: Math.round(video.videoWidth * scale),
    resizeHeight: Math.round(video.videoHeight * scale),
    resizeQuality: 'medium',
  });
}

/** A frame as a JPEG. The frame is copied before this returns. */
export function encode(frame: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(frame.width, frame.height);
  canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}
