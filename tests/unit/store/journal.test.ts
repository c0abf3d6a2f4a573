import './fakeBrowser.ts';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { type Disk, provideDisk } from '../../../src/store/disk/disk.ts';
import { frame, HEAD_BYTES, nextFrame } from '../../../src/store/disk/frames.ts';
import { whenWritable } from '../../../src/store/guard.ts';
import { closeDatabase, database } from '../../../src/store/open.ts';
import { closeReplica, replicaDatabase } from '../../../src/store/replica/bucket.ts';
import type { Connection } from '../../../src/store/schema.ts';
import { transact } from '../../../src/store/transact.ts';
import { journalFile, loseEverything, loseFirstDatabase } from './fakeBrowser.ts';

const state = { full: false, reserve: true };
const disk: Disk = {
  hasRoom: async () => !state.full,
  hold: async () => undefined,
  giveBack: async () => {
    state.reserve = false;
  },
  append: async (record) => {
    const { end } = ends();
    const framed = frame(record);
    journalFile.bytes.set(framed, end);
    return true;
  },
  clear: async () => void journalFile.bytes.fill(0, 0, HEAD_BYTES),
};
provideDisk(async () => disk);

function ends() {
  let [end, count] = [0, 0];
  for (
    let found = nextFrame(journalFile.bytes, 0);
    found;
    found = nextFrame(journalFile.bytes, end)
  ) {
    end = found.end;
    count += 1;
  }
  return { end, count };
}

beforeEach(async () => {
  await closeDatabase();
  await closeReplica();
  loseEverything();
  state.full = false;
});

const trash = (id: string, at: number) =>
  transact(['trash'], async (tx) => void (await tx.objectStore('trash').put(at, id)));

test('on a full disk nothing is tried, and what waits goes on when there is room', async () => {
  await trash('a', 1);
  state.full = true;
  await expect(trash('b', 2)).rejects.toMatchObject({ code: 'full' });
  expect(await (await database()).getAllKeys('trash')).toEqual(['a']);
  state.full = false;
  await whenWritable();
  await trash('b', 2);
  expect(await (await database()).getAllKeys('trash')).toEqual(['a', 'b']);
});

test('what only makes room may use the reserve', async () => {
  await trash('a', 1);
  state.full = true;
  state.reserve = true;
  const asked: number[] = [];
  const hasRoom = disk.hasRoom;
  (disk as { hasRoom: Disk['hasRoom'] }).hasRoom = async (bytes) => {
    asked.push(bytes);
    return !state.reserve;
  };
  await transact(['trash'], (tx) => tx.objectStore('trash').delete('a'), { frees: true });
  (disk as { hasRoom: Disk['hasRoom'] }).hasRoom = hasRoom;
  expect(asked).toHaveLength(2);
  expect(await (await database()).count('trash')).toBe(0);
});

test('a change the replica cannot take is in the journal, and comes back from both', async () => {
  await transact(['settings'], (tx) =>
    tx.objectStore('settings').put({ database: 'd', splitSeed: 's' }, 'identity'),
  );
  await trash('a', 1);
  const replica = (await replicaDatabase()) as Connection;
  replica.transaction = () => {
    throw new DOMException('FILE_ERROR_NO_SPACE', 'UnknownError');
  };
  await trash('b', 2); // called saved: two places have it
  expect(ends().count).toBe(1);
  // Nothing more until both are sound; meanwhile the first database is lost.
  await expect(trash('c', 3)).rejects.toMatchObject({ code: 'failed' });
  await closeDatabase();
  loseFirstDatabase();
  expect(await (await database()).getAllKeys('trash')).toEqual(['a', 'b']);
  await whenWritable(); // the replica was brought in step, so the journal has done its work
  expect(ends().count).toBe(0);
  expect(await ((await replicaDatabase()) as Connection).getAllKeys('trash')).toEqual(['a', 'b']);
  await trash('c', 3);
}, 20_000);

test('any records are read back in order, up to the first that is not whole', () => {
  const records = fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { maxLength: 5 });
  fc.assert(
    fc.property(records, fc.nat(), (all, where) => {
      const file = new Uint8Array(400);
      let end = 0;
      for (const record of all) {
        const framed = frame(record);
        file.set(framed, end);
        end += framed.length - HEAD_BYTES;
      }
      const read = () => {
        const out: number[][] = [];
        for (let f = nextFrame(file, 0); f; f = nextFrame(file, f.end)) out.push([...f.record]);
        return out;
      };
      expect(read()).toEqual(all.map((record) => [...record]));
      if (end === 0) return;
      file[where % end] = (file[where % end] ?? 0) ^ 0x55;
      const found = read();
      expect(found.length).toBeLessThan(all.length);
      expect(found).toEqual(all.slice(0, found.length).map((record) => [...record]));
    }),
  );
});
