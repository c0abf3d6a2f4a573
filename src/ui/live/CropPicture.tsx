import { useEffect, useRef } from 'preact/hooks';
import type { RgbaImage } from '../../core/types.ts';

/** A vehicle's picture. */
export function CropPicture({ crop }: { readonly crop: RgbaImage }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const data = new ImageData(crop.width, crop.height);
    data.data.set(crop.data);
    context?.putImageData(data, 0, 0);
  }, [crop]);
  return (
    <canvas
      ref={canvas}
      class="live-crop"
      width={crop.width}
      height={crop.height}
      role="img"
      aria-label="Its plate"
    />
  );
}
