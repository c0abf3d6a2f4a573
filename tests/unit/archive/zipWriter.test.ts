import { describe, expect, test } from 'vitest';
import type { Sink } from '../../../src/archive/sink.ts';
import { type OutFile, textFile, writeZip } from '../../../src/archive/zipWriter.ts';
import { readDirectory } from '../../../src/core/zip/directory.ts';
import { readWhole } from '../../../src/core/zip/entry.ts';
import { fflateInflater, sourceOf } from '../core/zip/zipFiles.ts';

function memory() {
  const parts: Uint8Array[] = [];
  const state = { aborted: false };
  const sink: Sink = {
    write: async (chunk) => void parts.push(chunk.slice()),
    close: async () => null,
    abort: async () => {
      state.aborted = true;
    },
  };
  return { sink, state, bytes: () => new Uint8Array(Buffer.concat(parts)) };
}

async function* files(count: number): AsyncGenerator<OutFile> {
  for (let i = 0; i < count; i++) yield textFile(`f/${i} ü,"=.txt`, `text ${i}`);
}

const manifest = (list: readonly unknown[]) => textFile('manifest.json', JSON.stringify(list));
const signal = new AbortController().signal;

describe('writing zips', () => {
  test('the same files give the same bytes, and a manifest of their hashes at the end', async () => {
    const [a, b] = [memory(), memory()];
    const written = await writeZip(files(3), manifest, a.sink, { signal });
    await writeZip(files(3), manifest, b.sink, { signal });
    expect(a.bytes()).toEqual(b.bytes());
    expect(written).toEqual({ bytes: a.bytes().length, files: 4 });
    const source = sourceOf(a.bytes());
    const entries = await readDirectory(source);
    expect(entries.map(({ name }) => name)).toEqual([
      'f/0 ü,"=.txt',
      'f/1 ü,"=.txt',
      'f/2 ü,"=.txt',
      'manifest.json',
    ]);
    const last = entries[3];
    if (!last) throw new Error('no manifest');
    const listed = JSON.parse(
      new TextDecoder().decode(await readWhole(source, last, fflateInflater, 9999)),
    );
    const hash = new Uint8Array(
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode('text 0')),
    );
    expect(listed[0].sha256).toBe(Buffer.from(hash).toString('hex'));
  });

  test('more than 65,535 files get the zip64 record that counts them', async () => {
    const { sink, bytes } = memory();
    await writeZip(files(66_000), manifest, sink, { signal });
    const zip = Buffer.from(bytes());
    const record = zip.length - 22 - 76;
    expect(zip.readUInt32LE(record)).toBe(0x06064b50);
    expect(Number(zip.readBigUInt64LE(record + 32))).toBe(66_001);
    expect(await readDirectory(sourceOf(zip))).toHaveLength(66_001);
  }, 60_000);

  test('a cancelled or failing export takes its file away', async () => {
    const controller = new AbortController();
    async function* endless() {
      for await (const file of files(1000)) {
        yield file;
        controller.abort();
      }
    }
    const cancelled = memory();
    await expect(writeZip(endless(), manifest, cancelled.sink, controller)).rejects.toThrow(
      /abort/i,
    );
    expect(cancelled.state.aborted).toBe(true);
    const full = memory();
    full.sink.write = async () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    await expect(writeZip(files(3), manifest, full.sink, { signal })).rejects.toThrow('full');
    expect(full.state.aborted).toBe(true);
  });
});
