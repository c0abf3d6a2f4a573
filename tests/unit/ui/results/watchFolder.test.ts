import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showToast } from '../../../../src/ui/components/toasts.tsx';
import { addPhotos, watchedFolder } from '../../../../src/ui/read/readState.ts';
import { watchFolder } from '../../../../src/ui/results/watchFolder.ts';

vi.mock('../../../../src/ui/components/toasts.tsx', () => ({
  showToast: vi.fn(),
  showError: vi.fn(),
}));
vi.mock('../../../../src/ui/read/readState.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { addPhotos: vi.fn(), watchedFolder: signal(null) };
});

/** What lies in the folder: sizes by path; null once it cannot be read any more. */
let files: Map<string, number> | null;

function folder(under: string): object {
  return {
    kind: 'directory',
    name: under === '' ? 'gate' : under.slice(0, -1),
    async *values() {
      if (files === null) throw new DOMException('gone', 'NotFoundError');
      const own = [...files.keys()].filter((path) => path.startsWith(under));
      const names = new Set(own.map((path) => path.slice(under.length).split('/')[0] ?? ''));
      for (const name of names) {
        const size = files.get(under + name);
        if (size === undefined) yield folder(`${under}${name}/`);
        else {
          const file = new File([new Uint8Array(size)], name, { lastModified: 1 });
          yield { kind: 'file', name, getFile: async () => file };
        }
      }
    },
  };
}

const added = () =>
  vi.mocked(addPhotos).mock.calls.flatMap(([{ photos }]) => photos.map(({ path }) => path));
const looked = (times: number) => vi.advanceTimersByTimeAsync(4000 * times + 100);

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(addPhotos).mockClear();
  files = new Map([['old.jpg', 10]]);
  vi.stubGlobal('showDirectoryPicker', async () => folder(''));
});
afterEach(() => {
  watchedFolder.value?.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a watched folder', () => {
  it('reads what comes, once, also in subfolders; not what lay there nor what is no photo', async () => {
    await watchFolder();
    await looked(1);
    files?.set('new.jpg', 20).set('2026/march.png', 5).set('notes.txt', 3);
    await looked(4);
    expect(added().sort()).toEqual(['2026/march.png', 'new.jpg']);
  });

  it('waits until a file that is being written stays as it is', async () => {
    await watchFolder();
    await looked(1);
    for (const size of [0, 100, 200, 300]) {
      files?.set('slow.jpg', size);
      await looked(1);
      expect(added()).toEqual([]);
    }
    await looked(2);
    expect(added()).toEqual(['slow.jpg']);
  });

  it('a photo that is written anew under its name is read again', async () => {
    await watchFolder();
    await looked(1);
    files?.set('old.jpg', 11);
    await looked(3);
    expect(added()).toEqual(['old.jpg']);
  });

  it('says so and ends when the folder is gone', async () => {
    await watchFolder();
    await looked(1);
    files = null;
    await looked(2);
    expect(watchedFolder.value).toBeNull();
    expect(vi.mocked(showToast).mock.lastCall?.[0].text).toContain(
      '“gate” cannot be read any more',
    );
  });

  it('reads nothing more once it is stopped', async () => {
    await watchFolder();
    await looked(1);
    watchedFolder.value?.stop();
    files?.set('new.jpg', 20);
    await looked(4);
    expect(added()).toEqual([]);
  });
});
