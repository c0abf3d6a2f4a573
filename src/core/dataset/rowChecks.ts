/**
 * Whether rows of a backup can be what they claim to be. They are put back unchanged, so that a
 * restored database is the same; but a row of another shape would break every screen that reads it.
 */
import { restoreBox } from './restore.ts';

type Loose = Readonly<Record<string, unknown>>;
export type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const nothing: Check = (value) => value === null;
const anything: Check = () => true;
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const list =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(item);
const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, check]) => check((value as Loose)[name]));

const box: Check = (value) => restoreBox(value) !== null;
const guess = record({ text, confidence: number });
const split = oneOf('train', 'val', 'test');
const model = record({ id: text, sha256: text });
const character = record({
  char: text,
  confidence: number,
  alternatives: list(record({ char: text, confidence: number })),
});
const reading = record({
  text,
  confidence: number,
  characters: list(character),
  rows: oneOf(1, 2, null),
  alternatives: list(guess),
});
const plates = list(
  record({
    detection: record({ box, confidence: number }),
    reading: either(nothing, reading),
  }),
);
const edit = either(
  record({ kind: oneOf('no-plate', 'partly'), value: oneOf(true, false) }),
  record({ kind: oneOf('plate'), id: text, value: either(nothing, record({ id: text, box })) }),
);
const outcome = either(
  nothing,
  record({ kind: oneOf('failed'), code: text }),
  record({ kind: oneOf('read'), plates, detector: model, reader: model }),
);

/** A binary part, which a backup has as a file of its own. */
const binary = record({ $file: text });

/** By what a row is; those with a store's name are its rows. */
export const rowChecks = {
  anything,
  binary,
  derived: record({ type: text, bytes: binary }),
  predictions: record({
    sample: text,
    id: text,
    at: number,
    plates,
    detector: model,
    reader: model,
    embedding: either(nothing, list(number)),
  }),
  log: record({
    sample: text,
    revision: number,
    at: number,
    edits: list(edit),
    undo: list(edit),
  }),
  groups: record({ id: text, split, keys: list(text) }),
  splits: record({ sample: text, group: text }),
  imports: record({ id: text, startedAt: number, state: oneOf('visible', 'done') }),
  importRows: record({ import: text, sample: text, revision: number }),
  trash: number,
  batches: record({ id: text, startedAt: number }),
  batchPhotos: record({ batch: text, index: number, file: text, outcome, crops: list(anything) }),
  batchSources: record({ batch: text, index: number, bytes: number }),
  models: record({ sha256: text, file: text, importedAt: number }),
  layers: record({ id: text, reader: text, at: number, weight: binary, bias: binary }),
  analysis: record({ sample: text, model: text, revision: number, at: number }),
  features: record({
    sample: text,
    reader: text,
    plate: text,
    shape: list(number),
    values: binary,
  }),
  ignored: record({ kind: text, subject: text, at: number }),
  comparisons: record({ id: text, at: number }),
  liveLog: record({ id: text, at: number, expiresAt: number }),
} as const satisfies Readonly<Record<string, Check>>;
