/**
 * `npm run read -- DIR… [options]`: the command line. Its native packages are installed on first use,
 * so that those who only want the app never download them, and its bundle is made anew when a source
 * changed.
 *
 *   node scripts/read.mjs --prepare    only installs and bundles
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';
import { setupOrExit } from './setup.mjs';

const CLI = join(ROOT, 'cli');
const BUNDLE = join(CLI, 'dist/platewheel.mjs');

setupOrExit();
install();
await bundle();
const args = process.argv.slice(2);
if (args[0] !== '--prepare') {
  // Ctrl+C goes to the whole group: the command line ends by itself, and then this.
  process.on('SIGINT', () => undefined);
  const { status } = spawnSync(process.execPath, [BUNDLE, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

/** Makes cli/node_modules match its lockfile. */
function install() {
  const lock = readFileSync(join(CLI, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const stamp = join(CLI, 'node_modules/.platewheel-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.error('Installing the command line’s packages (npm ci in cli/) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: CLI,
    stdio: ['ignore', 2, 2],
    // Its install script would fetch the CUDA build from elsewhere; the processor's is in the package.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed; its message stands above. Check the network and try again.');
    process.exit(1);
  }
  writeFileSync(stamp, hash);
}

async function bundle() {
  const sources = ['src/core', 'src/inference', 'cli/src'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  sources.push(join(CLI, 'vite.config.ts'), join(CLI, 'package.json'));
  const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));
  if (existsSync(BUNDLE) && statSync(BUNDLE).mtimeMs >= newest) return;
  const { build } = await import('vite');
  await build({ configFile: join(CLI, 'vite.config.ts'), root: CLI });
}
