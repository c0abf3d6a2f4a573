/**
 * Records out of anything: older versions, other tools, damaged files. What is missing takes its
 * default; what cannot be meant gives null, and the caller says which row it was.
 */
import { normalisePlateText } from '../plateText.ts';
import type { Box, Size } from '../types.ts';
import {
  type Label,
  type PlateLabel,
  type Sample,
  type Split,
  UNREADABLE_REASONS,
} from './types.ts';

type Loose = Readonly<Record<string, unknown>>;

const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const oneOf = <T>(value: unknown, allowed: readonly T[], fallback: T): T =>
  allowed.includes(value as T) ? (value as T) : fallback;

const SHA256 = /^[0-9a-f]{64}$/;

export function restoreSplit(value: unknown): Split | null {
  return oneOf<Split | null>(value, ['train', 'val', 'test'], null);
}

/** A box with an area, or null. */
export function restoreBox(value: unknown): Box | null {
  const given = loose(value);
  const [x, y, width, height] = [given.x, given.y, given.width, given.height].map(number);
  if (x == null || y == null || width == null || height == null) return null;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function restoreSize(value: unknown): Size | null {
  const given = loose(value);
  const width = number(given.width);
  const height = number(given.height);
  if (width === null || height === null || width < 1 || height < 1) return null;
  return { width, height };
}

/** A sample, or null without an id, a size and the hash of its bytes. */
export function restoreSample(value: unknown): Sample | null {
  const given = loose(value);
  const id = text(given.id) ?? '';
  const sha256 = text(given.sha256) ?? id;
  const size = restoreSize(given.size);
  if (!SHA256.test(id) || !SHA256.test(sha256) || !size) return null;
  const place = loose(given.place);
  const latitude = number(place.latitude);
  const longitude = number(place.longitude);
  const dhash = text(given.dhash) ?? '';
  return {
    id,
    file: text(given.file) ?? id,
    kind: oneOf(given.kind, ['photo', 'crop'] as const, 'photo'),
    source: oneOf(given.source, ['photo', 'live', 'import'] as const, 'import'),
    addedAt: number(given.addedAt) ?? 0,
    taken: text(given.taken),
    place: latitude === null || longitude === null ? null : { latitude, longitude },
    size,
    orientation: oneOf(given.orientation, [1, 2, 3, 4, 5, 6, 7, 8], 1),
    type: text(given.type) ?? 'image/jpeg',
    bytes: number(given.bytes) ?? 0,
    sha256,
    dhash: /^[0-9a-f]{16}$/.test(dhash) ? dhash : '0'.repeat(16),
    burst: text(given.burst),
  };
}

/** A plate's label, or null without a box. A text that normalises to nothing counts as not said. */
export function restorePlateLabel(value: unknown, id: string): PlateLabel | null {
  const given = loose(value);
  const box = restoreBox(given.box);
  if (!box) return null;
  const verdict = oneOf(given.verdict, ['plate', 'not-plate'] as const, 'plate');
  const unreadable = oneOf(given.unreadable, [...UNREADABLE_REASONS, null], null);
  const said = verdict === 'plate' && !unreadable ? normalisePlateText(text(given.text) ?? '') : '';
  const origin = loose(given.origin);
  const prediction = text(origin.prediction);
  const plate = number(origin.plate);
  return {
    id: text(given.id) ?? id,
    box,
    verdict,
    text: said === '' ? null : said,
    raw: text(given.raw),
    unreadable,
    region: text(given.region),
    rows: oneOf(given.rows, [1, 2, null] as const, null),
    origin: prediction === null || plate === null ? null : { prediction, plate },
  };
}

/** A label, or null without a sample; plates without a box are left out. */
export function restoreLabel(value: unknown): Label | null {
  const given = loose(value);
  const sample = text(given.sample);
  if (sample === null) return null;
  const listed = Array.isArray(given.plates) ? given.plates : [];
  const plates = listed.flatMap((plate, i) => restorePlateLabel(plate, `p${i + 1}`) ?? []);
  return {
    sample,
    revision: Math.max(1, number(given.revision) ?? 1),
    at: number(given.at) ?? 0,
    plates,
    ...(given.partly === true ? { partly: true as const } : {}),
    noPlate: given.noPlate === true && plates.every(({ verdict }) => verdict === 'not-plate'),
    prediction: text(given.prediction),
  };
}
