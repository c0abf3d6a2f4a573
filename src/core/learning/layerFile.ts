/** A layer as a file: JSON, readable by any program. */
import type { GateRecord } from '../gate/verdict.ts';
import type { Head } from './head.ts';
import { fitsHead, type LayerAbout, restoreAbout } from './layerAbout.ts';

const FORMAT = 'platewheel-layer';

export interface LayerFile {
  readonly reader: string;
  readonly at: number;
  readonly weight: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
  readonly about: LayerAbout;
}

/** @param gate what it was found to be worth, for whoever is given the file */
export function writeLayerFile(
  { reader, at, weight, bias, about }: LayerFile,
  gate: Pick<GateRecord, 'verdict' | 'n' | 'mended' | 'broken' | 'better'> | null = null,
): string {
  const card = { format: FORMAT, version: 1, reader, at, gate, about: withoutTexts(about) };
  const numbers = { weight: Array.from(weight), bias: Array.from(bias) };
  return `${JSON.stringify({ ...card, ...numbers })}\n`;
}

/** A file may be passed on: no plate's text is in it. Which photos taught it stays, as their hashes. */
function withoutTexts(about: LayerAbout): LayerAbout {
  const { cross, personal } = about;
  return {
    ...about,
    cross: cross && { ...cross, mended: [], broken: [] },
    personal: { ...personal, left: [], groups: [], counted: [], away: [], rounds: [] },
  };
}

/**
 * Reads a layer file that is to take the place of this reader's last layer.
 * @throws Error whose message says what is wrong, in a sentence
 */
export function readLayerFile(
  text: string,
  reader: string,
  shape: Pick<Head, 'classes' | 'width'>,
): LayerFile {
  let value: { readonly [name: string]: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw new Error('This file is damaged or no layer: it is not JSON. Nothing was changed.');
  }
  if (typeof value !== 'object' || value === null || value.format !== FORMAT) {
    throw new Error('This file is no layer of Platewheel. Nothing was changed.');
  }
  if (value.version !== 1) {
    throw new Error('This layer was made by a newer Platewheel: update the page first.');
  }
  if (value.reader !== reader) {
    throw new Error(
      'This layer was learnt on another reader, so it cannot be used with this one. Take that reader into use first (Models).',
    );
  }
  const [weight, bias] = [numbersOf(value.weight), numbersOf(value.bias)];
  const about = restoreAbout(value.about);
  if (!weight || !bias || !about || !fitsHead(weight, bias, shape)) {
    throw new Error(
      'This layer is damaged: its numbers are missing, too few, or not finite. Nothing was changed.',
    );
  }
  const at = typeof value.at === 'number' ? value.at : 0;
  return { reader, at, weight, bias, about };
}

/** Null for what is no list; what is no finite number in it is told later. */
const numbersOf = (value: unknown): Float32Array<ArrayBuffer> | null =>
  Array.isArray(value)
    ? Float32Array.from(value, (one) => (typeof one === 'number' ? one : Number.NaN))
    : null;
