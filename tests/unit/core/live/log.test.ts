import { describe, expect, it } from 'vitest';
import {
  LOG_HEADER,
  type LogContext,
  logTime,
  logToCsv,
  logToJson,
} from '../../../../src/core/live/log.ts';
import { type Vehicle, withReadings } from '../../../../src/core/live/vehicle.ts';
import { reading, unreadVehicle } from './readings.ts';

const model = (id: string) => ({ id, sha256: 'aa', backend: 'wasm' as const });
const context: LogContext = {
  source: { kind: 'video', name: '=cmd|"gate", 1.webm' },
  detector: model('detector-v1'),
  reader: model('reader-v1'),
  watch: () => '',
  answer: () => null,
};
const seen: Vehicle = { ...unreadVehicle, spans: [{ fromMs: 1480, toMs: 62_004 }] };
const one = {
  timeMs: 1500,
  reading: reading('AB123CD', 0.95),
  score: 0.9,
  heightPx: 31.4,
  sharpness: 0.2,
};
const read = withReadings(seen, [one, one, { ...one, reading: reading('AB128CD', 0.5) }, one]);

describe('live log', () => {
  it('is CSV with CRLF, quoting and a formula guard, one row per vehicle', () => {
    const lines = logToCsv([read, seen], context).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(LOG_HEADER);
    expect(lines[1]).toMatch(
      /^AB123CD,0\.\d{4},00:00:01\.480,00:01:02\.004,12,3,1,4,31,ok,,"'=cmd\|""gate"", 1\.webm",detector-v1,reader-v1,AB123CD,$/,
    );
    expect(lines[2]).toBe(
      `,,00:00:01.480,00:01:02.004,12,0,0,0,,unread,,"'=cmd|""gate"", 1.webm",detector-v1,reader-v1,,`,
    );
    expect(lines[3]).toBe('');
  });

  it('has what a person said, and beside it what was voted', () => {
    const said = (checked: 'corrected' | 'rejected', text: string) =>
      logToCsv([read], {
        ...context,
        answer: () => ({ checked, text, unreadable: text === '' ? 'blurred' : null }),
      }).split('\r\n')[1];
    expect(said('corrected', 'AB128CD')).toMatch(/^AB128CD,.*,ok,.*,AB123CD,corrected$/);
    expect(said('corrected', '')).toMatch(/^,,.*,unread,.*,AB123CD,corrected$/);
    expect(said('rejected', '')).toMatch(/^,,.*,rejected,.*,AB123CD,rejected$/);
  });

  it('has only a header without vehicles', () => {
    expect(logToCsv([], context)).toBe(`${LOG_HEADER}\r\n`);
  });

  it('is JSON with raw names and every single reading', () => {
    const json = JSON.parse(logToJson([read], { ...context, watch: () => 'near-match' }, '0.1.0'));
    expect(json.source.name).toBe('=cmd|"gate", 1.webm');
    expect(json.vehicles[0]).toMatchObject({
      plate: 'AB123CD',
      votes: 3,
      dissent: 1,
      watch: 'near-match',
    });
    expect(json.vehicles[0].single_readings).toHaveLength(4);
    expect(json.vehicles[0].single_readings[2]).toMatchObject({ text: 'AB128CD', confidence: 0.5 });
  });

  it('writes a camera’s times as ISO and a video’s from its start', () => {
    expect(logTime(Date.UTC(2026, 4, 3, 10, 20, 30, 40), 'camera')).toBe(
      '2026-05-03T10:20:30.040Z',
    );
    expect(logTime(3_723_004.4, 'video')).toBe('01:02:03.004');
  });
});
