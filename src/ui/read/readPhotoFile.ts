/** One photo through the vision worker, as the batch wants it. */
import { folderOf } from '../../core/learning/layer.ts';
import { settings } from '../appSettings.ts';
import { readPhoto } from '../engine.ts';
import type { PhotoRead } from './batchContract.ts';

/** The list's preview, and what is shown of the photo itself after a reload. */
const THUMBNAIL_PX = 480;

export async function readPhotoFile(file: File, path: string): Promise<PhotoRead> {
  const { threshold, inputSize, country } = settings.peek();
  const origin = { source: folderOf(path), country };
  const options = { threshold, inputSize, origin, thumbnailSize: THUMBNAIL_PX, crops: true };
  const result = await readPhoto(file, options);
  if (result.ok) return result.value;
  const { code, message } = result.failure;
  return { outcome: { kind: 'failed', code, message }, thumbnail: null, crops: [] };
}
