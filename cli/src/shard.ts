/** Which part of the photos this process reads, when many share the work. */
import { hash32 } from '../../src/core/dataset/hash32.ts';
import { UsageError } from './usage.ts';

/** Part `index` of `count`, from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a photo belongs to a shard: by its path alone, so that every machine decides alike. */
export const inShard = (path: string, { index, count }: Shard): boolean =>
  hash32(path) % count === index;

/**
 * The shard of `--shard I/N`, or of the job engine whose variables are set; null where none is.
 * @param shards from `--shards`, for engines that do not tell how many there are
 * @throws UsageError for half a shard, one out of range, or an array job with gaps
 */
export function shardOf(
  asked: string | undefined,
  shards: string | undefined,
  env: Environment,
): Shard | null {
  if (asked !== undefined) {
    const parts = /^(\d+)\/(\d+)$/.exec(asked);
    if (!parts) throw new UsageError(`--shard ${asked}: not I/N, such as 0/8.`);
    return checked(parts[1], parts[2], '--shard');
  }
  if (env.JOB_COMPLETION_INDEX !== undefined) {
    const count = shards ?? env.PLATEWHEEL_SHARDS;
    if (count === undefined) {
      throw new UsageError(
        'JOB_COMPLETION_INDEX is set, but not how many parts there are: add --shards N or PLATEWHEEL_SHARDS.',
      );
    }
    return checked(env.JOB_COMPLETION_INDEX, count, 'JOB_COMPLETION_INDEX');
  }
  if (env.CLOUD_RUN_TASK_INDEX !== undefined) {
    return checked(env.CLOUD_RUN_TASK_INDEX, env.CLOUD_RUN_TASK_COUNT, 'CLOUD_RUN_TASK_INDEX');
  }
  if (env.SLURM_ARRAY_TASK_ID !== undefined) return slurmShard(env);
  if (shards !== undefined) throw new UsageError('--shards needs --shard or a job engine.');
  return null;
}

/** Slurm's ids may begin anywhere, but an array with gaps would leave photos unread. */
function slurmShard(env: Environment): Shard {
  const [id, min, max, tasks] = [
    env.SLURM_ARRAY_TASK_ID,
    env.SLURM_ARRAY_TASK_MIN,
    env.SLURM_ARRAY_TASK_MAX,
    env.SLURM_ARRAY_TASK_COUNT,
  ].map(whole);
  if (id === null || min === null || max === null || tasks === null) {
    throw new UsageError('SLURM_ARRAY_TASK_ID is set, but not MIN, MAX and COUNT beside it.');
  }
  const count = (max as number) - (min as number) + 1;
  if (tasks !== count) {
    throw new UsageError(
      `The Slurm array has gaps (${tasks} tasks from ${min} to ${max}): their photos would stay unread. Use --array=0-N without a step.`,
    );
  }
  return checked(String((id as number) - (min as number)), String(count), 'SLURM_ARRAY_TASK_ID');
}

function checked(index: string | undefined, count: string | undefined, from: string): Shard {
  const [i, n] = [whole(index), whole(count)];
  if (i === null || n === null || n < 1 || i >= n) {
    throw new UsageError(`${from}: part ${index} of ${count} is none; parts count from 0.`);
  }
  return { index: i, count: n };
}

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
