import { partOf } from '../dataset/import/paths.ts';
import { folderOf, LIVE } from './layer.ts';

/**
 * The source of a photo, which stands for its camera: the folder it lies in. Of an imported one without
 * the folders that every dataset has (`images`, `train` …): they are no camera.
 */
export function sourceOf(file: string, kind: 'photo' | 'live' | 'import'): string {
  if (kind === 'live') return LIVE;
  return kind === 'import' ? partOf(file) : folderOf(file);
}
