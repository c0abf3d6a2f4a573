/** Every kind of photo file: those that must be read, those that must be refused, and many at once. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { png } from '../../scripts/fixtures/png.mjs';
import { enlarged } from '../../scripts/lib/app.mjs';
import { expect, test } from './base.ts';
import { boxOf, choose, downloadCsv, openRead, overlap, truth, untilDone } from './readScreen.ts';

const FIXTURES = 'tests/fixtures';
const [PLATE] = truth(`${FIXTURES}/photos/truth.csv`).get('united-kingdom-front.jpg') ?? [];
if (!PLATE) throw new Error('truth.csv lacks the photo that all formats show');
const plate = PLATE;

/** Browsers go by the name alone, so the type is what the ending promises. */
const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

const upload = (path: string, name = basename(path)) => ({
  name,
  mimeType: TYPES[name.split('.').pop() ?? ''] ?? '',
  buffer: readFileSync(path),
});
const folder = (name: string) =>
  readdirSync(join(FIXTURES, name)).map((file) => upload(join(FIXTURES, name, file)));

test('every format, colour model and orientation shows the same plate in the same place', async ({
  page,
}) => {
  const files = folder('formats');
  await openRead(page);
  await choose(page, files);
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  for (const { name } of files) {
    const found = rows.filter((row) => row.file === name);
    if (name === 'one-pixel.png') {
      expect(found.map((row) => row.status)).toEqual(['no_plate']);
      continue;
    }
    const [best] = found
      .filter((row) => row.width !== '')
      .map((row) => ({ row, overlap: overlap(boxOf(row), plate) }))
      .sort((a, b) => b.overlap - a.overlap);
    expect(best?.overlap ?? 0, `${name}: ${JSON.stringify(found)}`).toBeGreaterThan(0.6);
    // Lossless files and turned ones hold nearly the same pixels, so they read alike.
    if (/orientation|plain/.test(name)) expect(best?.row.plate, name).toBe(plate.text);
  }
});

test('every bad file is refused for its own reason', async ({ page }) => {
  const files = folder('bad');
  await openRead(page);
  await choose(page, [...files, upload(join(FIXTURES, 'photos/united-kingdom-front.jpg'))]);
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  const statuses = Object.fromEntries(rows.map((row) => [row.file, row.status]));
  expect(statuses).toEqual({
    'drawing.svg': 'error: not an image',
    'drawing.svg.jpg': 'error: not an image',
    'half.jpg': 'error: damaged or truncated',
    'huge-header.jpg': 'error: over 100 megapixels',
    'huge-header.png': 'error: over 100 megapixels',
    'lying-header.jpg': 'error: damaged or truncated',
    'lying-header.png': 'error: damaged or truncated',
    'text.jpg': 'error: not an image',
    'truncated.jpg': 'error: damaged or truncated',
    'zero-bytes.jpg': 'error: empty file',
    'united-kingdom-front.jpg': 'ok',
  });
});

test('a photo of 50 megapixels is read, its box in its own pixels', async ({ page }) => {
  await openRead(page);
  const buffer = await enlarged(page, 'united-kingdom.jpg', 50);
  await choose(page, [{ name: 'large.jpg', mimeType: 'image/jpeg', buffer }]);
  await untilDone(page);
  const { rows } = await downloadCsv(page);
  const [sample] = truth(`${FIXTURES}/samples-truth.csv`).get('united-kingdom.jpg') ?? [];
  const scale = Math.sqrt(50e6 / (576 * 368));
  const expected = {
    x: (sample?.x ?? 0) * scale,
    y: (sample?.y ?? 0) * scale,
    width: (sample?.width ?? 0) * scale,
    height: (sample?.height ?? 0) * scale,
  };
  expect(Math.max(...rows.map((row) => overlap(boxOf(row), expected)))).toBeGreaterThan(0.6);
});

test('near the limit of 100 megapixels: answered, be it that the browser cannot', async ({
  page,
}) => {
  test.slow();
  const [width, height] = [9_900, 9_990];
  const grey = png(width, height, Buffer.alloc(height * (1 + width * 3)));
  await openRead(page);
  const jpeg = await enlarged(page, 'united-kingdom.jpg', 40);
  await choose(page, [
    { name: 'grey.png', mimeType: 'image/png', buffer: grey },
    { name: 'cut.jpg', mimeType: 'image/jpeg', buffer: jpeg.subarray(0, jpeg.length / 3) },
    upload(join(FIXTURES, 'photos/united-kingdom-front.jpg')),
  ]);
  await untilDone(page, 100_000);
  const { rows } = await downloadCsv(page);
  const status = new Map(rows.map((row) => [row.file, row.status]));
  expect(['no_plate', 'error: too large for this browser']).toContain(status.get('grey.png'));
  // Large, and yet it is the file that is at fault: it ends in the middle.
  expect(status.get('cut.jpg')).toBe('error: damaged or truncated');
  expect(status.get('united-kingdom-front.jpg')).toBe('ok');
});

test('500 files at once are all answered, in their order', async ({ page }) => {
  test.setTimeout(240_000);
  // Long and low: letterboxed to few pixels, so that 500 take little time.
  const strip = png(640, 16, Buffer.alloc(16 * (1 + 640 * 3)));
  const names = Array.from({ length: 500 }, (_, n) => `${(n * 7919) % 500}-of-500.png`);
  await openRead(page);
  await choose(
    page,
    names.map((name) => ({ name, mimeType: 'image/png', buffer: strip })),
  );
  await untilDone(page, 200_000);
  const { rows } = await downloadCsv(page);
  expect(rows.map((row) => row.file)).toEqual(names);
  expect(rows.every((row) => row.status === 'no_plate')).toBe(true);
});
