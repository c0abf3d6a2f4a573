import { describe, expect, test } from 'vitest';
import type { Sink } from '../../../src/archive/sink.ts';
import { type OutFile, textFile, writeZip } from '../../../src/archive/zipWriter.ts';
import { crc32 } from '../../../src/core/zip/crc32.ts';
import { readDirectory } from '../../../src/core/zip/directory.ts';
import { readWhole } from '../../../src/core/zip/entry.ts';
import { beginEntry, centralRecord, endRecords } from '../../../src/core/zip/write.ts';
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

  test('every local header says name, size and CRC: the files can be read without the directory', async () => {
    const { sink, bytes } = memory();
    await writeZip(files(3), manifest, sink, { signal });
    const zip = Buffer.from(bytes());
    const names: string[] = [];
    let at = 0;
    while (zip.readUInt32LE(at) === 0x04034b50) {
      expect(zip.readUInt16LE(at + 6) & 0x0008).toBe(0); // no data descriptor follows
      const [length, size] = [zip.readUInt16LE(at + 26), zip.readUInt32LE(at + 22)];
      const data = zip.subarray(at + 30 + length, at + 30 + length + size);
      expect(zip.readUInt32LE(at + 14)).toBe(crc32(data));
      names.push(zip.toString('utf8', at + 30, at + 30 + length));
      at += 30 + length + size;
    }
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    expect(names).toHaveLength(4);
  });

  test('offsets beyond 4 GB stand in zip64 fields', () => {
    const { entry } = beginEntry(new Uint8Array([97]), new Uint8Array(1), 5 * 2 ** 32);
    const record = Buffer.from(centralRecord(entry));
    expect(record.readUInt32LE(42)).toBe(0xffffffff);
    expect(record.readUInt16LE(47)).toBe(1);
    expect(Number(record.readBigUInt64LE(51))).toBe(5 * 2 ** 32);
    const end = Buffer.from(endRecords(2, 5 * 2 ** 32, 100));
    expect(Number(end.readBigUInt64LE(48))).toBe(5 * 2 ** 32);
    expect(end.readUInt32LE(end.length - 6)).toBe(0xffffffff);
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
