import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { bucketDirectory, withBucketDatabases } from '../../../src/store/buckets.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms, 'never'));

/** As Chromium's buckets: what a collected one was asked is never answered. */
class ForgetfulBucket {
  getDirectory = () => late(new WeakRef(this), 'directory');
  indexedDB = { open: () => late(new WeakRef(this), 'database') };
}

function late<T>(from: WeakRef<object>, value: T): Promise<T> {
  return new Promise<T>((resolve) => {
    setTimeout(() => {
      if (from.deref()) resolve(value);
    }, 50);
  });
}

/** What a promise gives though memory is tidied up meanwhile. */
async function despiteGarbage(asked: Promise<unknown>): Promise<unknown> {
  for (let i = 0; i < 3; i++) {
    await wait(5);
    collectGarbage();
  }
  return Promise.race([asked, wait(200)]);
}

afterEach(() => vi.unstubAllGlobals());

test('a bucket lives until it has answered, and no longer', async () => {
  const seen: WeakRef<object>[] = [];
  const open = async () => {
    const bucket = new ForgetfulBucket();
    seen.push(new WeakRef(bucket));
    return bucket;
  };
  vi.stubGlobal('navigator', { storageBuckets: { open }, locks: {} });
  expect(await despiteGarbage(bucketDirectory('a'))).toBe('directory');
  const database = withBucketDatabases('a', (factory) => factory.open('x') as never);
  expect(await despiteGarbage(database)).toBe('database');
  // When exactly a collector lets go is its own affair.
  for (let i = 0; i < 50 && seen.some((ref) => ref.deref()); i++) {
    await wait(5);
    collectGarbage();
  }
  expect(seen.map((ref) => ref.deref())).toEqual([undefined, undefined]);
});
