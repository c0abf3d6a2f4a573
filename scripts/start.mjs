/**
 * `npm start`: installs what is missing, builds if the sources changed, serves, prints the address.
 *
 *   npm start -- [--port 4173] [--host 0.0.0.0]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './lib/paths.mjs';
import { isFresh } from './lib/stamp.mjs';
import { setupOrExit } from './setup.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.PORT ?? '4173' },
    host: { type: 'string', default: 'localhost' },
  },
});

setupOrExit();
if (!isFresh()) {
  console.log('Building the app …');
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
// Imported late: setup may just have installed what it needs.
const { serve } = await import('./serve.mjs');
const { address } = await serve({ port: Number(values.port), host: values.host, search: true });
console.log(`\n  Platewheel is at ${address}\n  Stop it with Ctrl+C.\n`);
