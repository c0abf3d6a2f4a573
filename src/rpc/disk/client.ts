/** The page's way to the disk: its files can be written in place by a worker alone. */
import { WorkerHandle } from '../handle.ts';
import type { DiskApi } from './contract.ts';

const DEADLINE_MS = 10_000;

const handle = new WorkerHandle<DiskApi>({
  spawn: () =>
    new Worker(new URL('../../../workers/disk.ts', import.meta.url), {
      type: 'module',
      name: 'platewheel-disk',
    }),
  deadlineMs: DEADLINE_MS,
});

export const disk: DiskApi = {
  hasRoom: (bytes) => handle.call(async (api) => api.hasRoom(bytes)),
  hold: () => handle.call(async (api) => api.hold()),
  giveBack: () => handle.call(async (api) => api.giveBack()),
  append: (record) => handle.call(async (api) => api.append(record)),
  clear: () => handle.call(async (api) => api.clear()),
};
