import { describe, expect, it } from 'vitest';
import { fromDrop, fromInput } from '../../../src/ui/read/chosenFiles.ts';

function inFolder(path: string): File {
  const file = new File(['x'], path.split('/').pop() ?? '');
  Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}

/** The entry API of a drop, as far as it is used; folders answer in chunks as Chromium does. */
function entry(path: string, children?: readonly FileSystemEntry[]): FileSystemEntry {
  const name = path.split('/').pop() ?? '';
  let left = [...(children ?? [])];
  return {
    isFile: children === undefined,
    isDirectory: children !== undefined,
    name,
    fullPath: path,
    file: (ok: (file: File) => void) => ok(new File(['x'], name)),
    createReader: () => ({
      readEntries: (ok: (some: FileSystemEntry[]) => void) => {
        ok(left.slice(0, 2));
        left = left.slice(2);
      },
    }),
  } as unknown as FileSystemEntry;
}

const drop = (...entries: FileSystemEntry[]) =>
  fromDrop({
    items: entries.map((e) => ({ webkitGetAsEntry: () => e })),
    files: [],
  } as unknown as DataTransfer);

describe('chosen files', () => {
  it('takes every file chosen one by one, whatever its name', () => {
    const plain = new File(['x'], 'notes.txt');
    Object.defineProperty(plain, 'webkitRelativePath', { value: '' });
    expect(fromInput([plain])).toMatchObject({ photos: [{ path: 'notes.txt' }], skipped: 0 });
  });

  it('takes photos of a folder with their path inside it, and counts what it leaves out', () => {
    const files = ['trip/a.JPG', 'trip/day 1/b.heic', 'trip/Thumbs.db', 'trip/.cache/c.jpg'];
    const { photos, skipped } = fromInput(files.map(inFolder));
    expect(photos.map((photo) => photo.path)).toEqual(['a.JPG', 'day 1/b.heic']);
    expect(skipped).toBe(2);
  });

  it('walks dropped folders to the last chunk, in order of name', async () => {
    const names = ['10.jpg', '2.jpg', '1.jpg', 'note.txt', '3.jpg'];
    const folder = entry(
      '/trip',
      names.map((name) => entry(`/trip/${name}`)),
    );
    const { photos, skipped } = await drop(folder, entry('/single.txt'));
    expect(photos.map((photo) => photo.path)).toEqual([
      '1.jpg',
      '2.jpg',
      '3.jpg',
      '10.jpg',
      'single.txt',
    ]);
    expect(skipped).toBe(1);
  });

  it('names what the browser cannot open, and takes the rest', async () => {
    const gone = { ...entry('/trip/gone.jpg'), file: (_: unknown, fail: () => void) => fail() };
    const locked = {
      ...entry('/trip/locked', []),
      createReader: () => ({ readEntries: (_: unknown, fail: () => void) => fail() }),
    };
    const folder = entry('/trip', [
      entry('/trip/a.jpg'),
      gone as unknown as FileSystemEntry,
      locked as unknown as FileSystemEntry,
    ]);
    const { photos, unopened } = await drop(folder);
    expect(photos.map((photo) => photo.path)).toEqual(['a.jpg']);
    expect(unopened).toEqual(['trip/gone.jpg', 'trip/locked']);
  });
});
