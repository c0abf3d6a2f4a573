import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compressFolder } from '../../../scripts/lib/compress.mjs';
import { writeLicences } from '../../../scripts/lib/licences.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platewheel-compress-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
const put = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);

test('compressed twins hold the very same content', async () => {
  const text = 'const plate = "AB12 CDE";\n'.repeat(200);
  mkdirSync(join(folder, 'assets'));
  put('assets/app.js', text);
  const { files, before, after } = await compressFolder(folder);
  expect({ files, before }).toEqual({ files: 1, before: text.length });
  const brotli = readFileSync(join(folder, 'assets/app.js.br'));
  expect(brotliDecompressSync(brotli).toString()).toBe(text);
  expect(gunzipSync(readFileSync(join(folder, 'assets/app.js.gz'))).toString()).toBe(text);
  expect(after).toBe(brotli.length);
});

test('photos, small files and what hardly shrinks have none', async () => {
  put('photo.jpg', 'x'.repeat(5000));
  put('small.js', 'x'.repeat(100));
  put('weights.onnx', randomBytes(5000));
  expect((await compressFolder(folder)).files).toBe(0);
  for (const name of ['photo.jpg', 'small.js', 'weights.onnx']) {
    expect(existsSync(join(folder, `${name}.br`)), name).toBe(false);
  }
});

test('the licence of everything shipped is told, and nothing of it is (A)GPL', () => {
  expect(writeLicences(folder)).toBeGreaterThan(10);
  const text = readFileSync(join(folder, 'licences.txt'), 'utf8');
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of Object.keys(dependencies)) expect(text).toContain(`${name} `);
  const kinds = [...text.matchAll(/^\S+ [\d.]+\S*: (.+)$/gm)].map(([, licence]) => licence);
  expect(kinds.filter((licence) => /GPL|see its text/.test(licence ?? ''))).toEqual([]);
});
