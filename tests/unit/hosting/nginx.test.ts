import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SECURITY_HEADERS } from '../../../scripts/lib/headers.mjs';

const config = readFileSync('nginx.conf', 'utf8');

test('nginx.conf sends exactly the headers of production', () => {
  const sent = [...config.matchAll(/^\s*add_header ([\w-]+) (?:"([^"]*)"|(\S+)) always;/gm)].map(
    ([, name, quoted, bare]) => [name, quoted ?? bare],
  );
  expect(Object.fromEntries(sent)).toEqual({
    'Cache-Control': '$cache_policy',
    ...SECURITY_HEADERS,
  });
});

test('no location of nginx.conf drops the headers by adding one of its own', () => {
  const locations = config.slice(config.indexOf('location /'));
  expect(locations).not.toContain('add_header');
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platewheel-entry-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Runs the entry point with a stand-in for nginx that shows what it was started with. */
function enter(env: Record<string, string>) {
  writeFileSync(join(folder, 'nginx'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  return spawnSync('sh', ['scripts/nginx-entrypoint.sh'], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      NGINX_TEMPLATE: 'nginx.conf',
      RUN_DIR: join(folder, 'run'),
      ...env,
    },
  });
}

test('the entry point fills in the port and starts nginx in the foreground', () => {
  writeFileSync(join(folder, 'index.html'), '');
  const { stdout, status } = enter({ PORT: '9123', APP_ROOT: folder });
  expect(status).toBe(0);
  expect(stdout).toContain('daemon off;');
  const filled = readFileSync(join(folder, 'run/nginx.conf'), 'utf8');
  expect(filled).toContain('listen 9123;');
  expect(filled).toContain(`root ${folder};`);
  expect(filled.replaceAll(/^\s*#.*$/gm, '')).not.toContain('${');
});

test('the entry point refuses a port that is none, and a folder without the app', () => {
  expect(enter({ PORT: '80; include /etc/x', APP_ROOT: folder }).status).toBe(64);
  const { status, stderr } = enter({ APP_ROOT: folder });
  expect(status).toBe(66);
  expect(stderr).toContain('index.html is missing');
});
