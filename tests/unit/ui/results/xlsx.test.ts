import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { PhotoResult } from '../../../../src/core/results.ts';
import { resultsToXlsx } from '../../../../src/ui/results/xlsx.ts';

const failed = (file: string): PhotoResult => ({
  file,
  outcome: { kind: 'failed', code: 'empty', message: '' },
  fileTime: '2026-01-02T03:04:05+00:00',
});

async function parts(results: readonly PhotoResult[]) {
  const bytes = new Uint8Array(await (await resultsToXlsx(results)).arrayBuffer());
  const files = unzipSync(bytes);
  return Object.entries(files).map(([name, content]) => ({ name, text: strFromU8(content) }));
}

describe('resultsToXlsx', () => {
  it('holds the columns of the CSV, and names with any character as text', async () => {
    const names = ['=1+1.jpg', 'a<b>&"c".jpg', 'bell\u0007.jpg', '車.jpg'];
    const all = (await parts(names.map(failed))).map(({ text }) => text).join('\n');
    expect(all).toContain('read_plate');
    expect(all).toContain('=1+1.jpg');
    expect(all).not.toContain('<f>');
    expect(all).toContain('a&lt;b&gt;&amp;');
    expect(all).not.toContain('\u0007');
    expect(all).toContain('車.jpg');
    expect(all).toContain('error: empty file');
  });

  it('writes thousands of rows without a worker', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => failed(`photo ${n}.jpg`));
    const sheet = (await parts(many)).find(({ name }) => /worksheets\/sheet1/.test(name));
    expect(sheet?.text.match(/<row /g)).toHaveLength(5_001);
  });
});
