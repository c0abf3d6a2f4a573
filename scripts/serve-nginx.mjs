/**
 * Serves the built app with real nginx: the project's nginx.conf and the container's entry point,
 * writing only to a folder of its own.
 *
 *   node scripts/serve-nginx.mjs [--port 4173]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DIST, ROOT } from './lib/paths.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } });

const folder = mkdtempSync(join(tmpdir(), 'platewheel-nginx-'));
const nginx = spawn('sh', [join(ROOT, 'scripts/nginx-entrypoint.sh')], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PORT: values.port,
    APP_ROOT: DIST,
    RUN_DIR: folder,
    NGINX_TEMPLATE: join(ROOT, 'nginx.conf'),
  },
});
console.log(`nginx serves ${DIST} at http://localhost:${values.port}/`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => nginx.kill('SIGTERM'));
}
nginx.on('error', (error) => {
  console.error(`nginx could not be started: ${error.message}`);
  process.exitCode = 1;
});
nginx.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exitCode = code ?? 0;
});
