import { useEffect, useState } from 'preact/hooks';
import { mayBeAnimated } from '../../core/image/animated.ts';

/**
 * The photo as it was read: of an animation its first frame, for boxes over others would be wrong;
 * null until that is known.
 */
export function useStill(photo: Blob | null): Blob | null {
  const [still, setStill] = useState<{ readonly of: Blob; readonly shown: Blob } | null>(null);
  useEffect(() => {
    if (photo === null) return;
    let wanted = true;
    void firstFrame(photo)
      .catch(() => photo) // whatever is wrong with it, the viewer will see
      .then((shown) => {
        if (wanted) setStill({ of: photo, shown });
      });
    return () => {
      wanted = false;
    };
  }, [photo]);
  return still?.of === photo ? still.shown : null;
}

async function firstFrame(photo: Blob): Promise<Blob> {
  const head = new Uint8Array(await photo.slice(0, 32).arrayBuffer());
  if (!mayBeAnimated(head)) return photo;
  const bitmap = await createImageBitmap(photo);
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    return await canvas.convertToBlob();
  } finally {
    bitmap.close();
  }
}
