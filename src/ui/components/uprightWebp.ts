/** A WebP photo as it is to be looked at: browsers do not turn it by its EXIF. */
import { turnedSize, uprightTransform } from '../../core/image/orientation.ts';
import { readWebpExif } from '../../core/image/webpExif.ts';

/** The photo itself where it stands upright, else a turned copy; of an animation its first frame. */
export async function uprightWebp(photo: Blob): Promise<Blob> {
  const { orientation } = await readWebpExif(
    async (from, to) => new Uint8Array(await photo.slice(from, to).arrayBuffer()),
  );
  if (orientation <= 1) return photo;
  const bitmap = await createImageBitmap(photo, { imageOrientation: 'none' });
  try {
    const { width, height } = turnedSize(bitmap, orientation);
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context?.setTransform(...uprightTransform(bitmap, orientation));
    context?.drawImage(bitmap, 0, 0);
    return (await context?.canvas.convertToBlob()) ?? photo;
  } finally {
    bitmap.close();
  }
}
