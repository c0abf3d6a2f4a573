import { useEffect, useRef } from 'preact/hooks';
import { expand, wholePixels } from '../../core/geometry.ts';
import type { Box } from '../../core/types.ts';
import { savedPhoto } from '../../store/library.ts';

const HEIGHT_PX = 64;
const MARGIN = 0.15;

/** A labelled plate, cut out of its kept photo; an empty frame while, and where, there is none. */
export function PlatePicture(props: {
  readonly sample: string;
  readonly box: Box;
  readonly alt: string;
}) {
  const { sample, box, alt } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isWanted = true;
    void picture(sample, box)
      .then((bitmap) => {
        const into = canvas.current;
        if (bitmap && into && isWanted) {
          into.width = bitmap.width;
          into.height = bitmap.height;
          into.getContext('2d')?.drawImage(bitmap, 0, 0);
        }
        bitmap?.close();
      })
      .catch(() => undefined); // the frame stays empty
    return () => {
      isWanted = false;
    };
  }, [sample, box]);
  return <canvas ref={canvas} class="plate-picture" role="img" aria-label={alt} />;
}

async function picture(sample: string, box: Box): Promise<ImageBitmap | null> {
  const bytes = await savedPhoto(sample);
  if (!bytes) return null;
  const photo = await createImageBitmap(new Blob([bytes]), { imageOrientation: 'from-image' });
  try {
    const from = wholePixels(expand(box, MARGIN), photo);
    const scale = HEIGHT_PX / from.height;
    return await createImageBitmap(photo, from.x, from.y, from.width, from.height, {
      resizeWidth: Math.max(1, Math.round(from.width * scale)),
      resizeHeight: HEIGHT_PX,
      resizeQuality: 'high',
    });
  } finally {
    photo.close();
  }
}
