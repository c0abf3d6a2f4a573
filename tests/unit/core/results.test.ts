import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CSV_HEADER,
  failureReason,
  type PhotoResult,
  type ReadOutcome,
  resultsToCsv,
  resultsToJson,
} from '../../../src/core/results.ts';
import type { Plate } from '../../../src/core/types.ts';

const model = (id: string) => ({ id, sha256: 'ab', backend: 'wasm' as const });

function plate(text: string | null, overrides: Partial<Plate> = {}): Plate {
  return {
    detection: {
      box: { x: 10.4, y: 20.6, width: 99.5, height: 30 },
      confidence: 0.98765,
      classIndex: 0,
    },
    reading:
      text === null ? null : { text, confidence: 0.5, characters: [], rows: 1, alternatives: [] },
    ...overrides,
  };
}

function read(plates: readonly Plate[], overrides: Partial<ReadOutcome> = {}): ReadOutcome {
  return {
    kind: 'read',
    size: { width: 640, height: 480 },
    plates,
    detector: model('detector-v1'),
    reader: model('reader-v1'),
    times: { decodeMs: 1, detectMs: 2, readMs: 3, totalMs: 6 },
    taken: { time: '2024-05-17T09:30:00', place: { latitude: 52.5, longitude: 13.4 } },
    ...overrides,
  };
}

/** RFC 4180, written from the RFC and nothing else. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] as string;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\r' && text[i + 1] === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      i += 1;
    } else cell += c;
  }
  expect([quoted, row, cell], 'ends with CRLF, outside quotes').toEqual([false, [], '']);
  return rows;
}

describe('resultsToCsv', () => {
  it('rounds the edges of a box, so that it stays inside the photo', () => {
    const box = { x: 0.5, y: 400.5, width: 639.5, height: 79.5 };
    const whole = plate('AB12', { detection: { box, confidence: 0.9, classIndex: 0 } });
    const csv = resultsToCsv([{ file: 'a.jpg', outcome: read([whole]) }]);
    const [, row = []] = parseCsv(csv);
    const [x, y, width, height] = row.slice(4, 8).map(Number) as [number, number, number, number];
    expect([x + width, y + height]).toEqual([640, 480]);
  });

  it('writes every status with its cells, in order of input', () => {
    const csv = resultsToCsv([
      { file: 'a.jpg', outcome: read([plate('AB12'), plate(''), plate(null)]) },
      { file: 'b.jpg', outcome: read([]) },
      { file: 'c.jpg', outcome: { kind: 'failed', code: 'too-large-for-browser', message: 'm' } },
    ]);
    expect(csv).toBe(
      [
        'file,plate,confidence,detection_confidence,x,y,width,height,rows,detector,reader,status',
        'a.jpg,AB12,0.5000,0.9877,10,21,100,30,1,detector-v1,reader-v1,ok',
        'a.jpg,,,0.9877,10,21,100,30,1,detector-v1,reader-v1,unreadable',
        'a.jpg,,,0.9877,10,21,100,30,,detector-v1,reader-v1,unreadable',
        'b.jpg,,,,,,,,,detector-v1,,no_plate',
        'c.jpg,,,,,,,,,,,error: too large for this browser',
        '',
      ].join('\r\n'),
    );
  });

  it('has the header alone for no photos, and no byte order mark', () => {
    expect(resultsToCsv([])).toBe(`${CSV_HEADER}\r\n`);
  });

  it.each([
    ['=cmd|x.jpg', "'=cmd|x.jpg"],
    ['+1.jpg', "'+1.jpg"],
    ['-1.jpg', "'-1.jpg"],
    ['@a.jpg', "'@a.jpg"],
    ['\ta.jpg', "'\ta.jpg"],
    ['\ra.jpg', "'\ra.jpg"],
    ["'=a.jpg", "'=a.jpg"],
    ['a=b.jpg', 'a=b.jpg'],
    ['a,b.jpg', 'a,b.jpg'],
    ['say "hi".jpg', 'say "hi".jpg'],
    ['two\nlines.jpg', 'two\nlines.jpg'],
    ['=a,"b"\r\n.jpg', '\'=a,"b"\r\n.jpg'],
  ])('makes the name %j harmless as %j', (file, cell) => {
    const csv = resultsToCsv([{ file, outcome: read([]) }]);
    expect(parseCsv(csv)[1]?.[0]).toBe(cell);
  });

  it('gives any names back, apart from the apostrophe before a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (names) => {
        const results = names.map((file): PhotoResult => ({ file, outcome: read([plate('A1')]) }));
        const rows = parseCsv(resultsToCsv(results)).slice(1);
        expect(rows.map((row) => row.length)).toEqual(names.map(() => 12));
        expect(rows.map((row) => row[0])).toEqual(
          names.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name)),
        );
      }),
    );
  });
});

describe('resultsToJson', () => {
  const options = { appVersion: '1.2.3', includePlace: false };

  it('keeps raw names and leaves the place out unless asked', () => {
    const results: PhotoResult[] = [{ file: '=cmd|x.jpg', outcome: read([plate('AB12')]) }];
    const without = JSON.parse(resultsToJson(results, options));
    expect(without).toMatchObject({ type: 'platewheel-results', source: 'Platewheel 1.2.3' });
    expect(without.photos[0]).toMatchObject({
      file: '=cmd|x.jpg',
      status: 'read',
      taken: '2024-05-17T09:30:00',
      plates: [{ status: 'ok', text: 'AB12', confidence: 0.5, rows: 1 }],
    });
    expect(without.photos[0]).not.toHaveProperty('place');
    const withPlace = JSON.parse(resultsToJson(results, { ...options, includePlace: true }));
    expect(withPlace.photos[0].place).toEqual({ latitude: 52.5, longitude: 13.4 });
  });

  it('says why a photo failed', () => {
    const outcome = { kind: 'failed', code: 'truncated', message: 'It ends early.' } as const;
    expect(JSON.parse(resultsToJson([{ file: 'a', outcome }], options)).photos).toEqual([
      {
        file: 'a',
        status: 'error',
        error: { code: 'truncated', reason: 'damaged or truncated', message: 'It ends early.' },
      },
    ]);
  });
});

describe('failureReason', () => {
  it('writes unknown codes with spaces and is not fooled by prototype names', () => {
    expect(failureReason('out-of-ink')).toBe('out of ink');
    expect(failureReason('constructor')).toBe('constructor');
  });
});
