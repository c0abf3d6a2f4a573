/** The disk worker: asks for room, holds a reserve, writes the journal. */
import { expose } from 'comlink';
import type { DiskApi } from '../src/rpc/disk/contract.ts';
import { openDisk } from '../src/store/worker/diskFiles.ts';

const disk = openDisk();

const api = {
  hasRoom: async (bytes) => (await disk).hasRoom(bytes),
  hold: async () => (await disk).hold(),
  giveBack: async () => (await disk).giveBack(),
  append: async (record) => (await disk).append(record),
  clear: async () => (await disk).clear(),
} satisfies DiskApi;

expose(api);
