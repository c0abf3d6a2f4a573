/** A sample with rows of every store, as the app writes them. A store without its row does not compile. */

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Label, Prediction } from '../../../src/core/dataset/types.ts';
import { toRecord } from '../../../src/store/records.ts';
import type { PlatewheelDB, StoreName } from '../../../src/store/schema.ts';

export type Rows = { readonly [Name in StoreName]: readonly Entry<Name>[] };
interface Entry<Name extends StoreName> {
  readonly key: PlatewheelDB[Name]['key'];
  readonly value: PlatewheelDB[Name]['value'];
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
const at = fc.integer({ min: 1, max: 2e12 });
const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const confidence = fc.double({ min: 0, max: 1, noNaN: true });
const floats = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 8 })
  .map((list) => Float32Array.from(list));
const plain = fc.record({
  name: fc.string(),
  values: fc.array(fc.integer()),
  none: fc.constant(null),
});

const bufferOf = (part: Uint8Array): ArrayBuffer => new Uint8Array(part).buffer;
export const sha256 = (part: Uint8Array): string =>
  createHash('sha256').update(Buffer.from(part)).digest('hex');

/** Everything about one photo, and one row or two of what belongs to none. */
export const anyRows: fc.Arbitrary<Rows> = fc
  .record({
    photo: bytes,
    thumb: bytes,
    made: bytes,
    model: bytes,
    at,
    word,
    confidence,
    floats,
    plain,
    split: fc.constantFrom('train', 'val', 'test'),
    text: fc.stringMatching(/^[A-Z0-9]{1,9}$/),
    file: fc.string({ minLength: 1 }),
    dhash: fc.stringMatching(/^[0-9a-f]{16}$/),
  })
  .map((given) => {
    const { at, word, confidence, floats, plain, split, text, file, dhash } = given;
    const sample = sha256(given.photo);
    const model = sha256(given.model);
    const ref = { id: word, sha256: model, backend: 'wasm' } as const;
    const box = { x: 1, y: 2, width: 30, height: 10 };
    const prediction: Prediction = {
      sample,
      id: `${word}+${word}`,
      at,
      plates: [{ detection: { box, confidence, classIndex: 0 }, reading: null }],
      detector: ref,
      reader: ref,
      embedding: [0.5, -1],
    } as never;
    const label: Label = {
      sample,
      revision: 1,
      at,
      plates: [
        {
          id: 'p1',
          box,
          verdict: 'plate',
          text,
          raw: null,
          unreadable: null,
          region: null,
          rows: 1,
          origin: { prediction: prediction.id, plate: 0 },
        },
      ],
      noPlate: false,
      prediction: prediction.id,
    };
    const record = toRecord({
      id: sample,
      file,
      kind: 'photo',
      source: 'photo',
      addedAt: at,
      taken: null,
      place: null,
      size: { width: 100, height: 50 },
      orientation: 1,
      type: 'image/jpeg',
      bytes: given.photo.length,
      sha256: sample,
      dhash,
      burst: null,
    });
    const group = `text:${text}`;
    const edit = { kind: 'plate', id: 'p1', value: label.plates[0] as never } as const;
    return {
      settings: [{ key: 'settings', value: plain }],
      batches: [{ key: word, value: { id: word, startedAt: at } }],
      batchSources: [
        {
          key: [word, 0],
          value: {
            batch: word,
            index: 0,
            bytes: 3,
            photo: new Blob([bufferOf(given.thumb)], { type: 'image/jpeg' }),
          },
        },
      ],
      batchPhotos: [
        {
          key: [word, 0],
          value: {
            batch: word,
            index: 0,
            file,
            bytes: 3,
            lastModified: at,
            outcome: null,
            thumbnail: new Blob([bufferOf(given.thumb)], { type: 'image/webp' }),
            crops: [null, new Blob([bufferOf(given.made)], { type: 'image/png' })],
          },
        },
      ],
      samples: [{ key: sample, value: record }],
      blobs: [{ key: sample, value: bufferOf(given.photo) }],
      thumbs: [{ key: sample, value: bufferOf(given.thumb) }],
      derived: [
        {
          key: [sample, 'upright'],
          value: { type: 'image/jpeg', bytes: bufferOf(given.made) },
        },
      ],
      predictions: [{ key: [sample, prediction.id], value: prediction }],
      labels: [{ key: sample, value: label }],
      log: [
        {
          key: [sample, 1],
          value: { sample, revision: 1, at, edits: [edit], undo: [{ ...edit, value: null }] },
        },
      ],
      groups: [{ key: group, value: { id: group, split, keys: [group] } }],
      splits: [{ key: sample, value: { sample, group } }],
      imports: [
        {
          key: word,
          value: { id: word, name: file, format: 'yolo', startedAt: at, state: 'done' },
        },
      ],
      importRows: [
        { key: [word, sample], value: { import: word, sample, revision: 1, split: null } },
      ],
      trash: [{ key: sample, value: at }],
      models: [{ key: model, value: { sha256: model, file, importedAt: at, card: { plain } } }],
      modelBytes: [{ key: model, value: bufferOf(given.model) }],
      layers: [
        {
          key: word,
          value: { id: word, reader: model, at, weight: floats, bias: floats, about: plain },
        },
      ],
      trials: [{ key: [sample, prediction.id], value: prediction }],
      analysis: [
        {
          key: [sample, model],
          value: { sample, model, revision: 1, at, result: { ...plain, floats } },
        },
      ],
      features: [
        {
          key: [sample, model, 'p1'],
          value: {
            sample,
            reader: model,
            plate: 'p1',
            shape: [1, 1, floats.length],
            values: floats,
          },
        },
      ],
      ignored: [{ key: ['duplicate', sample], value: { kind: 'duplicate', subject: sample, at } }],
      comparisons: [{ key: word, value: { id: word, at, result: plain } }],
      liveLog: [{ key: word, value: { id: word, at, expiresAt: at + 1, entry: plain } }],
    };
  });
