/** Runs the bundled command line as a person would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUNDLE = join(ROOT, 'cli/dist/platewheel.mjs');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts it; variables of job engines around these tests do not reach it. */
export function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [BUNDLE, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function end(child: ChildProcess): Promise<Run> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data) => {
    stdout += data;
  });
  child.stderr?.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Run> =>
  end(start(args, env));

export const temporary = (): string => mkdtempSync(join(tmpdir(), 'platewheel-cli-'));

/** A folder with each fixture photo in `copies` subfolders. */
export function manyPhotos(folder: string, copies: number): string {
  const from = join(ROOT, 'tests/fixtures/photos');
  const names = readdirSync(from).filter((name) => name.endsWith('.jpg'));
  for (let copy = 0; copy < copies; copy++) {
    const to = join(folder, `camera ${copy}`);
    mkdirSync(to, { recursive: true });
    for (const name of names)
      cpSync(join(from, name), join(to, name), { preserveTimestamps: true });
  }
  return folder;
}
