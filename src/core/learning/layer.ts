/** A personal last layer: a head learnt from a person's answers, for whose photos it is, and both readings it gives. */
import type { LayerReading, Reading } from '../types.ts';
import type { Head } from './head.ts';

/** Where a photo comes from: its folder (`live` for videos), and whose plates are expected, '' for not said. */
export interface PhotoOrigin {
  readonly source: string;
  readonly country: string;
}

/** For which photos a layer is meant. */
export type LayerScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'source'; readonly value: string }
  | { readonly kind: 'country'; readonly value: string };

/** A layer as a reader takes it. */
export interface ReaderLayer {
  readonly id: string;
  /** sha256 of the reader whose last layer it takes the place of. */
  readonly reader: string;
  readonly head: Head;
  /** Times the reader's own temperatures. */
  readonly temperature: number;
  /** How many answers it was learnt from. */
  readonly answers: number;
  /** Its readings are taken; else they stand beside the raw ones. */
  readonly isUsed: boolean;
  readonly scope: LayerScope;
}

/** Source of photos that lie in no folder. */
export const LOOSE = '';
export const LIVE = 'live';

/** The folder a photo lies in, which stands for its camera. */
export function folderOf(file: string): string {
  const end = file.replaceAll('\\', '/').lastIndexOf('/');
  return end < 0 ? LOOSE : file.slice(0, end).replaceAll('\\', '/');
}

/** Whether photos of this origin are read by the layer; where it is not known, only one meant for all. */
export function inScope(scope: LayerScope, origin: PhotoOrigin | undefined): boolean {
  return scope.kind === 'all' || origin?.[scope.kind] === scope.value;
}

/** The same scope, told as text: for keys and comparing. */
export const scopeKey = (scope: LayerScope): string =>
  scope.kind === 'all' ? 'all' : `${scope.kind} ${scope.value}`;

/** Both readings of a plate as one. Where the layer is not used and reads the same, the raw one alone. */
export function withLayer(
  raw: Reading,
  learnt: Reading,
  { id, answers, isUsed }: Pick<ReaderLayer, 'id' | 'answers' | 'isUsed'>,
): Reading {
  if (!isUsed && learnt.text === raw.text) return raw;
  const [reading, other] = isUsed ? [learnt, raw] : [raw, learnt];
  return { ...reading, layer: { id, answers, isUsed, other } };
}

/** The reading as it was without any layer. */
export function rawReading(reading: Reading): Reading {
  const { layer, ...own } = reading;
  return layer?.isUsed ? layer.other : own;
}

/** What the layer read, or null where none did or it read the same. */
export function learntReading(reading: Reading): Omit<Reading, 'layer'> | null {
  const { layer, ...own } = reading;
  if (!layer) return null;
  return layer.isUsed ? own : layer.other;
}

/** The text that is not taken, where the two differ: to be offered beside. */
export function otherText(
  reading: Reading,
): (Pick<LayerReading, 'isUsed' | 'answers'> & { readonly text: string }) | null {
  const { layer, text } = reading;
  if (!layer || layer.other.text === text || layer.other.text === '') return null;
  return { isUsed: layer.isUsed, answers: layer.answers, text: layer.other.text };
}
