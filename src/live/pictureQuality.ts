/** What the plates and the picture of the last seconds were like, for guidance. */
import type { CropQuality } from '../core/live/quality.ts';

/** Older crops say nothing about the picture as it is now, milliseconds. */
const LATELY_MS = 2500;
const MOST = 30;

export class PictureQuality {
  /** Mean brightness of the newest frame's watched part, 0–255; null before the first. */
  brightness: number | null = null;
  private seen: readonly { readonly atMs: number; readonly quality: CropQuality }[] = [];

  add(quality: CropQuality, atMs: number): void {
    this.seen = [...this.seen, { atMs, quality }].slice(-MOST);
  }

  /** Of the crops seen lately. */
  recent(nowMs: number): CropQuality[] {
    return this.seen.filter(({ atMs }) => atMs >= nowMs - LATELY_MS).map(({ quality }) => quality);
  }
}
