/** The command line's entry: understands the call, carries it out, ends with its exit code. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { merge } from './merge.ts';
import { parseCall } from './options.ts';
import { modelsBeside, read } from './read.ts';
import { USAGE, UsageError } from './usage.ts';

declare const __APP_VERSION__: string;

/** Folder of the models: beside the bundle in an image, at the root of a checkout. */
const MODELS =
  process.env.PLATEWHEEL_MODELS ??
  modelsBeside(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Stops at the first Ctrl+C when the photos at hand are read, at the second one at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}

async function main(): Promise<number> {
  const call = parseCall(process.argv.slice(2), process.env);
  if (call.command === 'help') console.log(USAGE);
  if (call.command === 'version') console.log(__APP_VERSION__);
  if (call.command === 'merge') return merge(call, __APP_VERSION__);
  if (call.command !== 'read') return 0;
  return read(call, {
    appVersion: __APP_VERSION__,
    models: MODELS,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    signal: interruption(),
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isCall = error instanceof UsageError;
    console.error(isCall ? `${error.message} See platewheel --help.` : error);
    process.exitCode = isCall ? 2 : 1;
  },
);
