import { expect, test } from 'vitest';
import { rowChecks } from '../../../../src/core/dataset/rowChecks.ts';

type Name = keyof typeof rowChecks;

const box = { x: 1, y: 2, width: 3, height: 4 };
const model = { id: 'm', sha256: '', backend: 'wasm' };
const reading = {
  text: 'AB1',
  confidence: 0.9,
  characters: [{ char: 'A', confidence: 0.9, alternatives: [{ char: '4', confidence: 0.1 }] }],
  rows: null,
  alternatives: [{ text: '4B1', confidence: 0.1 }],
};
const plate = { detection: { box, confidence: 0.9, classIndex: 0 }, reading };
const prediction = {
  sample: 's',
  id: 'p',
  at: 1,
  plates: [plate, { ...plate, reading: null }],
  detector: model,
  reader: model,
  embedding: null,
};
const edit = { kind: 'plate', id: 'a', value: { id: 'a', box } };
const entry = {
  sample: 's',
  revision: 1,
  at: 1,
  edits: [edit, { kind: 'no-plate', value: false }],
  undo: [{ ...edit, value: null }],
};

test.each<[Name, unknown]>([
  ['predictions', prediction],
  ['log', entry],
  ['groups', { id: 'text:A', split: 'val', keys: ['text:A'] }],
  ['splits', { sample: 's', group: 'text:A' }],
  ['trash', 5],
  ['batches', { id: 'b', startedAt: 1 }],
  ['batchPhotos', { batch: 'b', index: 0, file: 'a', outcome: null, crops: [null] }],
  ['layers', { id: 'l', reader: 'r', at: 1, weight: { $file: 'w' }, bias: { $file: 'b' } }],
  ['liveLog', { id: 'l', at: 1, expiresAt: 2 }],
])('a row of %s as the app writes it', (store, value) => {
  expect(rowChecks[store](value)).toBe(true);
});

test.each<[Name, unknown]>([
  ['predictions', { ...prediction, plates: 'none' }],
  ['predictions', { ...prediction, plates: [{ ...plate, detection: null }] }],
  [
    'predictions',
    { ...prediction, plates: [{ ...plate, reading: { ...reading, characters: 1 } }] },
  ],
  ['predictions', { ...prediction, detector: null }],
  ['log', { ...entry, edits: [{ kind: 'plate', id: 'a', value: { id: 'a', box: {} } }] }],
  ['log', { ...entry, revision: '1' }],
  ['groups', { id: 'text:A', split: 'all', keys: [] }],
  ['trash', 'yesterday'],
  ['batchPhotos', { batch: 'b', index: 0, file: 'a', outcome: { kind: 'read' }, crops: [] }],
  ['splits', null],
  ['layers', { id: 'l', reader: 'r', at: 1, weight: [1], bias: [1] }],
  ['features', { sample: 's', reader: 'r', plate: 'p', shape: 'x', values: { $file: 'f' } }],
])('a row of %s that would break its readers is told', (store, value) => {
  expect(rowChecks[store](value)).toBe(false);
});
