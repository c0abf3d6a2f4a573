import type { Remote } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WorkerCrashError, WorkerHandle } from '../../../src/rpc/handle.ts';
import { PortWorker } from './portWorker.ts';

interface Api {
  echo(value: number): Promise<number>;
  hang(): Promise<never>;
  fail(): Promise<never>;
  later(ms: number): Promise<string>;
}

class TestWorker extends PortWorker {
  readonly calls: number[];

  constructor() {
    const calls: number[] = [];
    super({
      echo: async (value) => {
        calls.push(value);
        return value;
      },
      hang: () => new Promise(() => undefined),
      fail: async () => {
        throw new Error('no such photo');
      },
      later: (ms) => new Promise((resolve) => setTimeout(() => resolve('done'), ms)),
    } satisfies Api);
    this.calls = calls;
  }
}

const workers: TestWorker[] = [];
const handles: WorkerHandle<Api>[] = [];

function handle(options: Partial<ConstructorParameters<typeof WorkerHandle<Api>>[0]> = {}) {
  const made = new WorkerHandle<Api>({
    spawn: () => {
      const worker = new TestWorker();
      workers.push(worker);
      return worker;
    },
    deadlineMs: 2000,
    ...options,
  });
  handles.push(made);
  return made;
}

const echo = (value: number) => async (api: Remote<Api>) => api.echo(value);
const last = () => workers.at(-1) as TestWorker;
const tick = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(() => {
  for (const made of handles.splice(0)) made.close();
  workers.splice(0);
});

describe('WorkerHandle', () => {
  it('starts the worker with the first call, and only one', async () => {
    const h = handle();
    expect(workers).toHaveLength(0);
    expect(await Promise.all([h.call(echo(1)), h.call(echo(2)), h.call(echo(3))])).toEqual([
      1, 2, 3,
    ]);
    expect(workers).toHaveLength(1);
    expect(last().calls).toEqual([1, 2, 3]);
  });

  it('passes on what the worker throws, without a restart', async () => {
    const h = handle();
    await expect(h.call(async (api) => api.fail())).rejects.toThrow('no such photo');
    expect(await h.call(echo(1))).toBe(1);
    expect(h.restarts).toBe(0);
    expect(workers).toHaveLength(1);
  });

  it('prepares each fresh worker once, before its first call', async () => {
    const init = vi.fn(async (api: Remote<Api>) => {
      await api.echo(100);
    });
    const h = handle({ init });
    await h.call(echo(1));
    await h.call(echo(2));
    expect(last().calls).toEqual([100, 1, 2]);
    h.recycle();
    await h.call(echo(3));
    expect(last().calls).toEqual([100, 3]);
    expect(init).toHaveBeenCalledTimes(2);
    expect(h.restarts).toBe(0);
  });

  it('gives a preparation more time than a call, where it is asked to', async () => {
    const slow = { init: () => tick(60).then(() => undefined), deadlineMs: 25 };
    await expect(handle(slow).call(echo(1), { retries: 0 })).rejects.toMatchObject({
      reason: 'deadline',
    });
    const patient = handle({ ...slow, initDeadlineMs: 2000 });
    expect(await patient.call(echo(2))).toBe(2);
    await expect(patient.call(async (api) => api.hang(), { retries: 0 })).rejects.toMatchObject({
      reason: 'deadline',
    });
  });

  it('prepares again after a failed preparation', async () => {
    let broken = true;
    const h = handle({
      init: async () => {
        if (broken) throw new Error('offline');
      },
    });
    await expect(h.call(echo(1))).rejects.toThrow('offline');
    broken = false;
    expect(await h.call(echo(2))).toBe(2);
  });
});

describe('crashes', () => {
  it.each(['error', 'messageerror'] as const)(
    'repeats the call at hand on a fresh worker: %s',
    async (type) => {
      const h = handle();
      await h.call(echo(0));
      const attempts: number[] = [];
      const call = h.call(async (api) => {
        attempts.push(workers.length);
        return workers.length === 1 ? api.hang() : api.echo(7);
      });
      const queued = h.call(echo(8));
      await tick();
      workers[0]?.crash(type);
      expect(await call).toBe(7);
      expect(await queued).toBe(8);
      expect(attempts).toEqual([1, 2]);
      expect(workers[0]?.terminated).toBe(true);
      expect(h.restarts).toBe(1);
    },
  );

  it('gives up after the second crash and goes on with the next call', async () => {
    const h = handle();
    const call = h.call(async (api) => {
      setTimeout(() => last().crash(), 1);
      return api.hang();
    });
    await expect(call).rejects.toMatchObject({ name: 'WorkerCrashError', reason: 'error' });
    expect(h.restarts).toBe(2);
    expect(await h.call(echo(5))).toBe(5);
    expect(workers).toHaveLength(3);
  });

  it('replaces a worker that crashed while idle', async () => {
    const h = handle();
    await h.call(echo(1));
    last().crash();
    expect(await h.call(echo(2))).toBe(2);
    expect(workers).toHaveLength(2);
    expect(h.restarts).toBe(1);
  });
});

describe('deadlines', () => {
  it('stops a worker that does not answer in time', async () => {
    const h = handle();
    const call = h.call(async (api) => api.hang(), { deadlineMs: 30, retries: 0 });
    await expect(call).rejects.toMatchObject({ reason: 'deadline' });
    expect(last().terminated).toBe(true);
    expect(await h.call(echo(1))).toBe(1);
  });

  it('counts from when a call runs, not from when it was queued', async () => {
    const h = handle();
    const slow = h.call(async (api) => api.later(120));
    const quick = h.call(echo(1), { deadlineMs: 80, retries: 0 });
    expect(await slow).toBe('done');
    expect(await quick).toBe(1);
    expect(h.restarts).toBe(0);
  });
});

describe('aborts', () => {
  it('never sends a call aborted while it waited', async () => {
    const h = handle();
    const abort = new AbortController();
    const slow = h.call(async (api) => api.later(40));
    const waiting = h.call(echo(9), { signal: abort.signal });
    abort.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    expect(await slow).toBe('done');
    await h.call(echo(1));
    expect(last().calls).toEqual([1]);
  });

  it('drops a running answer at once, keeps the worker warm, and the next call waits', async () => {
    const h = handle();
    const abort = new AbortController();
    const order: string[] = [];
    const running = h.call(
      async (api) => {
        await api.later(60);
        order.push('old');
      },
      { signal: abort.signal },
    );
    await tick(15);
    abort.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    expect(order).toEqual([]);
    await h.call(echo(1)).then(() => order.push('new'));
    expect(order).toEqual(['old', 'new']);
    expect(workers).toHaveLength(1);
  });

  it('refuses a call aborted before it was made, and does not retry an aborted one', async () => {
    const h = handle();
    const aborted = AbortSignal.abort(new Error('cancelled'));
    await expect(h.call(echo(1), { signal: aborted })).rejects.toThrow('cancelled');
    expect(workers).toHaveLength(0);
  });
});

describe('recycling and closing', () => {
  it('replaces the worker after the given number of calls', async () => {
    const h = handle({ recycleAfter: 3 });
    for (let i = 0; i < 7; i++) await h.call(echo(i));
    expect(workers.map((w) => w.calls.length)).toEqual([3, 3, 1]);
    expect(workers.map((w) => w.terminated)).toEqual([true, true, false]);
    expect(h.restarts).toBe(0);
  });

  it('recycle lets queued calls finish first', async () => {
    const h = handle();
    const slow = h.call(async (api) => api.later(30));
    h.recycle();
    const after = h.call(echo(1));
    expect(await slow).toBe('done');
    expect(await after).toBe(1);
    expect(workers).toHaveLength(2);
  });

  it('close rejects what is pending and everything after', async () => {
    const h = handle();
    const pending = h.call(async (api) => api.hang());
    const queued = h.call(echo(1));
    await tick();
    h.close();
    await expect(pending).rejects.toBeInstanceOf(WorkerCrashError);
    await expect(queued).rejects.toMatchObject({ reason: 'closed' });
    await expect(h.call(echo(2))).rejects.toMatchObject({ reason: 'closed' });
    expect(workers).toHaveLength(1);
  });

  it('runs long work beside the queue', async () => {
    const h = handle();
    await h.call(echo(0));
    const long = h.call(async (api) => api.later(80), { besideQueue: true });
    expect(await h.call(echo(1))).toBe(1);
    expect(await Promise.race([long, Promise.resolve('still running')])).toBe('still running');
    expect(await long).toBe('done');
  });
});
