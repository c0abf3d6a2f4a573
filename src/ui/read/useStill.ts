import { useEffect, useState } from 'preact/hooks';
import { hasWebpExif, mayBeAnimated } from '../../core/image/animated.ts';

/**
 * The photo as it was read: of an animation its first frame, for boxes over others would be wrong,
 * and WebP upright, which browsers do not turn; null until that is known.
 */
export function useStill(photo: Blob | null): Blob | null {
  const [still, setStill] = useState<{ readonly of: Blob; readonly shown: Blob } | null>(null);
  useEffect(() => {
    if (photo === null) return;
    let wanted = true;
    void stillOf(photo)
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

/** The photo as it was read. @throws where the browser cannot open it */
export async function stillOf(photo: Blob): Promise<Blob> {
  const head = new Uint8Array(await photo.slice(0, 32).arrayBuffer());
  if (hasWebpExif(head)) return (await import('../components/uprightWebp.ts')).uprightWebp(photo);
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
