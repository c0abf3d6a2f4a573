/**
 * Whether rows of a backup can be what they claim to be. They are put back unchanged, so that a
 * restored database is the same; but a row of another shape would break every screen that reads it.
 */
import { restoreBox } from './restore.ts';

type Loose = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

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
  record({ kind: oneOf('no-plate'), value: oneOf(true, false) }),
  record({ kind: oneOf('plate'), id: text, value: either(nothing, record({ id: text, box })) }),
);
const outcome = either(
  nothing,
  record({ kind: oneOf('failed'), code: text }),
  record({ kind: oneOf('read'), plates, detector: model, reader: model }),
);

const CHECKS: Readonly<Record<string, Check>> = {
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
};

/** Whether a row's value fits the store; stores not listed here are read with care by themselves. */
export function fitsStore(store: string, value: unknown): boolean {
  return !Object.hasOwn(CHECKS, store) || (CHECKS[store] as Check)(value);
}
