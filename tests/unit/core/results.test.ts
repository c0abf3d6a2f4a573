import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictionId } from '../../../src/core/dataset/predictionId.ts';
import type { Label, PlateLabel } from '../../../src/core/dataset/types.ts';
import {
  failureReason,
  type PhotoResult,
  type ReadOutcome,
  resultRows,
} from '../../../src/core/results.ts';
import { CSV_HEADER, resultsToCsv } from '../../../src/core/resultsCsv.ts';
import { resultsToJson } from '../../../src/core/resultsJson.ts';
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
        'file,plate,confidence,detection_confidence,x,y,width,height,rows,detector,reader,status,read_plate,checked,taken_at,taken_from,list',
        'a.jpg,AB12,0.5000,0.9877,10,21,100,30,1,detector-v1,reader-v1,doubtful,AB12,,2024-05-17T09:30:00,exif,',
        'a.jpg,,,0.9877,10,21,100,30,1,detector-v1,reader-v1,unreadable,,,2024-05-17T09:30:00,exif,',
        'a.jpg,,,0.9877,10,21,100,30,,detector-v1,reader-v1,unreadable,,,2024-05-17T09:30:00,exif,',
        'b.jpg,,,,,,,,,detector-v1,,no_plate,,,2024-05-17T09:30:00,exif,',
        'c.jpg,,,,,,,,,,,error: too large for this browser,,,,,',
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
        expect(rows.map((row) => row.length)).toEqual(names.map(() => 17));
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
        taken: null,
        takenFrom: null,
      },
    ]);
  });
});

describe('what a person said', () => {
  const outcome = read([plate('ABD1234'), plate('XY99'), plate('GO17'), plate('')]);
  const prediction = predictionId(outcome.detector, outcome.reader, outcome.plates);
  const said = (id: string, change: Partial<PlateLabel>): PlateLabel => ({
    ...{ id, box: { x: 300, y: 200, width: 50, height: 20 }, verdict: 'plate', text: null },
    ...{ raw: null, unreadable: null, region: null, rows: null, origin: null },
    ...change,
  });
  const answer = (plate: number, change: Partial<PlateLabel>): PlateLabel =>
    said(`answer-${plate}`, {
      box: outcome.plates[plate]?.detection.box ?? said('', {}).box,
      origin: { prediction, plate },
      ...change,
    });
  const label = (plates: readonly PlateLabel[], noPlate = false): Label => ({
    ...{ sample: 's', revision: 1, at: 1, plates, noPlate, prediction },
  });
  const rowsOf = (l: Label | null) =>
    resultRows({ file: 'a.jpg', outcome, label: l }).map((row) => [
      ...[row.plate, row.status, row.readPlate, row.checked],
    ]);

  it('replaces what was read, in every row it concerns and in no other', () => {
    expect(
      rowsOf(
        label([
          answer(0, { text: 'ABO1234' }),
          answer(1, { text: 'XY99' }),
          answer(2, { verdict: 'not-plate' }),
          said('drawn-1', { text: 'NEW1' }),
          said('drawn-2', {}),
        ]),
      ),
    ).toEqual([
      ['ABO1234', 'ok', 'ABD1234', 'corrected'],
      ['XY99', 'ok', 'XY99', 'confirmed'],
      ['', 'rejected', 'GO17', 'rejected'],
      ['', 'unreadable', '', ''],
      ['NEW1', 'ok', '', 'added'],
      ['', 'text_missing', '', 'added'],
    ]);
  });

  it('tells unreadable from read, and a moved box from a text that was checked', () => {
    const moved = { box: { x: 12, y: 22, width: 90, height: 30 } };
    const rows = rowsOf(
      label([answer(0, { unreadable: 'blurred' }), answer(1, moved), answer(3, { text: 'NOW1' })]),
    );
    expect(rows).toEqual([
      ['', 'unreadable', 'ABD1234', 'corrected'],
      ['XY99', 'doubtful', 'XY99', ''], // half sure, and nobody said anything of its text
      ['GO17', 'doubtful', 'GO17', ''],
      ['NOW1', 'ok', '', 'corrected'],
    ]);
    const [, second] = resultRows({
      file: 'a.jpg',
      outcome,
      label: label([answer(1, moved)]),
    });
    expect(second?.box).toEqual(moved.box);
  });

  it('rejects every plate of a photo that is said to hold none, and confirms an empty one', () => {
    expect(rowsOf(label([], true)).map((row) => row.slice(1))).toEqual([
      ['rejected', 'ABD1234', 'rejected'],
      ['rejected', 'XY99', 'rejected'],
      ['rejected', 'GO17', 'rejected'],
      ['rejected', '', 'rejected'],
    ]);
    const empty = { file: 'b.jpg', outcome: read([]), label: label([], true) };
    expect(resultRows(empty)).toMatchObject([{ status: 'no_plate', checked: 'confirmed' }]);
  });

  it('goes back to what was read where an answer is taken back', () => {
    expect(rowsOf(label([]))).toEqual(rowsOf(null));
    expect(rowsOf(null).map((row) => row[3])).toEqual(['', '', '', '']);
  });

  it('reaches CSV and JSON alike', () => {
    const result = { file: 'a.jpg', outcome, label: label([answer(0, { text: 'ABO1234' })]) };
    expect(parseCsv(resultsToCsv([result]))[1]?.slice(11, 14)).toEqual([
      ...['ok', 'ABD1234', 'corrected'],
    ]);
    const json = JSON.parse(resultsToJson([result], { appVersion: '1', includePlace: false }));
    expect(json.photos[0].plates[0]).toMatchObject({
      ...{ text: 'ABO1234', read: 'ABD1234', checked: 'corrected' },
    });
  });
});

describe('times, places, lists, decimal commas', () => {
  const fileTime = '2026-01-02T03:04:05+01:00';
  const taken = (time: string | null) => read([plate('A1')], { taken: { time, place: null } });

  it('takes the camera’s time, else the file’s, and says which', () => {
    const row = (time: string | null) =>
      resultRows({ file: 'a.jpg', outcome: taken(time), fileTime })[0];
    expect(row('2024-05-17T09:30:00')).toMatchObject({
      ...{ takenAt: '2024-05-17T09:30:00', takenFrom: 'exif' },
    });
    expect(row(null)).toMatchObject({ takenAt: fileTime, takenFrom: 'file' });
    const [unknown] = resultRows({ file: 'a.jpg', outcome: taken(null) });
    expect(unknown).toMatchObject({ takenAt: '', takenFrom: '' });
  });

  it('writes a place only when asked', () => {
    const results = [{ file: 'a.jpg', outcome: read([plate('A1')]) }];
    const csv = resultsToCsv(results, { includePlace: true });
    expect(parseCsv(csv)[0]).toEqual([...CSV_HEADER.split(','), 'latitude', 'longitude']);
    expect(parseCsv(csv)[1]?.slice(-2)).toEqual(['52.5', '13.4']);
    expect(resultsToCsv(results)).not.toContain('52.5');
  });

  it('looks plates up on the lists it is given', () => {
    const csv = resultsToCsv([{ file: 'a.jpg', outcome: read([plate('A1'), plate('')]) }], {
      listOf: (text) => (text === 'A1' ? 'deny' : 'near-allow'),
    });
    expect(parseCsv(csv).map((row) => row[16])).toEqual(['list', 'deny', '']);
  });

  it('with semicolons writes decimal commas, and quotes what holds a semicolon', () => {
    const csv = resultsToCsv([{ file: 'a;b,c.jpg', outcome: read([plate('A1')]) }], {
      delimiter: ';',
    });
    expect(csv.split('\r\n')[1]).toMatch(/^"a;b,c\.jpg";A1;0,5000;0,9877;10;21;/);
  });
});

describe('failureReason', () => {
  it('writes unknown codes with spaces and is not fooled by prototype names', () => {
    expect(failureReason('out-of-ink')).toBe('out of ink');
    expect(failureReason('constructor')).toBe('constructor');
  });
});
