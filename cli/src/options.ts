/** The call, understood and checked. */
import { parseArgs } from 'node:util';
import { type Shard, shardOf } from './shard.ts';
import { UsageError } from './usage.ts';

export type Format = 'csv' | 'json' | 'ndjson';

export interface ReadCall {
  readonly command: 'read';
  readonly inputs: readonly string[];
  /** Null for CSV to the standard output. */
  readonly out: string | null;
  readonly format: Format;
  readonly crops: string | null;
  readonly inputSize: number;
  readonly threshold: number;
  readonly models: readonly string[];
  readonly includePlace: boolean;
  /** Photos at once; null for one a core. */
  readonly threads: number | null;
  readonly resume: boolean;
  readonly shard: Shard | null;
  readonly quiet: boolean;
}

export interface MergeCall {
  readonly command: 'merge';
  readonly parts: readonly string[];
  readonly out: string;
  readonly format: Format;
  readonly includePlace: boolean;
}

export type Call = ReadCall | MergeCall | { readonly command: 'help' | 'version' };

const OPTIONS = {
  out: { type: 'string', short: 'o' },
  crops: { type: 'string' },
  size: { type: 'string' },
  threshold: { type: 'string' },
  models: { type: 'string', multiple: true },
  place: { type: 'boolean' },
  threads: { type: 'string' },
  resume: { type: 'boolean' },
  shard: { type: 'string' },
  shards: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function parseCall(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Call {
  const { values, positionals } = parsed(args);
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const merging = positionals[0] === 'merge';
  const paths = merging || positionals[0] === 'read' ? positionals.slice(1) : positionals;
  const out = values.out ?? null;
  const format = formatOf(out);
  const includePlace = values.place ?? false;
  if (paths.length === 0) {
    throw new UsageError(merging ? 'Which parts shall be merged?' : 'Which photos shall be read?');
  }
  if (merging) {
    if (out === null) throw new UsageError('merge needs --out FILE.');
    return { command: 'merge', parts: paths, out, format, includePlace };
  }
  const shard = shardOf(values.shard, values.shards, env);
  if (out === null && (shard || values.resume)) {
    throw new UsageError('Parts and --resume need --out FILE.');
  }
  const inputSize = numberOf(values.size, '--size', 640);
  if (inputSize % 32 !== 0 || inputSize < 64 || inputSize > 4096) {
    throw new UsageError(`--size ${inputSize}: not a multiple of 32 from 64 to 4096.`);
  }
  const threshold = numberOf(values.threshold, '--threshold', 0.4);
  if (threshold < 0.01 || threshold > 0.99) {
    throw new UsageError(`--threshold ${threshold}: not from 0.01 to 0.99.`);
  }
  const threads = values.threads === undefined ? null : numberOf(values.threads, '--threads', 1);
  if (threads !== null && !(Number.isInteger(threads) && threads >= 1 && threads <= 256)) {
    throw new UsageError(`--threads ${threads}: not a whole number from 1 to 256.`);
  }
  return {
    command: 'read',
    inputs: paths,
    out,
    format,
    crops: values.crops ?? null,
    inputSize,
    threshold,
    models: values.models ?? [],
    includePlace,
    threads,
    resume: values.resume ?? false,
    shard,
    quiet: values.quiet ?? false,
  };
}

/** `--models a.onnx b.onnx` as well as `--models a.onnx --models b.onnx`. */
function parsed(args: readonly string[]) {
  const spread: string[] = [];
  let inModels = false;
  for (const arg of args) {
    if (arg.startsWith('--')) inModels = arg === '--models';
    else if (inModels && arg.endsWith('.onnx') && spread.at(-1) !== '--models') {
      spread.push('--models');
    } else if (spread.at(-1) !== '--models') inModels = false;
    spread.push(arg);
  }
  try {
    return parseArgs({ args: spread, options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function formatOf(out: string | null): Format {
  const ending = out === null ? 'csv' : out.slice(out.lastIndexOf('.') + 1).toLowerCase();
  if (ending === 'csv' || ending === 'json' || ending === 'ndjson') return ending;
  throw new UsageError(`--out ${out}: the name must end in .csv, .json or .ndjson.`);
}

function numberOf(text: string | undefined, name: string, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (text?.trim() === '' || !Number.isFinite(value)) {
    throw new UsageError(`${name} ${text}: not a number.`);
  }
  return value;
}
