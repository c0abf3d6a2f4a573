/** Photos ready to be kept, and what a person says of them. */
import { createHash } from 'node:crypto';
import type { LabelEdit, PlateLabel, PreparedSample } from '../../../src/core/dataset/types.ts';

/** A photo whose bytes are `content`; different contents look different. */
export function photoOf(content: string): PreparedSample {
  const bytes = new TextEncoder().encode(content).buffer as ArrayBuffer;
  const id = createHash('sha256').update(content).digest('hex');
  const sample = {
    id,
    file: `${content}.jpg`,
    kind: 'photo',
    source: 'photo',
    addedAt: 1,
    taken: null,
    place: null,
    size: { width: 100, height: 50 },
    orientation: 1,
    type: 'image/jpeg',
    bytes: bytes.byteLength,
    sha256: id,
    dhash: id.slice(0, 16),
    burst: null,
  } as const;
  return { sample, bytes, thumb: bytes };
}

/** A plate is said to be there, or (`null`) taken back. */
export function plateEdit(id: string, given: Partial<PlateLabel> | null): LabelEdit {
  const plate: PlateLabel = {
    id,
    box: { x: 1, y: 1, width: 30, height: 10 },
    verdict: 'plate',
    text: null,
    raw: null,
    unreadable: null,
    region: null,
    rows: null,
    origin: null,
  };
  return { kind: 'plate', id, value: given && { ...plate, ...given } };
}
