/** The bundled command line on real photos with the shipped models. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/core/dataset/csv.ts';
import { CSV_HEADER } from '../../src/core/resultsCsv.ts';
import { end, manyPhotos, ROOT, run, start, temporary } from './run.ts';

const FIXTURES = join(ROOT, 'tests/fixtures');
let folder = '';
beforeAll(() => {
  folder = temporary();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
/** The bad fixtures, and a photo of which the second half is missing. */
function badFiles(to: string): string {
  cpSync(join(FIXTURES, 'bad'), to, { recursive: true });
  const whole = readFileSync(join(FIXTURES, 'photos/virginia.jpg'));
  writeFileSync(join(to, 'half.jpg'), whole.subarray(0, whole.length >> 1));
  return to;
}
const text = (name: string) => readFileSync(at(name), 'utf8');

describe('platewheel', () => {
  it('reads the fixture photos right, and ends with 0', async () => {
    const { code, stdout, stderr } = await run([join(FIXTURES, 'photos'), '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\r\n')[0]).toBe(CSV_HEADER);
    const read = new Map(parseCsv(stdout).map(({ cells }) => [cells[0], cells[1]]));
    const truth = parseCsv(readFileSync(join(FIXTURES, 'photos/truth.csv'), 'utf8')).slice(1);
    for (const { cells } of truth) expect(read.get(cells[0])).toBe(cells[5]);
    expect(truth.length).toBeGreaterThan(2);
  });

  it('reads every format alike, each way up, and tells why bad files are none', async () => {
    const formats = join(FIXTURES, 'formats');
    const good = await run([formats, '--out', at('formats.ndjson'), '--quiet', '--place']);
    expect(good.code).toBe(0);
    const photos = text('formats.ndjson')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(photos).toHaveLength(readdirSync(formats).length);
    for (const photo of photos) {
      if (photo.file === 'one-pixel.png') expect(photo.status).toBe('no_plate');
      else expect([photo.file, photo.plates[0]?.text]).toEqual([photo.file, 'SV07UVG']);
    }
    const placed = photos.find(({ file }) => file === 'time-and-place.jpg');
    expect(placed.place.latitude).toBeTypeOf('number');

    const bad = await run([badFiles(at('bad')), '--out', at('bad.csv')]);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('failed');
    const status = new Map(parseCsv(text('bad.csv')).map(({ cells }) => [cells[0], cells[11]]));
    expect(status.get('zero-bytes.jpg')).toBe('error: empty file');
    expect(status.get('text.jpg')).toBe('error: not an image');
    expect(status.get('truncated.jpg')).toBe('error: damaged or truncated');
    expect(status.get('half.jpg')).toBe('error: damaged or truncated');
    expect(status.get('lying-header.png')).toBe('error: damaged or truncated');
    expect(status.get('huge-header.jpg')).toBe('error: over 100 megapixels');
  });

  it('writes the plates, in the folders of their photos', async () => {
    const photos = manyPhotos(at('some'), 1);
    const { code } = await run([photos, '--out', at('some.json'), '--crops', at('crops'), '-q']);
    expect(code).toBe(0);
    const { photos: read } = JSON.parse(text('some.json'));
    const plates = read.flatMap(({ plates: all }: { plates: unknown[] }) => all).length;
    const crops = readdirSync(at('crops/camera 0'));
    expect(crops).toHaveLength(plates);
    expect(
      readFileSync(at(`crops/camera 0/${crops[0]}`))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('ends with 2 where the call makes no sense', async () => {
    for (const args of [[], ['nowhere'], [FIXTURES, '--models', 'nothing.onnx']]) {
      const { code, stderr } = await run(args);
      expect([args, code]).toEqual([args, 2]);
      expect(stderr).toContain('--help');
    }
  });

  it('leaves a valid file at Ctrl+C, and goes on with --resume to the same bytes', async () => {
    const photos = manyPhotos(at('stopped'), 12);
    const args = [photos, '--threads', '1'];
    const whole = await run([...args, '--out', at('whole.csv'), '-q']);
    expect(whole.code).toBe(0);
    const child = start([...args, '--out', at('cut.csv')]);
    child.stderr?.once('data', () => child.kill('SIGINT'));
    const cut = await end(child);
    expect(cut.code).toBe(130);
    const rows = parseCsv(text('cut.csv'));
    expect(rows.length).toBeGreaterThan(1);
    expect(text('whole.csv').startsWith(text('cut.csv').split('\r\n')[0] as string)).toBe(true);
    expect(rows.every(({ cells }) => cells.length === rows[0]?.cells.length)).toBe(true);

    expect((await run([...args, '--out', at('cut.csv')])).code).toBe(2); // not without --resume
    appendFileSync(at('cut.csv.partial'), '{"file":"torn'); // as a kill leaves it
    const other = await run([...args, '--out', at('cut.csv'), '--resume', '--size', '320']);
    expect(other.code).toBe(2);
    expect((await run([...args, '--out', at('cut.csv'), '--resume', '-q'])).code).toBe(0);
    expect(text('cut.csv')).toBe(text('whole.csv'));
    expect(existsSync(at('cut.csv.partial'))).toBe(false);
  });
});

describe('many machines', () => {
  it('give the bytes of one, also when three of eight are killed midway', async () => {
    const photos = manyPhotos(at('shared'), 8);
    writeFileSync(join(photos, 'broken.jpg'), 'no photo');
    for (const ending of ['csv', 'json']) {
      expect((await run([photos, '--out', at(`one.${ending}`), '-q'])).code).toBe(1);
    }
    const indices = Array.from({ length: 8 }, (_, index) => index);
    const parts = indices.map((index) => at(`many.csv.part-0000${index}-of-00008.ndjson`));
    const args = [photos, '--out', at('many.csv'), '--resume', '--threads', '1'];
    const machine = async (index: number) => {
      const env = { JOB_COMPLETION_INDEX: String(index), PLATEWHEEL_SHARDS: '8' };
      if (index % 3 === 0) {
        const child = start(args, env);
        child.stderr?.once('data', () => child.kill('SIGKILL')); // after its first photo
        expect((await end(child)).code).toBeNull();
        expect(existsSync(parts[index] as string)).toBe(false);
      }
      expect((await run(args, env)).code).toBeLessThan(2);
    };
    await Promise.all(indices.map(machine));
    const again = await run(args, { JOB_COMPLETION_INDEX: '0', PLATEWHEEL_SHARDS: '8' });
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('there already')]);
    for (const ending of ['csv', 'json']) {
      const merged = [...parts].reverse();
      expect((await run(['merge', ...merged, '--out', at(`all.${ending}`)])).code).toBe(1);
      expect(text(`all.${ending}`)).toBe(text(`one.${ending}`));
    }
    const few = await run(['merge', ...parts.slice(1), '--out', at('few.csv')]);
    expect([few.code, few.stderr]).toEqual([2, expect.stringContaining('missing: 0')]);
    const one = readFileSync(parts[1] as string, 'utf8')
      .split('\n')
      .slice(0, -2)
      .join('\n');
    writeFileSync(parts[1] as string, `${one}\n`);
    const cut = await run(['merge', ...parts, '--out', at('few.csv')]);
    expect([cut.code, cut.stderr]).toEqual([2, expect.stringContaining('not finished')]);
    expect(existsSync(at('few.csv'))).toBe(false);
  }, 400_000);
});
