import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseCall } from '../src/options.ts';
import { Progress } from '../src/progress.ts';
import { inShard, shardOf } from '../src/shard.ts';
import { UsageError } from '../src/usage.ts';

describe('parseCall', () => {
  it('reads a folder as the app would by itself', () => {
    expect(parseCall(['photos'], {})).toMatchObject({
      command: 'read',
      inputs: ['photos'],
      out: null,
      format: 'csv',
      inputSize: 640,
      threshold: 0.4,
      shard: null,
    });
  });

  it('takes several models after one --models', () => {
    const args = ['read', 'a', '--models', 'd.onnx', 'r.onnx', '--out', 'x.json'];
    expect(parseCall(args, {})).toMatchObject({
      inputs: ['a'],
      models: ['d.onnx', 'r.onnx'],
      format: 'json',
    });
  });

  test.each([
    [[]],
    [['a', '--out', 'x.xls']],
    [['a', '--size', '100']],
    [['a', '--threshold', '2']],
    [['a', '--threshold', 'x']],
    [['a', '--what']],
    [['a', '--resume']],
    [['a', '--out', 'x.csv', '--shard', '8/8']],
    [['merge', 'x']],
  ])('refuses %j', (args) => {
    expect(() => parseCall(args, {})).toThrow(UsageError);
  });
});

describe('shardOf', () => {
  it('knows the job engines', () => {
    expect(shardOf('1/4', undefined, { JOB_COMPLETION_INDEX: '3' })).toEqual({
      index: 1,
      count: 4,
    });
    const kubernetes = { JOB_COMPLETION_INDEX: '3', PLATEWHEEL_SHARDS: '8' };
    expect(shardOf(undefined, undefined, kubernetes)).toEqual({ index: 3, count: 8 });
    expect(shardOf(undefined, '5', kubernetes)).toEqual({ index: 3, count: 5 });
    const run = { CLOUD_RUN_TASK_INDEX: '0', CLOUD_RUN_TASK_COUNT: '2' };
    expect(shardOf(undefined, undefined, run)).toEqual({ index: 0, count: 2 });
    const slurm = {
      SLURM_ARRAY_TASK_ID: '12',
      SLURM_ARRAY_TASK_MIN: '10',
      SLURM_ARRAY_TASK_MAX: '19',
      SLURM_ARRAY_TASK_COUNT: '10',
    };
    expect(shardOf(undefined, undefined, slurm)).toEqual({ index: 2, count: 10 });
    expect(() => shardOf(undefined, undefined, { ...slurm, SLURM_ARRAY_TASK_COUNT: '5' })).toThrow(
      'gaps',
    );
    expect(() => shardOf(undefined, undefined, { JOB_COMPLETION_INDEX: '0' })).toThrow('--shards');
    expect(shardOf(undefined, undefined, {})).toBeNull();
  });

  it('gives every photo to one shard, about as many to each', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 100 }), (path, count) => {
        const homes = Array.from({ length: count }, (_, index) => inShard(path, { index, count }));
        expect(homes.filter(Boolean)).toHaveLength(1);
      }),
    );
    const paths = Array.from({ length: 8000 }, (_, i) => `camera/${i}.jpg`);
    for (let index = 0; index < 8; index++) {
      const own = paths.filter((path) => inShard(path, { index, count: 8 })).length;
      expect(Math.abs(own - 1000)).toBeLessThan(150);
    }
  });
});

it('tells rate and time left of what is read now, not of what was there', () => {
  let now = 0;
  const progress = new Progress(100, 40, null, () => now);
  for (let i = 0; i < 20; i++) {
    now += 500;
    progress.photo(i !== 3);
  }
  expect(progress.line()).toBe('60 of 100 photos · 2.0 a second · 20 s left · 1 failed');
});
