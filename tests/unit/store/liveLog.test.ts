import './fakeBrowser.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearLiveLog, savedLiveLog, saveLiveLog } from '../../../src/store/liveLog.ts';

const row = (id: string, at: number, forMs = 1000) => ({
  id,
  at,
  expiresAt: at + forMs,
  entry: id,
});
const ids = async (nowMs: number) => (await savedLiveLog(nowMs)).map(({ id }) => id).sort();

beforeEach(clearLiveLog);

describe('the kept log', () => {
  it('holds rows, writes them anew and takes others away', async () => {
    await saveLiveLog([row('a', 5000), row('b', 5000)]);
    await saveLiveLog([row('b', 5500), row('c', 5500)], ['a']);
    expect(await ids(5600)).toEqual(['b', 'c']);
  });

  it('loses each row when its own time is over, for good', async () => {
    await saveLiveLog([row('old', 5000), row('new', 5900)]);
    expect(await ids(6100)).toEqual(['new']);
    expect(await ids(5100)).toEqual(['new']);
  });

  it('is empty once cleared', async () => {
    await saveLiveLog([row('a', 5000)]);
    await clearLiveLog();
    expect(await ids(5001)).toEqual([]);
  });
});
