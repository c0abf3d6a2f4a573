/** A model's card (`models/<id>.json`): read and checked here and nowhere else. */

import type { DetectorLayout } from './models/detectorLayout.ts';
import type { ReaderConfig } from './models/readerConfig.ts';

/** What a model does: find plates in photos, or read a plate. */
export type ModelTask = 'detector' | 'reader';

/** A card. What is optional may be missing: third parties' models have but a minimal one. */
export interface ModelCard {
  readonly id: string;
  readonly task: ModelTask;
  readonly version: string;
  /** Lower-case hex sha256 and length of the onnx. */
  readonly sha256: string;
  readonly bytes: number;
  readonly licence?: string;
  /** Detectors: class names in the model's order. */
  readonly classes?: readonly string[];
  /** Detectors of others: how they answer; left out, YOLOv5's layout of the contract. */
  readonly layout?: DetectorLayout;
  /** Detectors: the classes that are plates, by index; left out, chosen by name. */
  readonly plateClasses?: readonly number[];
  /** Readers of others: what they take and what their classes mean; left out, the contract. */
  readonly reader?: ReaderConfig | { readonly kind: 'characters' };
  /** Readers: the characters of a slot, the blank last. */
  readonly alphabet?: string;
  readonly calibration?: { readonly temperatures?: readonly number[] };
  /** Figures measured, data, curves: drawn by shape, not relied on. */
  readonly metrics?: unknown;
  readonly data?: unknown;
  readonly curves?: unknown;
  readonly confusion?: unknown;
  /** What it was trained from and how; drawn by shape. */
  readonly parent?: unknown;
  readonly training?: unknown;
  readonly command?: unknown;
  /** The gate's word when it was last taken into use here, over-ruling included. */
  readonly gate?: unknown;
  /** False for a card the app made itself of a model that came without one. */
  readonly verified?: boolean;
}

/** Thrown for a card that cannot be used; says which field is wrong, and how. */
export class ModelCardError extends Error {
  override name = 'ModelCardError';
}

/** A name that is safe in file names, addresses and CSV cells. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * A card from parsed JSON: the fields the app relies on are checked, unknown ones left out.
 * @throws ModelCardError
 */
export function parseModelCard(value: unknown): ModelCard {
  if (!isRecord(value)) throw new ModelCardError('The card is not a JSON object.');
  const { id, task, version, bytes, licence, classes, alphabet, calibration } = value;
  const sha256 = typeof value.sha256 === 'string' ? value.sha256.toLowerCase() : '';
  const need: (ok: boolean, what: string) => asserts ok = (ok, what) => {
    if (!ok) throw new ModelCardError(`The card has no usable ${what}.`);
  };
  need(typeof id === 'string' && ID.test(id), '"id" (letters, digits, ".", "_", "-")');
  need(task === 'detector' || task === 'reader', '"task" ("detector" or "reader")');
  need(typeof version === 'string', '"version"');
  need(SHA256.test(sha256), '"sha256" (64 hex digits)');
  need(typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0, '"bytes"');
  need(classes === undefined || isStrings(classes), '"classes" (a list of names)');
  need(alphabet === undefined || isAlphabet(alphabet), '"alphabet"');
  const temperatures = isRecord(calibration) ? calibration.temperatures : undefined;
  need(temperatures === undefined || isPositive(temperatures), '"calibration.temperatures"');
  const { layout, plateClasses, reader } = value;
  need(layout === undefined || LAYOUTS.includes(layout as DetectorLayout), '"layout"');
  need(plateClasses === undefined || isIndices(plateClasses), '"plateClasses"');
  need(reader === undefined || isReaderConfig(reader), '"reader"');
  const drawn = Object.fromEntries(DRAWN.map((key) => [key, value[key]]));
  const rest = { ...drawn, layout, plateClasses, reader };
  return {
    id,
    task,
    version,
    sha256,
    bytes,
    ...(typeof licence === 'string' && { licence }),
    ...(classes !== undefined && { classes }),
    ...(alphabet !== undefined && { alphabet }),
    ...(temperatures !== undefined && { calibration: { temperatures } }),
    ...Object.fromEntries(Object.entries(rest).filter(([, part]) => part !== undefined)),
    ...(value.verified === false && { verified: false }),
  };
}

/** Parts that are drawn by shape, not relied on. */
const DRAWN = [
  'metrics',
  'data',
  'curves',
  'confusion',
  'parent',
  'training',
  'command',
  'gate',
] as const;

const LAYOUTS: readonly DetectorLayout[] = ['v5', 'v8', 'end2end', 'rows7'];

const isIndices = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);

function isReaderConfig(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.kind === 'characters') return true;
  const { kind, alphabet, pad, slots, height, width, colour, keepsAspect } = value;
  const isCount = (of: unknown) => of === null || (Number.isSafeInteger(of) && (of as number) > 0);
  return (
    (kind === 'slots' || kind === 'ctc') &&
    isStrings(alphabet) &&
    typeof pad === 'string' &&
    [slots, height, width].every(isCount) &&
    (colour === 'rgb' || colour === 'grey') &&
    typeof keepsAspect === 'boolean'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isPositive = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => Number.isFinite(item) && item > 0);

const isAlphabet = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 1 && new Set(value).size === value.length;
