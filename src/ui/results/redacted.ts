/** Photos with every plate made unreadable for good: the pixels under it are gone, and so is the EXIF. */
import type { Box } from '../../core/types.ts';
import { fileStem } from '../components/fileName.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import { itemPlates, type PhotoItem } from '../read/items.ts';
import { doWork } from '../read/work.ts';
import { saveFile } from '../saveFile.ts';

/** So much around a plate goes with it, of its width and height. */
const MARGIN = 0.12;
/** A plate is left with so many dots across and down: no text survives that. */
const DOTS = { across: 4, down: 2 };

/** All photos at hand as a zip of JPEGs. */
export async function downloadRedacted(items: readonly PhotoItem[]): Promise<void> {
  const read = items.filter(({ outcome }) => outcome?.kind === 'read');
  const wanted = read.filter(({ source }) => source !== null);
  const entries: { name: string; input: Blob }[] = [];
  try {
    const result = await doWork('Blurring plates', wanted, async (item) => {
      const boxes = itemPlates(item)
        .filter(({ status }) => status !== 'rejected')
        .map(({ box }) => box);
      if (item.source === null) return;
      const name = `${String(item.index + 1).padStart(4, '0')}-${fileStem(item.file)}.jpg`;
      entries.push({ name, input: await redacted(item.source, boxes) });
    });
    if (result === null || result.cancelled) return;
    const { downloadZip } = await import('client-zip');
    saveFile(await downloadZip(entries).blob(), 'photos-without-plates.zip');
    const gone = read.length - wanted.length;
    showToast({
      text: `photos-without-plates.zip written: ${plural(entries.length, 'photo')}. Plates that were not found are not blurred: look them through.${gone > 0 ? ` ${plural(gone, 'photo')} left out: not at hand any more.` : ''}`,
    });
  } catch (error) {
    showError(error);
  }
}

/** @param boxes of the plates, pixels of the upright photo */
export async function redacted(photo: Blob, boxes: readonly Box[]): Promise<Blob> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser cannot draw photos of this size.');
    context.drawImage(bitmap, 0, 0);
    const dots = new OffscreenCanvas(DOTS.across, DOTS.down);
    const small = dots.getContext('2d', { alpha: false });
    if (!small) throw new Error('This browser cannot draw.');
    small.imageSmoothingQuality = 'high';
    for (const box of boxes) {
      const x = Math.max(0, Math.floor(box.x - box.width * MARGIN));
      const y = Math.max(0, Math.floor(box.y - box.height * MARGIN));
      const right = Math.min(bitmap.width, Math.ceil(box.x + box.width * (1 + MARGIN)));
      const bottom = Math.min(bitmap.height, Math.ceil(box.y + box.height * (1 + MARGIN)));
      const [width, height] = [right - x, bottom - y];
      if (width <= 0 || height <= 0) continue;
      small.drawImage(bitmap, x, y, width, height, 0, 0, DOTS.across, DOTS.down);
      context.drawImage(dots, 0, 0, DOTS.across, DOTS.down, x, y, width, height);
    }
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  } finally {
    bitmap.close();
  }
}
